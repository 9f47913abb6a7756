/// Merges the characters of a text into pieces: byte-pair encoding by score.
///
/// The neighbours whose joint piece has the highest score are always merged first, the leftmost ones on a tie.
/// Candidates wait in a heap; one that a later merge has made stale is dropped when it comes up.
///
/// The scratch is kept between texts, so one merger serves a whole input word by word.
///
/// Source: Sennrich et al. 2016 (arXiv:1508.07909); SentencePiece 0.2, `bpe_model.cc`, `Model::SampleEncode`.
struct PieceMerger {
  /// A run of bytes that is one piece so far; of length zero after it was merged into its left neighbour.
  private struct Symbol {
    var start: Int
    var length: Int
    var previous: Int
    var next: Int
    var hash: TextHash
    var isFrozen: Bool
  }

  private static let none = -1

  private let vocabulary: Vocabulary
  /// The normalized text.
  private let text: [UInt8]
  private var symbols: [Symbol] = []
  private var heap = MergeHeap()
  /// For unused pieces: the length of the left part that they were made of last.
  private var splits: [Int32: Int] = [:]
  private var isAfterUnknown = false
  private(set) var tokens: [Int32] = []

  /// A merger of a normalized text.
  init(_ text: [UInt8], vocabulary: Vocabulary) {
    self.text = text
    self.vocabulary = vocabulary
    tokens.reserveCapacity(text.count / 3)
  }

  /// Merges the whole text; the result is in ``tokens``.
  ///
  /// - Complexity: O(n log n) in the longest run that merges may span.
  mutating func run() {
    var index = 0
    var previousIsSpace = true
    while index < text.count {
      let isSpace = text[index] == 0xE2 && text[index...].starts(with: UnicodeDecoding.spaceSymbol)
      if isSpace, !previousIsSpace, vocabulary.mergesStayInWords { mergeSymbols() }
      let length: Int
      if let symbolLength = vocabulary.userSymbols.longestMatch(text, at: index) {
        length = symbolLength
        append(index..<index + length, isFrozen: true)
      } else {
        if case .character(let characterLength) = UnicodeDecoding(text, at: index) {
          length = characterLength
        } else {
          length = 1
        }
        append(index..<index + length, isFrozen: false)
      }
      previousIsSpace = isSpace && length == UnicodeDecoding.spaceSymbol.count
      index += length
    }
    mergeSymbols()
  }

  private mutating func append(_ range: Range<Int>, isFrozen: Bool) {
    let index = symbols.count
    if index > 0 { symbols[index - 1].next = index }
    symbols.append(
      Symbol(
        start: range.lowerBound, length: range.count, previous: index - 1, next: Self.none,
        hash: TextHash(text[range]), isFrozen: isFrozen))
  }

  /// Merges the collected symbols, writes their tokens and starts over.
  private mutating func mergeSymbols() {
    guard !symbols.isEmpty else { return }
    for index in symbols.indices.dropFirst() { consider(index - 1, index) }
    while let merge = heap.popFirst() {
      let left = merge.left
      let right = symbols[left].next
      guard symbols[left].length > 0, right != Self.none,
        symbols[left].length + symbols[right].length == Int(merge.length)
      else { continue }
      symbols[left].length = Int(merge.length)
      symbols[left].hash = merge.hash
      symbols[left].next = symbols[right].next
      if symbols[right].next != Self.none { symbols[symbols[right].next].previous = left }
      symbols[right].length = 0
      consider(symbols[left].previous, left)
      consider(left, symbols[left].next)
    }
    var index = 0
    while index != Self.none {
      let symbol = symbols[index]
      write(symbol.start..<symbol.start + symbol.length, hash: symbol.hash)
      index = symbol.next
    }
    symbols.removeAll(keepingCapacity: true)
  }

  /// Puts two neighbours into the heap if they make a piece.
  private mutating func consider(_ left: Int, _ right: Int) {
    guard left != Self.none, right != Self.none, !symbols[left].isFrozen, !symbols[right].isFrozen else { return }
    let length = symbols[left].length + symbols[right].length
    guard length <= vocabulary.longestPiece else { return }
    let hash = symbols[left].hash.joined(with: symbols[right].hash, shift: vocabulary.shifts[symbols[right].length])
    let start = symbols[left].start
    guard let token = vocabulary.token(text[start..<start + length], hash: hash) else { return }
    heap.insert(
      MergeHeap.Merge(rank: vocabulary.ranks[Int(token)], length: UInt32(length), left: left, hash: hash))
    if vocabulary.types[Int(token)] == .unused { splits[token] = symbols[left].length }
  }

  /// Writes the tokens of a piece; an unused one is split up again, an unknown one becomes bytes.
  private mutating func write(_ piece: Range<Int>, hash: TextHash) {
    let token = vocabulary.token(text[piece], hash: hash)
    guard let token, vocabulary.types[Int(token)] == .unused else { return writePart(piece, token: token) }
    var parts = [piece]
    while let part = parts.popLast() {
      let token = vocabulary.token(text[part], hash: TextHash(text[part]))
      if let token, vocabulary.types[Int(token)] == .unused, let leftLength = splits[token] {
        let middle = part.lowerBound + leftLength
        parts.append(middle..<part.upperBound)
        parts.append(part.lowerBound..<middle)
      } else {
        writePart(part, token: token)
      }
    }
  }

  private mutating func writePart(_ part: Range<Int>, token: Int32?) {
    if let token {
      tokens.append(token)
    } else if !vocabulary.byteTokens.isEmpty {
      for byte in text[part] { tokens.append(vocabulary.byteTokens[Int(byte)]) }
    } else if !isAfterUnknown {
      tokens.append(vocabulary.unknownToken)
    }
    isAfterUnknown = token == nil
  }
}
