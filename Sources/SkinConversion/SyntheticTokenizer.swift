/// An untrained SentencePiece model with the vocabulary size of LLaMA: bytes, letters and numbers.
///
/// It makes a synthetic container complete; it says nothing about how a real tokenizer would cut a text.
///
/// Source: SentencePiece 0.2, `sentencepiece_model.proto`.
enum SyntheticTokenizer {
  private enum PieceType: UInt8 {
    case normal = 1
    case unknown = 2
    case control = 3
    case byte = 6
  }

  /// The file's bytes.
  ///
  /// - Precondition: `pieceCount` is at least 400, so that bytes and letters fit.
  static func model(pieceCount: Int) -> [UInt8] {
    precondition(pieceCount >= 400, "a vocabulary of \(pieceCount) pieces")
    var file: [UInt8] = []
    for (text, type) in [("<unk>", PieceType.unknown), ("<s>", .control), ("</s>", .control)] {
      file += piece(text, score: 0, type: type)
    }
    for byte in 0..<256 {
      let digits = String(byte, radix: 16, uppercase: true)
      file += piece("<0x\(digits.count == 1 ? "0" : "")\(digits)>", score: 0, type: .byte)
    }
    var count = 259
    for character in ["\u{2581}"] + (33..<127).map({ String(UnicodeScalar(UInt8($0))) }) {
      file += piece(character, score: -Float(count), type: .normal)
      count += 1
    }
    for number in 10..<10 + pieceCount - count {
      file += piece("\u{2581}\(number)", score: -Float(count), type: .normal)
      count += 1
    }
    // TrainerSpec: model_type BPE, byte_fallback. NormalizerSpec: identity, dummy prefix, no removal, escaping.
    file += message(2, [0x18, 2, 0x98, 0x02, 1])
    file += message(3, message(1, Array("identity".utf8)) + [0x18, 1, 0x20, 0, 0x28, 1])
    return file
  }

  private static func piece(_ text: String, score: Float, type: PieceType) -> [UInt8] {
    let bits = score.bitPattern
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
    return message(1, message(1, Array(text.utf8)) + [0x15] + bytes + [0x18, type.rawValue])
  }

  /// A field with a length; all of ours are shorter than 128 bytes.
  private static func message(_ field: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    [field << 3 | 2, UInt8(bytes.count)] + bytes
  }
}
