/// A text of a PNG under one keyword, unpacked; other texts are never unpacked, whatever they claim.
///
/// Source: PNG 3rd edition, section 11.3.3 (`tEXt`, `zTXt`, `iTXt`).
struct PNGText {
  /// XMP packets are a few kilobytes; what stands behind these is not looked at.
  private static let greatestByteCount = 1 << 16

  /// The text.
  let bytes: [UInt8]

  /// The text of a chunk; nil if it is none of texts, or under another keyword.
  init?(_ kind: String, _ data: ArraySlice<UInt8>, keyword: String) {
    guard data.starts(with: Array(keyword.utf8) + [0]) else { return nil }
    var rest = data.dropFirst(keyword.utf8.count + 1)
    var isPacked = false
    switch kind {
    case "tEXt": break
    case "zTXt":
      // How it is packed: zlib is the only way.
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
