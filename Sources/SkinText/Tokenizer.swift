/// Turns text into the tokens that the decoder reads, and back.
///
/// Gives what the SentencePiece library 0.2 gives, token for token, for BPE models with identity normalization:
/// LLaMA's, and those trained with the same settings. Other models are refused, never approximated. Control symbols
/// such as `<s>` are not recognised in a text; user-defined symbols are.
///
/// Copies share one vocabulary.
package struct Tokenizer: Sendable {
  let vocabulary: Vocabulary
  let normalizer: Normalizer
  let rules: DecodingRules

  /// Reads a `tokenizer.model` file.
  ///
  /// Nothing is allocated before the file has shown that it is that large; memory stays proportional to the file.
  ///
  /// - Parameter file: the bytes of a SentencePiece `ModelProto`.
  /// - Throws: ``TextError`` if the file is damaged, lacks `<unk>`, `<s>`, `</s>` or a byte piece, or needs a feature
  ///   that is not supported here.
  package init(model file: [UInt8]) throws(TextError) {
    let model = try SentencePieceModel(file)
    vocabulary = try Vocabulary(model)
    normalizer = Normalizer(model)
    rules = DecodingRules(model)
  }

  /// The number of tokens, which are numbered from 0.
  package var vocabularySize: Int { vocabulary.count }
  /// The token that begins a sequence, `<s>`; it is never part of what ``encode(_:)-(String)`` gives.
  package var beginToken: Int32 { vocabulary.beginToken }
  /// The token that ends a sequence, `</s>`.
  package var endToken: Int32 { vocabulary.endToken }
  /// The token of what the vocabulary cannot spell, `<unk>`.
  package var unknownToken: Int32 { vocabulary.unknownToken }

  /// The tokens of a text, without ``beginToken``.
  ///
  /// - Complexity: O(n log n) in the longest word, or in the text if the vocabulary has pieces of several words.
  package func encode(_ text: String) -> [Int32] { encode(text.utf8) }

  /// The tokens of a text in UTF-8, without ``beginToken``; each invalid byte is read as U+FFFD.
  ///
  /// - Complexity: O(n log n) in the longest word, or in the text if the vocabulary has pieces of several words.
  package func encode(_ text: some Sequence<UInt8>) -> [Int32] {
    let normalized = normalizer.normalize(Array(text), userSymbols: vocabulary.userSymbols)
    var merger = PieceMerger(normalized, vocabulary: vocabulary)
    merger.run()
    return merger.tokens
  }

  /// The text of some tokens, as one answer: the dummy prefix at its start is dropped, control tokens show nothing.
  ///
  /// Bytes that do not make a character each become U+FFFD.
  ///
  /// - Throws: ``TextError/tokenOutOfRange(token:vocabularySize:)``.
  package func decode(_ tokens: some Sequence<Int32>) throws(TextError) -> String {
    var detokenizer = StreamingDetokenizer(self)
    var text = ""
    for token in tokens { text += try detokenizer.append(token) }
    return text + detokenizer.finish()
  }

  /// The piece of a token as the vocabulary spells it, with U+2581 for a space.
  ///
  /// - Throws: ``TextError/tokenOutOfRange(token:vocabularySize:)``.
  package func piece(_ token: Int32) throws(TextError) -> String {
    _ = try vocabulary.index(token)
    return String(decoding: vocabulary.bytes(token), as: UTF8.self)
  }

  /// Whether the token is a control symbol like `<s>`, which has no text.
  ///
  /// - Throws: ``TextError/tokenOutOfRange(token:vocabularySize:)``.
  package func isControl(_ token: Int32) throws(TextError) -> Bool {
    vocabulary.types[try vocabulary.index(token)] == .control
  }
}

/// The settings of a model that decide how tokens become text.
struct DecodingRules: Sendable {
  let unknownSurface: String
  let dropsDummyPrefix: Bool
  let removesExtraWhitespace: Bool

  /// The rules of a model.
  init(_ model: SentencePieceModel) {
    unknownSurface = model.unknownSurface
    dropsDummyPrefix = model.addsDummyPrefix || model.removesExtraWhitespace
    removesExtraWhitespace = model.removesExtraWhitespace
  }
}
