/// A PNG's chunks, in the order of the file, up to its end mark; they end where the file is damaged.
///
/// Checksums are not compared.
///
/// Source: PNG 3rd edition, section 5.3.
struct PNGChunks: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var position = 8

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> (kind: String, data: ArraySlice<UInt8>)? {
    guard position + 12 <= bytes.count else { return nil }
    let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - position - 12 else { return nil }
    let kind = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
    defer { position = kind == "IEND" ? bytes.count : position + 12 + length }
    return (kind, bytes[position + 8..<position + 8 + length])
  }
}
