/// Texts as tokens in a file: little-endian 32-bit numbers, a boundary after each text.
///
/// They are stored as tokens because reading them must take no time when a photo is waiting.
package enum TokenTexts {
  private static let boundary = UInt32.max

  /// The bytes of some texts, one line each, spelled by a tokenizer.
  ///
  /// A text is spelled as it is in a conversation after the image, so that its tokens are the ones that a model writes.
  package static func bytes(ofLines lines: String, tokenizer: Tokenizer) -> [UInt8] {
    var bytes: [UInt8] = []
    for line in lines.split(whereSeparator: \.isNewline) {
      for number in tokenizer.encode(String(line)).map({ UInt32(bitPattern: $0) }) + [boundary] {
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
      }
    }
    return bytes
  }

  /// The texts in some bytes.
  ///
  /// - Returns: nil if the bytes are not such a file or name tokens outside the vocabulary.
  package static func texts(in bytes: [UInt8], vocabularySize: Int) -> [[Int32]]? {
    guard bytes.count % 4 == 0 else { return nil }
    var texts: [[Int32]] = []
    var text: [Int32] = []
    for offset in stride(from: 0, to: bytes.count, by: 4) {
      let number =
        UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2]) << 16
        | UInt32(bytes[offset + 3]) << 24
      if number == boundary {
        texts.append(text)
        text = []
      } else {
        guard number < UInt32(vocabularySize) else { return nil }
        text.append(Int32(number))
      }
    }
    return text.isEmpty ? texts : nil
  }
}
