package import SkinWords
import Synchronization

/// The program's words in every language, each read on first use.
package final class Catalogues: Sendable {
  /// The language of a request that names none.
  package let standard: Language
  private let read = Mutex<[Language: Words]>([.english: .english])

  /// Catalogues.
  package init(standard: Language = .english) { self.standard = standard }

  /// The words of a language.
  ///
  /// - Parameter code: like `pt` or `pt-BR`; nil or an unsupported one means the standard.
  func words(_ code: String?) -> Words { words(code.flatMap { Language(locale: $0) } ?? standard) }

  /// The words of a language; English if its catalogue cannot be read, which a test rules out.
  func words(_ language: Language) -> Words {
    if let known = read.withLock({ $0[language] }) { return known }
    let words = (try? Words(language)) ?? .english
    read.withLock { $0[language] = words }
    return words
  }
}
