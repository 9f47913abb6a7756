/// A way to look at a photo before it is pooled: its centre, enlarged by a factor, and perhaps mirrored.
///
/// Its text is the zoom, followed by an `m` for the mirror image: `1`, `1m`, `1.25`.
package struct PhotoView: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The photo as it is.
  package static let plain = PhotoView(zoom: 1, isMirrored: false)
  private static let zooms = 1.0...4.0
  /// More views cost more time than they are worth.
  private static let mostViews = 16

  /// How many times the centre is enlarged; 1 for the whole photo.
  package let zoom: Double
  /// Whether left and right are swapped.
  package let isMirrored: Bool

  /// A view.
  package init(zoom: Double, isMirrored: Bool) {
    self.zoom = zoom
    self.isMirrored = isMirrored
  }

  /// The view that a text names; nil if it names none.
  package init?(text: some StringProtocol) {
    let isMirrored = text.hasSuffix("m")
    guard let zoom = Double(isMirrored ? text.dropLast() : text[...]), Self.zooms.contains(zoom) else { return nil }
    self.init(zoom: zoom, isMirrored: isMirrored)
  }

  /// A view as a head describes it, by its text.
  ///
  /// - Throws: `DecodingError` if the text names none.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let view = PhotoView(text: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no view of a photo")
    }
    self = view
  }

  /// Writes the text.
  ///
  /// - Throws: `EncodingError`
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// The text.
  package var description: String {
    (zoom == zoom.rounded() ? String(Int(zoom)) : String(zoom)) + (isMirrored ? "m" : "")
  }

  /// Whether these views can be pooled: the photo as it is first, because the decoder reads it too, and none twice.
  package static func areUsable(_ views: [PhotoView]) -> Bool {
    views.first == .plain && views.count <= mostViews && Set(views).count == views.count
  }
}
