/// The pieces of a `tokenizer.model` file as they stand in it, for writers of other formats.
package struct TokenizerTable: Sendable {
  /// A piece of the vocabulary.
  package struct Piece: Hashable, Sendable {
    /// The spelling, with U+2581 for a space.
    package let text: String
    /// Pieces of higher scores are merged first.
    package let score: Float
    /// SentencePiece's number for the kind: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte.
    package let type: Int32
  }

  /// The pieces; a token is its index.
  package let pieces: [Piece]
  /// The token that begins a sequence.
  package let beginToken: Int32
  /// The token that ends a sequence.
  package let endToken: Int32
  /// The token of what the vocabulary cannot spell.
  package let unknownToken: Int32
  /// Whether a space is put before a text.
  package let addsSpacePrefix: Bool
  /// Whether spaces at the ends are dropped and runs of spaces are collapsed into one.
  package let removesExtraWhitespace: Bool

  /// Reads a `tokenizer.model` file.
  ///
  /// - Throws: ``TextError`` as ``Tokenizer/init(model:)`` does.
  package init(model file: [UInt8]) throws(TextError) {
    let model = try SentencePieceModel(file)
    let vocabulary = try Vocabulary(model)
    pieces = model.pieces.map { piece in
      Piece(
        text: String(decoding: file[piece.text], as: UTF8.self), score: piece.score, type: Int32(piece.type.rawValue))
    }
    beginToken = vocabulary.beginToken
    endToken = vocabulary.endToken
    unknownToken = vocabulary.unknownToken
    addsSpacePrefix = model.addsDummyPrefix
    removesExtraWhitespace = model.removesExtraWhitespace
  }
}
