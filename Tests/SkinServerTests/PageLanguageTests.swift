import Foundation
import SkinTestSupport
import SkinWords
import Testing

@testable import SkinServer

/// The page in other languages.
@Suite struct PageLanguageTests {
  private static let model = ServedModel(
    name: "skingpt-mini", fingerprint: "0123", provenance: "", disclaimer: "")
  private static let scripts = [Page.script, Page.caseScript, Page.learningScript]

  @Test func `in the pseudo-locale no text of the page is outside the catalogue`() throws {
    let page = Page.html(Self.model, words: try Words(.pseudo))
    let names =
      Language.allCases.map(\.ownName) + ["skingpt diagnose photo.jpg --html report.html", "skingpt", "cm"]
    let found = PseudoText.outside(page, names: names)
    #expect(found.isEmpty, "\(found)")
  }

  @Test(arguments: Language.offered) func `the page and its scripts have the language, its direction and every text`(
    language: Language
  ) throws {
    let words = try Words(language)
    let page = Page.html(Self.model, words: words)
    #expect(page.contains("<html lang=\"\(language.rawValue)\" dir=\"\(language.isRightToLeft ? "rtl" : "ltr")\">"))
    #expect(page.contains("<option value=\"\(language.rawValue)\" lang=\"\(language.rawValue)\" selected>"))
    for script in Self.scripts {
      for found in script.matches(of: /\bt\("((?:[^"\\]|\\.)*)"/) {
        let english = String(found.output.1).replacing("\\\"", with: "\"")
        #expect(words.translates(english), "\(language): \(english)")
      }
      for found in script.matches(of: /\btn\("((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"/) {
        let forms = words.forms(String(found.output.1), String(found.output.2))
        #expect(forms.count == language.pluralFormCount, "\(language): \(found.output.1)")
        #expect(language == .english || words.translates(String(found.output.1)), "\(language): \(found.output.1)")
      }
    }
    let script = PageWords(Self.scripts, words).script
    #expect(script.hasPrefix("const WORDS = {") && script.hasSuffix("};\n"))
  }

  @Test func `no script shows a text that it does not look up`() {
    let shown = /(?:\bsay|new Error|textContent =|placeholder =|confirm)\s*\(?\s*"[A-Za-z]/
    let told = /(?:\btell|\belement)\("[^"]*", "[A-Za-z]/
    for script in Self.scripts {
      for found in script.matches(of: shown) {
        #expect(
          found.output.contains("no picture") || script[found.range.upperBound...].hasPrefix("o picture"),
          "\(found.output)")
      }
      #expect(script.matches(of: told).map { String($0.output) } == [])
    }
  }
}
