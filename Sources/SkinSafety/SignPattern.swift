/// Words that together describe a sign, in any order and however they are spelled.
///
/// Groups are separated by ` + `, the words of a group by `|`; `harm~` is a beginning, `~cillin` an ending, `~x~` a part, `_` joins words that follow each
/// other, `%temp` is a temperature of fever, `%drug` a medicine that is swallowed or injected, `%young` an age below
/// three months. ` / 8` at the end says how many words the whole may span. Plurals
/// count too, and so do misspelled words that were corrected before. A word that is denied, as in "no fever", does not count.
struct SignPattern: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// How a word is recognized.
  private enum Form: Hashable {
    case word(String)
    case beginning(String)
    case ending(String)
    case part(String)
    case fever
    case young
    case medicine

    init(_ text: Substring) {
      switch (text.hasPrefix("~"), text.hasSuffix("~")) {
      case (true, true): self = .part(String(text.dropFirst().dropLast()))
      case (true, false): self = .ending(String(text.dropFirst()))
      case (false, true): self = .beginning(String(text.dropLast()))
      case (false, false):
        self =
          switch text {
          case "%temp": .fever
          case "%young": .young
          case "%drug": .medicine
          default: .word(String(text))
          }
      }
    }

    func matches(_ tokens: [String], at place: Int) -> Bool {
      let token = tokens[place]
      return switch self {
      case .word(let word):
        token == word || word.utf8.count >= 3 && token.hasPrefix(word) && (token == word + "s" || token == word + "es")
      case .beginning(let text): token.begins(with: text)
      case .ending(let text): token.ends(with: text)
      case .part(let text): token.holds(text)
      case .fever: Measures.isFever(tokens, at: place)
      case .young: Measures.isYoung(tokens, at: place)
      case .medicine: Medicines.isInternal(token)
      }
    }
  }

  /// Words that follow each other.
  private struct Sequence: Hashable {
    let forms: [Form]
    /// Whether a denial before it takes it back.
    let isDeniable: Bool
  }

  private static let usualSpan = 16
  private let groups: [[Sequence]]
  private let span: Int

  init(stringLiteral text: String) {
    self.init(text, deniesInEnglish: true)
  }

  /// Without `deniesInEnglish` nothing takes a sign back: "no" is "in the" in Portuguese, and an alarm too many does less harm.
  init(_ text: String, deniesInEnglish: Bool) {
    let halves = text.split(separator: "/", maxSplits: 1)
    span = halves.count > 1 ? Int(halves[1].filter { $0.isNumber }) ?? Self.usualSpan : Self.usualSpan
    let words = (halves.first ?? "").split(separator: "+").map { group in
      group.filter { $0 != " " }.split(separator: "|").map { $0.split(separator: "_") }
    }
    // A pattern that itself denies something, as in "cannot breathe", is not taken back by a denial.
    let stands = !deniesInEnglish || words.joined().contains { Self.deniers.contains(String($0.first ?? "")) }
    groups = words.map { group in
      group.map { sequence in
        Sequence(
          forms: sequence.map(Form.init),
          isDeniable: !stands && !Self.undeniable.contains(String(sequence.first ?? "")))
      }
    }
  }

  func occurs(in words: Words) -> Bool {
    let tokens = words.tokens
    var places: [[Int]] = []
    for group in groups {
      let found = tokens.indices.filter { place in group.contains { Self.matches(tokens, at: place, $0) } }
      if found.isEmpty { return false }
      places.append(found)
    }
    if places.count <= 1 { return !places.isEmpty }
    return places.joined().contains { start in
      places.allSatisfy { group in group.contains { $0 >= start && $0 < start + span } }
    }
  }

  private static func matches(_ tokens: [String], at place: Int, _ sequence: Sequence) -> Bool {
    place + sequence.forms.count <= tokens.count
      && sequence.forms.indices.allSatisfy { sequence.forms[$0].matches(tokens, at: place + $0) }
      && !(sequence.isDeniable && isDenied(tokens, at: place))
  }

  /// Whether the words before a place deny it: "no fever", "hasnt got a temperature", "no pain or swelling".
  private static func isDenied(_ tokens: [String], at place: Int) -> Bool {
    var before = place - 1
    while before >= 0, fillers.contains(tokens[before]) { before -= 1 }
    guard before >= 0 else { return false }
    if deniers.contains(tokens[before]) { return true }
    guard before + 1 < place, ["or", "nor"].contains(tokens[before + 1]) else { return false }
    return before > 0 && ["no", "without"].contains(tokens[before - 1])
  }

  private static let deniers: Set<String> = [
    "no", "not", "without", "nor", "never", "hasnt", "havent", "isnt", "wasnt", "arent", "doesnt", "dont", "didnt",
    "denies", "cant", "cannot", "wont", "nothing",
  ]
  /// Words that tell something only if they are denied.
  private static let undeniable: Set<String> = [
    "fade", "fades", "disap~", "vanish~", "blanch~", "go_away", "white", "drink~", "feed~", "heal~",
  ]
  private static let fillers: Set<String> = [
    "a", "an", "any", "the", "real", "high", "got", "get", "have", "has", "had", "sign", "signs", "of", "or", "much",
    "nor", "been", "is", "feel", "feeling",
  ]
}

/// Ages and temperatures in a question.
enum Measures {
  private static let small: [String: Double] = [
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
  ]

  /// Whether a number is a temperature of fever: it says so, or has a decimal as only temperatures have.
  static func isFever(_ tokens: [String], at place: Int) -> Bool {
    guard let value = Double(tokens[place]), (38...42.5).contains(value) || (100.4...108).contains(value) else {
      return false
    }
    if tokens[place].contains(".") { return true }
    let next = place + 1 < tokens.count ? tokens[place + 1] : ""
    return ["degrees", "degree", "c", "f", "celsius", "fahrenheit"].contains(next)
  }

  /// Whether an age below three months begins here: "10 day old", "baby is 6 weeks".
  static func isYoung(_ tokens: [String], at place: Int) -> Bool {
    guard let count = Double(tokens[place]) ?? small[tokens[place]], place + 1 < tokens.count else { return false }
    let isOld = tokens.dropFirst(place + 2).first == "old" || tokens[..<place].suffix(4).contains { isBaby($0) }
    switch tokens[place + 1] {
    case "day", "days": return isOld
    case "week", "weeks", "wk", "wks": return isOld && count <= 13
    case "month", "months": return isOld && count < 3
    default: return false
    }
  }

  private static func isBaby(_ token: String) -> Bool {
    ["baby", "infant", "newborn", "son", "daughter", "babys"].contains(token)
  }
}
