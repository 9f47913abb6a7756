internal import CSkinWords

/// The program's words in one language.
///
/// A text is looked up by its English wording; one without a translation stays English, and a test counts those. Names
/// in braces are filled in after the look-up, so that each language orders them as it needs.
package struct Words: Sendable {
  /// The language.
  package let language: Language
  /// Its translations.
  package let catalogue: Catalogue

  /// English, which needs no catalogue.
  package static let english = Words(language: .english, catalogue: Catalogue(entries: []))

  /// The words of a language, with the catalogue that is part of the program.
  ///
  /// - Throws: `CatalogueError` if that catalogue cannot be read; a test reads each.
  package init(_ language: Language) throws(CatalogueError) {
    try self.init(language: language, catalogue: Self.builtIn(language))
  }

  /// The words of a language with a given catalogue.
  package init(language: Language, catalogue: Catalogue) {
    self.language = language
    self.catalogue = catalogue
  }

  /// A text in this language.
  ///
  /// - Parameters:
  ///   - english: the English text, exactly as in the catalogue.
  ///   - values: what replaces `{name}` in it.
  package func callAsFunction(_ english: String, _ values: [String: String] = [:]) -> String {
    guard language != .english else { return filled(english, values) }
    return filled(known(english) ?? english, values)
  }

  /// A text that counts something, as `{count}`.
  ///
  /// - Parameters:
  ///   - one: the English text for 1.
  ///   - other: the English text for any other number.
  package func plural(_ one: String, _ other: String, _ count: Int, _ values: [String: String] = [:]) -> String {
    let values = values.merging(["count": String(count)]) { given, _ in given }
    let english = count == 1 ? one : other
    guard let forms = catalogue.entries[one]?.translations else { return filled(english, values) }
    let form = language.pluralForm(count)
    return filled(accentedIfPseudo(form < forms.count ? forms[form] : english), values)
  }

  /// The forms of a text that counts something, with their names in braces, in the order of
  /// ``Language/pluralForm(_:)``.
  package func forms(_ one: String, _ other: String) -> [String] {
    (catalogue.entries[one]?.translations ?? [one, other]).map(accentedIfPseudo)
  }

  /// Whether the catalogue has this text; always so in English.
  package func translates(_ english: String) -> Bool { language == .english || known(english) != nil }

  func accentedIfPseudo(_ text: String) -> String { language == .pseudo ? Self.accented(text) : text }

  func filled(_ text: String, _ values: [String: String]) -> String {
    guard !values.isEmpty, text.contains("{") else { return text }
    var result = ""
    var rest = text[...]
    while let opening = rest.firstIndex(of: "{") {
      result += rest[..<opening]
      guard let closing = rest[opening...].firstIndex(of: "}"),
        let value = values[String(rest[rest.index(after: opening)..<closing])]
      else {
        result.append("{")
        rest = rest[rest.index(after: opening)...]
        continue
      }
      result += value
      rest = rest[rest.index(after: closing)...]
    }
    return result + rest
  }

  /// The catalogue that is part of the program; empty for English.
  ///
  /// The pseudo-locale has the English texts of the Spanish catalogue, so that text outside it stands out.
  private static func builtIn(_ language: Language) throws(CatalogueError) -> Catalogue {
    if language == .pseudo {
      let entries = try builtIn(.spanish).entries.values
      return Catalogue(
        entries: entries.map {
          .init(text: $0.text, plural: $0.plural, translations: [$0.text, $0.plural ?? $0.text])
        })
    }
    var length = 0
    let bytes = unsafe language.rawValue.withCString { unsafe skin_catalogue($0, &length) }
    guard let bytes = unsafe bytes else { return Catalogue(entries: []) }
    let file = unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
    return try Catalogue(portableObject: file)
  }

  /// English with accents and brackets; names in braces stay.
  private static func accented(_ text: String) -> String {
    let accents: [Character: Character] = [
      "a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú", "A": "Á", "E": "É", "I": "Í", "O": "Ó", "U": "Ú", "n": "ñ",
    ]
    var isName = false
    let changed = text.map { character -> Character in
      if character == "{" { isName = true }
      if character == "}" { isName = false }
      return isName ? character : accents[character] ?? character
    }
    return "[" + String(changed) + "]"
  }
}
