/// A PNG's text under one keyword, decompressed; other texts are never decompressed, whatever they claim.
///
/// Source: PNG 3rd edition, section 11.3.3 (`tEXt`, `zTXt`, `iTXt`).
struct PNGText {
  /// XMP packets are a few kilobytes; what comes after these is ignored.
  private static let greatestByteCount = 1 << 16

  /// The text.
  let bytes: [UInt8]

  /// The text of a chunk; nil if the chunk holds no text, or has another keyword.
  init?(_ kind: String, _ data: ArraySlice<UInt8>, keyword: String) {
    guard data.starts(with: Array(keyword.utf8) + [0]) else { return nil }
    var rest = data.dropFirst(keyword.utf8.count + 1)
    var isPacked = false
    switch kind {
    case "tEXt": break
    case "zTXt":
      // The compression method: zlib is the only one.
      guard rest.popFirst() == 0 else { return nil }
      isPacked = true
    case "iTXt":
      guard let flag = rest.popFirst(), rest.popFirst() == 0 else { return nil }
      isPacked = flag == 1
      // The language and the translated keyword.
      for _ in 0..<2 {
        guard let end = rest.firstIndex(of: 0) else { return nil }
        rest = rest[(end + 1)...]
      }
    default: return nil
    }
    bytes =
      isPacked
      ? ColourProfile.inflated(Array(rest), capacity: Self.greatestByteCount)
      : Array(rest.prefix(Self.greatestByteCount))
  }
}
