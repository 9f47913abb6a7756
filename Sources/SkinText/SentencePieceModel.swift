/// What a `tokenizer.model` file says, checked for all that the tokenizer relies on but not yet indexed.
///
/// Memory is bounded: the number of pieces is, and texts stay in the file's bytes.
/// Fields that do not change tokens (training statistics, self-test samples) are skipped.
///
/// Source: SentencePiece 0.2, `sentencepiece_model.proto`.
struct SentencePieceModel {
  /// The kind of a piece; the numbers are those of the file.
  enum PieceType: UInt64 {
    case normal = 1
    case unknown = 2
    case control = 3
    case userDefined = 4
    case unused = 5
    case byte = 6
  }

  /// A piece of the vocabulary.
  struct Piece {
    /// Where its text lies in the file.
    var text: Range<Int>
    var score: Float = 0
    var type = PieceType.normal
  }

  /// The largest file that is read; the largest public tokenizers are about 5 MB.
  static let largestFile = 64 << 20
  /// The most pieces that are read; the largest public vocabularies have about 256,000.
  static let largestVocabulary = 1 << 20
  /// The number of BPE in `TrainerSpec.ModelType`.
  private static let bytePairEncoding: UInt64 = 2
  /// Pieces of this many bytes or more are refused, as in the library's `model_interface.cc`.
  private static let longestPiece = 8000

  let file: [UInt8]
  var pieces: [Piece] = []

  // Defaults are those of the format; a trainer that says nothing means a unigram model.
  var modelType: UInt64 = 1
  var hasByteFallback = false
  var isWhitespaceSuffix = false
  var unknownSurface = " \u{2047} "
  var beginPiece = "<s>"
  var endPiece = "</s>"

  var normalizerName = ""
  var charactersMapLength = 0
  var denormalizerMapLength = 0
  var addsDummyPrefix = true
  var removesExtraWhitespace = true
  var escapesWhitespace = true

  /// Reads a file.
  ///
  /// - Throws: ``TextError`` if the file breaks the format or needs a feature that is not supported here.
  init(_ file: [UInt8]) throws(TextError) {
    guard file.count <= Self.largestFile else {
      throw .fileTooLarge(byteCount: file.count, limit: Self.largestFile)
    }
    self.file = file
    // Pieces of large vocabularies have some 20 bytes each.
    pieces.reserveCapacity(min(file.count / 16, Self.largestVocabulary))
    var reader = ProtobufReader(file, in: 0..<file.count)
    while let field = try reader.next(in: file) {
      switch field.number {
      case 1:
        guard pieces.count < Self.largestVocabulary else {
          throw .vocabularyTooLarge(offset: field.offset, limit: Self.largestVocabulary)
        }
        pieces.append(try piece(field))
      case 2: try readTrainer(ProtobufReader(file, in: field.bytes()))
      case 3: try readNormalizer(ProtobufReader(file, in: field.bytes()))
      case 5: try readDenormalizer(ProtobufReader(file, in: field.bytes()))
      default: break
      }
    }
    guard modelType == Self.bytePairEncoding else { throw .unsupported(.modelType(Int(clamping: modelType))) }
    guard charactersMapLength == 0 else {
      throw .unsupported(.normalization(name: normalizerName, byteCount: charactersMapLength))
    }
    guard denormalizerMapLength == 0 else {
      throw .unsupported(.denormalization(byteCount: denormalizerMapLength))
    }
    guard !isWhitespaceSuffix else { throw .unsupported(.whitespaceAsSuffix) }
  }

  private func piece(_ message: ProtobufReader.Field) throws(TextError) -> Piece {
    let index = pieces.count
    let range = try message.bytes()
    let usual = usualPiece(in: range)
    let piece = if let usual { usual } else { try anyPiece(in: range) }
    guard !piece.text.isEmpty else { throw .invalidPiece(index: index, .empty) }
    guard piece.text.count < Self.longestPiece else {
      throw .invalidPiece(index: index, .tooLong(byteCount: piece.text.count))
    }
    guard !file[piece.text].contains(0) else { throw .invalidPiece(index: index, .containsNull) }
    guard piece.score.isFinite else { throw .invalidPiece(index: index, .score) }
    guard isUTF8(piece.text) else {
      throw .malformed(offset: message.offset, .notUTF8(field: 1))
    }
    return piece
  }

  /// A piece as the library writes it: a text shorter than 128 bytes, a score, and a kind if it is not normal; else nil.
  ///
  /// This is what is fast; a large vocabulary has a quarter of a million pieces.
  private func usualPiece(in range: Range<Int>) -> Piece? {
    guard range.count >= 7, file[range.lowerBound] == 0x0A, file[range.lowerBound + 1] < 0x80 else { return nil }
    let text = range.lowerBound + 2..<range.lowerBound + 2 + Int(file[range.lowerBound + 1])
    let score = text.upperBound
    let end = score + 5
    guard end == range.upperBound || end + 2 == range.upperBound, file[score] == 0x15 else { return nil }
    let bits = ProtobufReader.fixed32(in: file, at: score + 1)
    guard end < range.upperBound else { return Piece(text: text, score: Float(bitPattern: bits)) }
    guard file[end] == 0x18, let type = PieceType(rawValue: UInt64(file[end + 1])) else { return nil }
    return Piece(text: text, score: Float(bitPattern: bits), type: type)
  }

  /// A piece with its fields in any order.
  private func anyPiece(in range: Range<Int>) throws(TextError) -> Piece {
    var piece = Piece(text: range.lowerBound..<range.lowerBound)
    var reader = ProtobufReader(file, in: range)
    while let field = try reader.next(in: file) {
      switch field.number {
      case 1: piece.text = try field.bytes()
      case 2: piece.score = try field.float()
      case 3:
        let value = try field.integer()
        guard let type = PieceType(rawValue: value) else {
          throw .malformed(offset: field.offset, .enumeration(field: field.number, value: value))
        }
        piece.type = type
      default: break
      }
    }
    return piece
  }

  /// Whether a range of the file is UTF-8, without making a string.
  private func isUTF8(_ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      guard file[index] >= 0x80 else {
        index += 1
        continue
      }
      guard case .character(let length) = UnicodeDecoding(file, at: index), length <= range.upperBound - index else {
        return false
      }
      index += length
    }
    return true
  }

  private mutating func readTrainer(_ message: ProtobufReader) throws(TextError) {
    var reader = message
    while let field = try reader.next(in: file) {
      switch field.number {
      case 3: modelType = try field.integer()
      case 24: isWhitespaceSuffix = try field.flag()
      case 35: hasByteFallback = try field.flag()
      case 44: unknownSurface = try field.text(in: file)
      case 46: beginPiece = try field.text(in: file)
      case 47: endPiece = try field.text(in: file)
      default: break
      }
    }
  }

  private mutating func readNormalizer(_ message: ProtobufReader) throws(TextError) {
    var reader = message
    while let field = try reader.next(in: file) {
      switch field.number {
      case 1: normalizerName = try field.text(in: file)
      case 2: charactersMapLength = try field.bytes().count
      case 3: addsDummyPrefix = try field.flag()
      case 4: removesExtraWhitespace = try field.flag()
      case 5: escapesWhitespace = try field.flag()
      default: break
      }
    }
  }

  private mutating func readDenormalizer(_ message: ProtobufReader) throws(TextError) {
    var reader = message
    while let field = try reader.next(in: file) {
      if field.number == 2 { denormalizerMapLength = try field.bytes().count }
    }
  }
}
