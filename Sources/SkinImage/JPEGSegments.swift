/// The segments before a JPEG's picture, in the order of the file; they end where the file is damaged.
///
/// Source: ITU-T T.81, annex B.
struct JPEGSegments: Sequence, IteratorProtocol {
  /// The end of the file, and the beginning of a scan.
  private static let last: Set<UInt8> = [0xD9, 0xDA]

  private let bytes: [UInt8]
  private var position = 2

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> (marker: UInt8, data: ArraySlice<UInt8>)? {
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      if marker == 0xFF {
        position += 1
        continue
      }
      if Self.last.contains(marker) { return nil }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      guard length >= 2, position + 2 + length <= bytes.count else { return nil }
      defer { position += 2 + length }
      return (marker, bytes[position + 4..<position + 2 + length])
    }
    return nil
  }
}
