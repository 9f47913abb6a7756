/// The pieces of a model, indexed for merging.
///
/// Immutable; shared by all copies of a ``Tokenizer``.
final class Vocabulary: Sendable {
  /// The model file; texts of pieces are ranges in it.
  let file: [UInt8]
  let texts: [Range<Int>]
  let types: [SentencePieceModel.PieceType]
  /// The order of merging: 0 for the highest score; equal scores have equal ranks.
  let ranks: [UInt32]
  let unknownToken: Int32
  let beginToken: Int32
  let endToken: Int32
  /// The token of each byte; empty if the model has no byte fallback.
  let byteTokens: [Int32]
  let longestPiece: Int
  /// Whether merging may be done word by word: no piece spans a space in its middle, and none is unused.
  let mergesStayInWords: Bool
  let userSymbols: UserSymbols
  /// Powers for joining hashes, by length of the right string.
  let shifts: [UInt64]

  private let hashes: [TextHash]
  /// Tokens by hash, with linear probing; -1 is a free place, and at least half of the places are free.
  private let places: [Int32]

  /// Indexes the pieces of a model.
  ///
  /// - Throws: ``TextError`` if a piece is defined twice or a needed symbol is missing.
  init(_ model: SentencePieceModel) throws(TextError) {
    file = model.file
    texts = model.pieces.map(\.text)
    types = model.pieces.map(\.type)
    longestPiece = texts.reduce(0) { max($0, $1.count) }
    shifts = TextHash.shifts(upTo: longestPiece)
    ranks = Self.ranks(model.pieces)
    hashes = texts.map { [file, shifts] in TextHash(file[$0], shifts: shifts) }

    var places = [Int32](repeating: -1, count: Self.placeCount(texts.count))
    for (token, text) in texts.enumerated() {
      var place = Self.place(hashes[token], in: places.count)
      while places[place] >= 0 {
        let other = Int(places[place])
        guard hashes[other] != hashes[token] || file[texts[other]] != file[text] else {
          throw .invalidPiece(index: token, .duplicate(of: other))
        }
        place = (place + 1) & (places.count - 1)
      }
      places[place] = Int32(token)
    }
    self.places = places

    unknownToken = try Self.unknownToken(model)
    beginToken = try Self.controlToken(model.beginPiece, in: model)
    endToken = try Self.controlToken(model.endPiece, in: model)
    byteTokens = try Self.byteTokens(model)
    mergesStayInWords = model.pieces.allSatisfy { [file] piece in
      switch piece.type {
      case .unused: false
      case .normal, .userDefined: !Self.spansSpace(file[piece.text])
      case .unknown, .control, .byte: true
      }
    }
    userSymbols = UserSymbols(model.pieces.filter { $0.type == .userDefined }.map { [file] in Array(file[$0.text]) })
  }

  /// The number of pieces.
  var count: Int { texts.count }

  /// The text of a token's piece, as it is in the file.
  func bytes(_ token: Int32) -> ArraySlice<UInt8> { file[texts[Int(token)]] }

  /// The token of a text that merging may produce, or nil.
  ///
  /// Control, unknown and byte pieces are never found: their spelling in a text is plain text.
  func token(_ text: ArraySlice<UInt8>, hash: TextHash) -> Int32? {
    var place = Self.place(hash, in: places.count)
    while places[place] >= 0 {
      let token = Int(places[place])
      if hashes[token] == hash, file[texts[token]] == text {
        switch types[token] {
        case .normal, .userDefined, .unused: return Int32(token)
        case .unknown, .control, .byte: return nil
        }
      }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// A token as an index.
  ///
  /// - Throws: ``TextError/tokenOutOfRange(token:vocabularySize:)``.
  func index(_ token: Int32) throws(TextError) -> Int {
    guard token >= 0, Int(token) < count else { throw .tokenOutOfRange(token: token, vocabularySize: count) }
    return Int(token)
  }

  private static func placeCount(_ pieceCount: Int) -> Int {
    var result = 2
    while result < 2 * pieceCount { result *= 2 }
    return result
  }

  /// Spreads the hash over a table whose size is a power of two.
  private static func place(_ hash: TextHash, in count: Int) -> Int {
    let mixed = hash.value ^ (hash.value >> 29)
    return Int(truncatingIfNeeded: mixed) & (count - 1)
  }

  /// Whether a space symbol follows another character.
  private static func spansSpace(_ text: ArraySlice<UInt8>) -> Bool {
    var isBehindCharacter = false
    var index = text.startIndex
    while index < text.endIndex {
      if text[index] == 0xE2, text[index...].starts(with: UnicodeDecoding.spaceSymbol) {
        if isBehindCharacter { return true }
        index += UnicodeDecoding.spaceSymbol.count
      } else {
        isBehindCharacter = true
        index += 1
      }
    }
    return false
  }

  private static func ranks(_ pieces: [SentencePieceModel.Piece]) -> [UInt32] {
    var result = [UInt32](repeating: 0, count: pieces.count)
    var rank: UInt32 = 0
    var previous: Float?
    for token in pieces.indices.sorted(by: { pieces[$0].score > pieces[$1].score }) {
      let score = pieces[token].score
      if let previous, previous != score { rank += 1 }
      previous = score
      result[token] = rank
    }
    return result
  }

  private static func unknownToken(_ model: SentencePieceModel) throws(TextError) -> Int32 {
    guard let first = model.pieces.firstIndex(where: { $0.type == .unknown }) else { throw .missingSymbol("<unk>") }
    if let second = model.pieces[(first + 1)...].firstIndex(where: { $0.type == .unknown }) {
      throw .invalidPiece(index: second, .secondUnknown(first: first))
    }
    return Int32(first)
  }

  private static func controlToken(_ name: String, in model: SentencePieceModel) throws(TextError) -> Int32 {
    let token = model.pieces.firstIndex { $0.type == .control && model.file[$0.text].elementsEqual(name.utf8) }
    guard let token else { throw .missingSymbol(name) }
    return Int32(token)
  }

  private static func byteTokens(_ model: SentencePieceModel) throws(TextError) -> [Int32] {
    var tokens = [Int32](repeating: -1, count: 256)
    for (index, piece) in model.pieces.enumerated() where piece.type == .byte {
      guard model.hasByteFallback else { throw .invalidPiece(index: index, .unexpectedByte) }
      guard let byte = bytePiece(model.file[piece.text]) else { throw .invalidPiece(index: index, .byteSpelling) }
      tokens[Int(byte)] = Int32(index)
    }
    guard model.hasByteFallback else { return [] }
    if let missing = tokens.firstIndex(of: -1) { throw .missingSymbol(byteName(UInt8(missing))) }
    return tokens
  }

  private static func byteName(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "<0x0\(digits)>" : "<0x\(digits)>"
  }

  /// The byte that a piece like `<0x0A>` stands for; digits are upper case only.
  static func bytePiece(_ text: ArraySlice<UInt8>) -> UInt8? {
    guard text.count == 6 else { return nil }
    let digits = String(decoding: text.dropFirst(3).prefix(2), as: UTF8.self)
    guard let byte = UInt8(digits, radix: 16), text.elementsEqual(byteName(byte).utf8) else { return nil }
    return byte
  }
}
