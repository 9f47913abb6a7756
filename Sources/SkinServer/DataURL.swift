import Foundation

/// A data URL (RFC 2397) as browsers read it: any case of the scheme, base64 with or without padding, line breaks and
/// percent escapes, in either alphabet (RFC 4648, sections 4 and 5), or plain percent escapes.
struct DataURL {
  /// What it holds.
  var bytes: [UInt8]

  /// Nil if the text is not a data URL, or its type is not that of a photo.
  init?(_ address: String) {
    let text = address.drop { $0.isWhitespace }
    guard text.prefix(5).lowercased() == "data:", let comma = text.firstIndex(of: ",") else { return nil }
    var facts = text[..<comma].dropFirst(5).split(separator: ";", omittingEmptySubsequences: false)
      .map { $0.lowercased().filter { !$0.isWhitespace } }
    let isBase64 = facts.count > 1 && facts.last == "base64"
    if isBase64 { facts.removeLast() }
    let type = facts.first ?? ""
    guard type.isEmpty || type.hasPrefix("image/") || type.hasSuffix("/octet-stream") else { return nil }
    guard let bytes = Self.unescaped(text[text.index(after: comma)...].utf8) else { return nil }
    if isBase64 {
      guard let decoded = Self.decoded(bytes) else { return nil }
      self.bytes = decoded
    } else {
      self.bytes = bytes
    }
  }

  /// The bytes of a percent-encoded text; a percent sign that begins no escape stands for itself.
  private static func unescaped(_ text: Substring.UTF8View) -> [UInt8]? {
    guard text.contains(37) else { return Array(text) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == 37, digits.count == 2, let value = UInt8(String(Substring(digits)), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  /// The bytes that base64 encodes; nil if it contains anything else but whitespace.
  private static func decoded(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 + 3)
    var pending: UInt32 = 0
    var bitCount = 0
    var isOver = false
    for byte in text {
      let value: UInt8
      switch byte {
      case 65...90: value = byte - 65
      case 97...122: value = byte - 71
      case 48...57: value = byte + 4
      case 43, 45: value = 62
      case 47, 95: value = 63
      case 61:
        isOver = true
        continue
      case 9, 10, 12, 13, 32: continue
      default: return nil
      }
      guard !isOver else { return nil }
      pending = pending << 6 | UInt32(value)
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(bitCount)))
        pending &= 1 << UInt32(bitCount) - 1
      }
    }
    // One digit alone holds no byte.
    return bitCount == 6 ? nil : bytes
  }
}
