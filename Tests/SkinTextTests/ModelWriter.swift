/// Writes small SentencePiece models, right ones and broken ones.
struct ModelWriter {
  private(set) var bytes: [UInt8] = []

  /// A model with the pieces that every tokenizer needs, then some more, and settings like LLaMA's without byte pieces.
  static func minimal(_ pieces: [(String, UInt64)] = [], trainer: ModelWriter? = nil) -> ModelWriter {
    var writer = ModelWriter()
    for (text, type) in [("<unk>", 2), ("<s>", 3), ("</s>", 3)] + pieces { writer.piece(text, type: type) }
    writer.message(2, trainer ?? bytePair)
    return writer
  }

  /// A trainer specification that only names the model type, BPE.
  static var bytePair: ModelWriter {
    var trainer = ModelWriter()
    trainer.integer(3, 2)
    return trainer
  }

  mutating func piece(_ text: String, score: Float = 0, type: UInt64 = 1) {
    var piece = ModelWriter()
    piece.raw(1, Array(text.utf8))
    piece.float(2, score)
    piece.integer(3, type)
    message(1, piece)
  }

  mutating func message(_ field: UInt64, _ content: ModelWriter) { raw(field, content.bytes) }

  mutating func raw(_ field: UInt64, _ content: [UInt8]) {
    number(field << 3 | 2)
    number(UInt64(content.count))
    bytes += content
  }

  mutating func integer(_ field: UInt64, _ value: UInt64) {
    number(field << 3)
    number(value)
  }

  mutating func float(_ field: UInt64, _ value: Float) {
    number(field << 3 | 5)
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
    }
  }

  mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func append(_ tail: [UInt8]) { bytes += tail }
}
