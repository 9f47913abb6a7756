import Foundation
import SkinWords

/// The texts of the page's scripts in a language, as a script that defines `WORDS`.
struct PageWords: Encodable {
  /// Translations by their English text.
  private var texts: [String: String] = [:]
  /// Plural forms by the English text for one.
  private var plurals: [String: [String]] = [:]
  /// The decimal separator.
  private let point: String

  /// The texts that scripts look up with `t("...")` and `tn("one", "other", ...)`.
  init(_ scripts: [String], _ words: Words) {
    point = words.written("1.0").filter { !$0.isNumber }
    for script in scripts {
      for found in script.matches(of: /\bt\("((?:[^"\\]|\\.)*)"/) {
        let english = Self.unescaped(found.output.1)
        if words.translates(english) { texts[english] = words(english) }
      }
      for found in script.matches(of: /\btn\("((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"/) {
        let english = Self.unescaped(found.output.1)
        plurals[english] = words.forms(english, Self.unescaped(found.output.2))
      }
    }
  }

  /// The script.
  var script: String { "const WORDS = " + String(decoding: JSONLine.data(self), as: UTF8.self) + ";\n" }

  private static func unescaped(_ text: Substring) -> String {
    String(text).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
  }
}
