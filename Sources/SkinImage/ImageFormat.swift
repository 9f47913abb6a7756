/// The format of a picture, found by its first bytes and never by a file's name.
package enum ImageFormat: Hashable, Sendable {
  /// JPEG, of any kind.
  case jpeg
  /// PNG, of any kind.
  case png
  /// WebP, of any kind.
  case webp
  /// A known format that is not read, with its name.
  case other(String)
  /// Something else.
  case unknown

  /// Formats by the bytes at some offset.
  private static let signatures: [(offset: Int, bytes: [UInt8], name: String)] = [
    (0, Array("GIF8".utf8), "GIF"), (0, Array("BM".utf8), "BMP"),
    (0, [0x49, 0x49, 0x2A, 0x00], "TIFF"), (0, [0x4D, 0x4D, 0x00, 0x2A], "TIFF"),
    (0, [0xFF, 0x0A], "JPEG XL"), (4, Array("JXL ".utf8), "JPEG XL"),
    (4, Array("jP  ".utf8), "JPEG 2000"), (0, [0xFF, 0x4F, 0xFF, 0x51], "JPEG 2000"),
    (0, Array("%PDF".utf8), "PDF"), (128, Array("DICM".utf8), "DICOM"), (0, Array("8BPS".utf8), "Photoshop"),
    (0, Array("PK\u{3}\u{4}".utf8), "ZIP"), (0, Array("qoif".utf8), "QOI"), (0, [0x00, 0x00, 0x01, 0x00], "ICO"),
    (0, Array("<svg".utf8), "SVG"), (0, Array("FUJIFILM".utf8), "camera raw"), (0, Array("IIRO".utf8), "camera raw"),
    (0, Array("P6".utf8), "PPM"), (0, Array("P5".utf8), "PGM"),
  ]

  /// Brands of the ISO base media format and their common names.
  private static let brands: [String: String] = [
    "avif": "AVIF", "avis": "AVIF", "heic": "HEIC", "heix": "HEIC", "hevc": "HEIC", "heim": "HEIC", "mif1": "HEIF",
    "msf1": "HEIF", "crx ": "camera raw", "qt  ": "a film", "isom": "a film", "mp42": "a film",
  ]

  /// The format of a file that begins with `bytes`.
  package init(_ bytes: some Collection<UInt8>) {
    let start = Array(bytes.prefix(160))
    func has(_ expected: [UInt8], at offset: Int) -> Bool {
      start.count >= offset + expected.count && Array(start[offset..<offset + expected.count]) == expected
    }
    if has([0xFF, 0xD8, 0xFF], at: 0) {
      self = .jpeg
    } else if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], at: 0) {
      self = .png
    } else if has(Array("RIFF".utf8), at: 0), has(Array("WEBP".utf8), at: 8) {
      self = .webp
    } else if has(Array("ftyp".utf8), at: 4), start.count >= 12 {
      self = .other(Self.brands[String(decoding: start[8..<12], as: UTF8.self)] ?? "a film")
    } else if let match = Self.signatures.first(where: { has($0.bytes, at: $0.offset) }) {
      self = .other(match.name)
    } else {
      self = .unknown
    }
  }
}
