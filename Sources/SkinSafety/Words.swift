import Foundation

/// A text as a list of plain words and numbers, so that spelling tricks do not hide a phrase.
///
/// Case, accents, invisible characters, emphasis marks and apostrophes are dropped; letters of other scripts that look
/// Latin become Latin; single letters in a row become one word.
struct Words: Hashable, Sendable {
  private(set) var tokens: [String] = []

  init(_ text: String) {
    var word = ""
    var isNumber = false
    func pushed(_ tokens: inout [String]) {
      if !word.isEmpty { tokens.append(word) }
      word = ""
    }
    let characters = Array(text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars)
    for (index, original) in characters.enumerated() {
      let scalar = Self.lookalikes[original] ?? original
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .format, .spacingMark, .enclosingMark:
        // Devanagari vowels are combining marks; without them, different words would become equal.
        if !word.isEmpty, let mark = Self.vowel(scalar) { word.unicodeScalars.append(mark) }
        continue
      case .decimalNumber, .otherNumber, .letterNumber:
        if !isNumber { pushed(&tokens) }
        isNumber = true
        word.unicodeScalars.append(scalar)
      case .lowercaseLetter, .otherLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter:
        if isNumber { pushed(&tokens) }
        isNumber = false
        word.unicodeScalars.append(scalar)
      default:
        if ["'", "\u{2019}", "*", "_", "`", "\u{AD}"].contains(scalar) { continue }
        let next = index + 1 < characters.count ? characters[index + 1] : " "
        if isNumber, scalar == "." || scalar == ",", next.properties.numericType != nil {
          word.unicodeScalars.append(".")
          continue
        }
        pushed(&tokens)
        isNumber = false
        if scalar == "%" { tokens.append("%") }
      }
    }
    pushed(&tokens)
    tokens = Self.joined(tokens)
  }

  init(tokens: [String]) { self.tokens = tokens }

  /// A Devanagari mark that distinguishes words; people leave out the dot below and write a nasal with either of two
  /// signs.
  private static func vowel(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "\u{093C}": nil
    case "\u{0901}": "\u{0902}"
    case "\u{0900}"..."\u{0963}": scalar
    default: nil
    }
  }

  static func isNumber(_ token: String) -> Bool {
    token.unicodeScalars.first?.properties.numericType != nil || numberWords.contains(token)
  }

  private static func joined(_ tokens: [String]) -> [String] {
    var result: [String] = []
    var letters: [String] = []
    for token in tokens + [""] {
      if token.unicodeScalars.count == 1, token.first?.isLetter == true {
        letters.append(token)
        continue
      }
      if letters.count > 1 { result.append(letters.joined()) } else { result += letters }
      letters = []
      if !token.isEmpty { result.append(token) }
    }
    return result
  }

  /// Cyrillic and Greek letters that look like Latin ones.
  private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = [
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ѕ": "s", "ј": "j", "м": "m",
    "т": "t", "к": "k", "ο": "o", "α": "a", "ι": "i", "ν": "v", "ρ": "p", "μ": "u", "ı": "i", "ɡ": "g",
  ]

  private static let numberWords: Set<String> = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "eighty", "hundred", "thousand", "half", "quarter", "dozen",
    "couple",
    "zwei", "drei", "vier", "dos", "tres", "cuatro", "deux", "trois", "quatre",
  ]
}
