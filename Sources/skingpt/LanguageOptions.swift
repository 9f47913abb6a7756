import ArgumentParser
import Foundation
import SkinFailure
import SkinWords

/// The language of the text that people read.
struct LanguageOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The language of the report and the answers: \(Language.codes). Default: the locale's, else en.",
      valueName: "code"))
  var language: String?

  func validate() throws {
    if let language, Language(locale: language) == nil {
      throw ValidationError("--language \(language) is not available; the languages are \(Language.codes)")
    }
  }

  /// Whether a language other than English was requested, by the option or the locale.
  var isTranslated: Bool { chosen != .english }

  /// The option's language, else the locale's, else English.
  var chosen: Language {
    language.flatMap { Language(locale: $0) } ?? Language(environment: ProcessInfo.processInfo.environment)
  }

  /// Its words.
  ///
  /// - Throws: `InternalFault` if the catalogue in the program cannot be read, which a test rules out.
  func words() throws -> Words {
    do { return try Words(chosen) } catch { throw InternalFault("catalogue \(chosen.rawValue), \(error)") }
  }
}
