import SkinFailure

/// What is wrong with a tokenizer file, a template, or tokens that come from outside.
///
/// Cases hold facts only; the wording for people is made elsewhere.
package enum TextError: ReportableError, Hashable, Sendable {
  /// The tokenizer file is larger than any known one.
  case fileTooLarge(byteCount: Int, limit: Int)
  /// The tokenizer file has more pieces than any known one; the next one begins at the byte `offset`.
  case vocabularyTooLarge(offset: Int, limit: Int)
  /// The tokenizer file breaks the protobuf wire format at the byte `offset`.
  case malformed(offset: Int, WireFault)
  /// A piece of the vocabulary cannot be used.
  case invalidPiece(index: Int, PieceFault)
  /// The vocabulary lacks a symbol that is needed, like `<s>`.
  case missingSymbol(String)
  /// The model has a feature that is not supported here; ignoring it would give other tokens.
  case unsupported(Feature)
  /// A token lies outside the vocabulary.
  case tokenOutOfRange(token: Int32, vocabularySize: Int)
  /// A part of the template does not hold the question mark exactly once.
  case questionMarkCount(field: String, found: Int)
  /// The template has an empty stop text or stop token sequence, which would end every answer at once.
  case emptyStop(index: Int)
  /// An answer is missing in a turn that is not the last.
  case missingAnswer(turn: Int)

  /// How the wire format is broken.
  package enum WireFault: Hashable, Sendable {
    /// The file ends inside a value.
    case truncated
    /// A variable-length number has more than ten bytes or more than 64 bits.
    case numberTooLong
    /// A length reaches beyond its message.
    case lengthTooLarge(length: UInt64, available: Int)
    /// A field number is zero or above the largest one that the format allows.
    case fieldNumber(UInt64)
    /// A known field has the wrong wire type.
    case wireType(field: Int, found: Int)
    /// An enumeration field has an undefined value.
    case enumeration(field: Int, value: UInt64)
    /// A text field is not UTF-8.
    case notUTF8(field: Int)
  }

  /// Why a piece cannot be used.
  package enum PieceFault: Hashable, Sendable {
    /// The piece has no text.
    case empty
    /// The piece has the text of an earlier one.
    case duplicate(of: Int)
    /// The piece's text is longer than the reference library takes.
    case tooLong(byteCount: Int)
    /// The piece holds a NUL.
    case containsNull
    /// The score is not a finite number.
    case score
    /// The piece is a second unknown symbol.
    case secondUnknown(first: Int)
    /// The piece is of type byte, but is not spelled like `<0x0A>`.
    case byteSpelling
    /// The piece is of type byte, but the model has no byte fallback.
    case unexpectedByte
  }

  /// A feature of SentencePiece that LLaMA's tokenizers do not use.
  package enum Feature: Hashable, Sendable {
    /// A model type other than BPE; the number is SentencePiece's `TrainerSpec.ModelType`.
    case modelType(Int)
    /// A compiled normalization table, of a normalizer with this name.
    case normalization(name: String, byteCount: Int)
    /// A compiled table that changes the decoded text.
    case denormalization(byteCount: Int)
    /// The dummy prefix as a suffix.
    case whitespaceAsSuffix
  }
}

extension TextError: CustomStringConvertible {
  /// One line for developers.
  package var description: String {
    switch self {
    case .fileTooLarge(let byteCount, let limit): "tokenizer file: \(byteCount) bytes, limit \(limit)"
    case .vocabularyTooLarge(let offset, let limit): "tokenizer file: byte \(offset): more than \(limit) pieces"
    case .malformed(let offset, let fault): "tokenizer file: byte \(offset): \(fault)"
    case .invalidPiece(let index, let fault): "tokenizer file: piece \(index): \(fault)"
    case .missingSymbol(let symbol): "tokenizer file: no symbol \(symbol)"
    case .unsupported(let feature): "tokenizer file: unsupported \(feature)"
    case .tokenOutOfRange(let token, let size): "token \(token): vocabulary has \(size)"
    case .questionMarkCount(let field, let found): "template: \(field): expected 1 question mark, found \(found)"
    case .emptyStop(let index): "template: stop \(index) is empty"
    case .missingAnswer(let turn): "conversation: turn \(turn) has no answer"
    }
  }
}
