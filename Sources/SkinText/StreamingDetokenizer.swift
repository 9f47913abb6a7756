/// Turns tokens into text one by one, and returns only text that is complete.
///
/// A character whose bytes come as several tokens waits until it is complete. Everything that ``append(_:)`` and
/// ``finish()`` return, joined, is what ``Tokenizer/decode(_:)`` returns for the tokens.
///
/// Source: SentencePiece 0.2, `sentencepiece_processor.cc`, `SentencePieceProcessor::Decode`.
package struct StreamingDetokenizer: Sendable {
  /// Where the text begins.
  package enum Start: Hashable, Sendable {
    /// The tokens are a text of their own: the dummy prefix of the first piece is dropped.
    case fresh
    /// The tokens follow other text: a space in front of the first piece is kept.
    case continuing
  }

  private let tokenizer: Tokenizer
  /// Whether the next piece may lose the space at its start.
  private var isAtStart: Bool
  private var dummyPrefixIsDropped = false
  private var hasText = false
  /// The bytes of byte pieces that are not yet a character.
  private var pending: [UInt8] = []

  /// A detokenizer that has seen nothing.
  package init(_ tokenizer: Tokenizer, start: Start = .fresh) {
    self.tokenizer = tokenizer
    isAtStart = start == .fresh
  }

  /// Takes a token.
  ///
  /// - Returns: the text that became complete by it; often empty.
  /// - Throws: ``TextError/tokenOutOfRange(token:vocabularySize:)``; the state is then unchanged.
  package mutating func append(_ token: Int32) throws(TextError) -> String {
    let index = try tokenizer.vocabulary.index(token)
    let piece = tokenizer.vocabulary.bytes(token)
    let type = tokenizer.vocabulary.types[index]
    if type == .byte, let byte = Vocabulary.bytePiece(piece) {
      pending.append(byte)
      return takePending(isLast: false)
    }
    var text = takePending(isLast: true)
    if dummyPrefixIsDropped || hasText { isAtStart = false }
    switch type {
    case .control: dummyPrefixIsDropped = false
    case .unknown:
      dummyPrefixIsDropped = false
      text += note(tokenizer.rules.unknownSurface)
    case .normal, .userDefined, .unused, .byte: text += note(surface(piece))
    }
    return text
  }

  /// Ends the text.
  ///
  /// - Returns: U+FFFD for each byte that never became a character; empty otherwise.
  package mutating func finish() -> String { takePending(isLast: true) }

  /// The text of an ordinary piece.
  private mutating func surface(_ piece: ArraySlice<UInt8>) -> String {
    var rest = piece
    dummyPrefixIsDropped = false
    if isAtStart, tokenizer.rules.dropsDummyPrefix, rest.starts(with: UnicodeDecoding.spaceSymbol) {
      rest = rest.dropFirst(UnicodeDecoding.spaceSymbol.count)
      // Where extra spaces are removed, the next piece may lose one too, as long as there is no text.
      dummyPrefixIsDropped = !tokenizer.rules.removesExtraWhitespace
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rest.count)
    while let first = rest.first {
      if first == 0xE2, rest.starts(with: UnicodeDecoding.spaceSymbol) {
        bytes.append(0x20)
        rest = rest.dropFirst(UnicodeDecoding.spaceSymbol.count)
      } else {
        bytes.append(first)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text of the waiting bytes as far as it is decided; all of it at the end of a run of byte pieces.
  private mutating func takePending(isLast: Bool) -> String {
    guard !pending.isEmpty else { return "" }
    var bytes: [UInt8] = []
    var index = 0
    scan: while index < pending.count {
      switch UnicodeDecoding(pending, at: index) {
      case .character(let length):
        bytes += pending[index..<index + length]
        index += length
      case .incomplete where !isLast: break scan
      case .incomplete, .invalid:
        bytes += UnicodeDecoding.replacement
        index += 1
      }
    }
    pending.removeFirst(index)
    return note(String(decoding: bytes, as: UTF8.self))
  }

  private mutating func note(_ text: String) -> String {
    if !text.isEmpty { hasText = true }
    return text
  }
}
