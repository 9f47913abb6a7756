/// A language that the program speaks to people in.
///
/// English is the language of the code and the corpus; the others come from catalogues, which mark machine-drafted text
/// until a native clinician has read it.
package enum Language: String, CaseIterable, Codable, Hashable, Sendable {
  case english = "en"
  case spanish = "es"
  case french = "fr"
  case portuguese = "pt"
  case arabic = "ar"
  case hindi = "hi"
  case swahili = "sw"
  /// Not a language: English with accents and brackets, so that text outside the catalogue stands out.
  case pseudo = "qps"

  /// The languages that people choose from.
  package static var offered: [Language] { allCases.filter { $0 != .pseudo } }

  /// The language of a code or locale like `pt`, `pt_BR.UTF-8` or `pt-BR`; nil for an unsupported one.
  package init?(locale: String) {
    let code = locale.lowercased().prefix { $0.isLetter && $0.isASCII }
    guard let language = Language(rawValue: String(code)) else { return nil }
    self = language
  }

  /// The codes that people choose from, for a message.
  package static var codes: String { offered.map(\.rawValue).joined(separator: ", ") }

  /// The language of an environment, as POSIX orders its variables; English if none is set or supported.
  package init(environment: [String: String]) {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    self = Language(locale: locale) ?? .english
  }

  /// The language's own name.
  package var ownName: String {
    switch self {
    case .english: "English"
    case .spanish: "Español"
    case .french: "Français"
    case .portuguese: "Português"
    case .arabic: "العربية"
    case .hindi: "हिन्दी"
    case .swahili: "Kiswahili"
    case .pseudo: "[Ƥşḗŭḓǿ]"
    }
  }

  /// Whether it is written from right to left.
  package var isRightToLeft: Bool { self == .arabic }

  /// The catalogue's plural form that a number takes.
  ///
  /// Source: Unicode CLDR, cardinal plural rules, for whole numbers.
  package func pluralForm(_ number: Int) -> Int {
    switch self {
    case .english, .spanish, .portuguese, .swahili, .pseudo: return number == 1 ? 0 : 1
    case .french, .hindi: return number == 0 || number == 1 ? 0 : 1
    case .arabic:
      let hundredth = number % 100
      switch (number, hundredth) {
      case (0, _): return 0
      case (1, _): return 1
      case (2, _): return 2
      case (_, 3...10): return 3
      case (_, 11...99): return 4
      default: return 5
      }
    }
  }

  /// How many plural forms there are.
  package var pluralFormCount: Int { self == .arabic ? 6 : 2 }
}
