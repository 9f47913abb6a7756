import Foundation

/// Cuts English text into the pieces of a BERT vocabulary, without case and accents.
///
/// Source: BERT, arXiv:1810.04805; google-research/bert at eedf571, `tokenization.py`, `BasicTokenizer` with
/// `do_lower_case` and `WordpieceTokenizer`. A word of which a part is not in the vocabulary is one unknown piece.
package struct WordPieceTokenizer: Sendable {
  /// What stands for a word that the vocabulary cannot spell.
  package static let unknownPiece = "[UNK]"
  /// What begins a text.
  package static let firstPiece = "[CLS]"
  /// What ends a text.
  package static let lastPiece = "[SEP]"
  /// The longest word that is looked up; a longer one is unknown.
  private static let longestWord = 100

  private let ids: [String: Int]
  private let unknown: Int
  private let first: Int
  private let last: Int

  /// A tokenizer of a vocabulary; nil if a special piece is missing or a piece comes twice.
  ///
  /// - Parameter pieces: the pieces by id; one that goes on with a word begins with `##`.
  package init?(pieces: [String]) {
    var ids: [String: Int] = [:]
    ids.reserveCapacity(pieces.count)
    for (id, piece) in pieces.enumerated() where ids.updateValue(id, forKey: piece) != nil { return nil }
    guard let unknown = ids[Self.unknownPiece], let first = ids[Self.firstPiece], let last = ids[Self.lastPiece] else {
      return nil
    }
    self.ids = ids
    self.unknown = unknown
    self.first = first
    self.last = last
  }

  /// The ids of a text between the first and the last piece.
  ///
  /// - Parameter limit: the most ids; what is beyond is cut off.
  package func ids(of text: String, limit: Int) -> [Int] {
    var result = [first]
    for word in Self.words(text) where result.count < limit - 1 { result += pieces(of: word) }
    return Array(result.prefix(limit - 1)) + [last]
  }

  /// The longest pieces that spell a word, from its beginning.
  private func pieces(of word: String) -> [Int] {
    let letters = Array(word.unicodeScalars)
    guard letters.count <= Self.longestWord else { return [unknown] }
    var found: [Int] = []
    var start = 0
    while start < letters.count {
      var end = letters.count
      var id: Int?
      while end > start, id == nil {
        let part = String(String.UnicodeScalarView(letters[start..<end]))
        id = ids[start > 0 ? "##" + part : part]
        if id == nil { end -= 1 }
      }
      guard let id else { return [unknown] }
      found.append(id)
      start = end
    }
    return found
  }

  /// Lower-case words without accents; each punctuation mark and each Chinese character is a word.
  static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    func push() {
      if !word.isEmpty { words.append(String(word)) }
      word = String.UnicodeScalarView()
    }
    for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
      let category = scalar.properties.generalCategory
      if scalar.properties.isWhitespace || category == .spaceSeparator {
        push()
      } else if category == .nonspacingMark || category == .control || category == .format || scalar.value == 0xFFFD {
        continue
      } else if isPunctuation(scalar, category) || isChinese(scalar) {
        push()
        words.append(String(scalar))
      } else {
        word.append(scalar)
      }
    }
    push()
    return words
  }

  /// Also ASCII marks that Unicode counts among symbols, like `$` and `~`.
  private static func isPunctuation(_ scalar: Unicode.Scalar, _ category: Unicode.GeneralCategory) -> Bool {
    switch scalar.value {
    case 33...47, 58...64, 91...96, 123...126: return true
    default: break
    }
    switch category {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }

  private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }
}
