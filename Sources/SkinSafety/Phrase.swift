/// A phrase to look for, as data.
///
/// Parts are separated by spaces: `a|b` is one of several words, `a_b` two words that follow each other, `harm~` is a beginning, `~cillin` an ending, `~x~` a
/// part of a word, `#` is a number (in digits or words), `@` is a medicine, `*` is up to four words, and `!a|b` says
/// that none of these words follows.
struct Phrase: Hashable, Sendable, ExpressibleByStringInterpolation {
  private enum Part: Hashable {
    case words([[String]])
    case gap
    case notNext([String])
  }

  private static let gapLimit = 4
  private let parts: [Part]

  init(stringLiteral text: String) {
    parts = text.split(separator: " ").map { part in
      if part == "*" { return .gap }
      let words = part.drop { $0 == "!" }.split(separator: "|").map(String.init)
      return part.hasPrefix("!") ? .notNext(words) : .words(words.map { $0.split(separator: "_").map(String.init) })
    }
  }

  /// The tokens of the phrase's first match, or nil.
  func firstRange(in words: Words) -> Range<Int>? {
    for start in words.tokens.indices {
      if let end = end(words.tokens, from: start, part: 0) { return start..<end }
    }
    return nil
  }

  func occurs(in words: Words) -> Bool { firstRange(in: words) != nil }

  /// Whether a word is one of those that the phrase looks for.
  func names(_ token: String) -> Bool {
    parts.contains { part in
      guard case .words(let words) = part else { return false }
      return words.joined().contains { Self.matches(token, $0) }
    }
  }

  private func end(_ tokens: [String], from position: Int, part: Int) -> Int? {
    guard part < parts.count else { return position }
    switch parts[part] {
    case .words(let words):
      for word in words where position + word.count <= tokens.count {
        guard word.indices.allSatisfy({ Self.matches(tokens[position + $0], word[$0]) }) else { continue }
        if let end = end(tokens, from: position + word.count, part: part + 1) { return end }
      }
      return nil
    case .gap:
      for skipped in 0...Self.gapLimit {
        if skipped > 0, position + skipped - 1 < tokens.count, tokens[position + skipped - 1] == Self.barrier {
          return nil
        }
        if let end = end(tokens, from: position + skipped, part: part + 1) { return end }
      }
      return nil
    case .notNext(let words):
      if position < tokens.count, words.contains(where: { Self.matches(tokens[position], $0) }) { return nil }
      return end(tokens, from: position, part: part + 1)
    }
  }

  /// Replaces words that were taken out; no gap spans it.
  static let barrier = "\u{0}"

  private static func matches(_ token: String, _ pattern: String) -> Bool {
    if pattern == "#" { return Words.isNumber(token) }
    if pattern == "@" { return Medicines.contains(token) }
    if pattern.hasPrefix("~"), pattern.hasSuffix("~") { return token.holds(pattern.dropFirst().dropLast()) }
    if pattern.hasSuffix("~") { return token.begins(with: pattern.dropLast()) }
    if pattern.hasPrefix("~") { return token.ends(with: pattern.dropFirst()) }
    return token == pattern
  }
}

/// Words that name a medicine or a form of it.
enum Medicines {
  private static let beginnings = [
    "ibuprofen", "paracetamol", "acetaminophen", "aspirin", "cetirizin", "loratadin", "fexofenadin", "predni",
    "methotrexat", "ivermectin", "permethrin", "isotretinoin", "tretinoin", "diphenhydramin", "chlorphen", "benadryl",
    "tylenol", "hydroxychloroquin", "benzoyl", "salicylic", "adapalene", "terbinafin", "griseofulvin", "cephalex",
    "cefalex", "tacrolimus", "calcipotri", "cyclosporin", "ciclosporin", "dapson", "steroid", "corticoster",
    "antibiotic", "antifungal", "antiviral", "antihistamin", "medicine", "medicat", "medikament", "drug", "tablet",
    "pill", "capsule", "cream", "ointment", "gel", "syrup", "injection", "drops", "dose", "dosage", "suspension",
    "clotrimazol", "minoxidil", "colchicin", "codein", "morphin", "tramadol",
  ]
  private static let endings = [
    "cillin", "mycin", "azole", "azol", "olone", "sone", "cycline", "clovir", "floxacin", "mab", "profen", "codone",
  ]

  /// What is put on the skin, and so is no medicine inside the body.
  private static let outer = [
    "cream", "ointment", "gel", "drops", "dose", "dosage", "salicylic", "benzoyl", "adapalene",
  ]
  private static let slang: Set<String> = ["meds", "med", "antibiotics", "chemo", "insulin", "trimoxazole", "bactrim"]
  private static let causes = [
    "lamotr", "allopur", "carbamaz", "phenyt", "nevirap", "trimoxa", "sulfa", "abacav", "epilep",
  ]

  /// Whether a word names a medicine that is swallowed or injected.
  static func isInternal(_ token: String) -> Bool {
    (contains(token) && !outer.contains { token.hasPrefix($0) }) || slang.contains(token)
      || causes.contains { token.hasPrefix($0) }
  }

  static func contains(_ token: String) -> Bool {
    beginnings.contains { token.hasPrefix($0) } || endings.contains { token.hasSuffix($0) }
  }
}
