import Foundation
import SkinWords
import Testing

@testable import skingpt

/// What fits into the 80 columns of a terminal.
@Suite struct TerminalColumnsTests {
  private static let picture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Tools/packaging/try.png").standardizedFileURL.path

  @Test(arguments: [
    ("", 0), ("rash", 4), ("\u{E9}", 1), ("e\u{301}", 1), ("की", 2), ("क्षे", 2), ("\u{200F}قرحة", 4), ("حَبّة", 3),
  ])
  func `marks over and under a letter take no column, vowel signs beside it do`(text: String, columns: Int) {
    #expect(text.columns == columns)
  }

  @Test func `a mark that stands alone stays with its word`() {
    let text = "abcd \u{AB} ef \u{BB} : gh 10 % ; ij"
    #expect(Terminal.wrapped(text, width: 9) == "abcd\n\u{AB} ef \u{BB} :\ngh 10 % ;\nij")
  }

  @Test func `streamed text breaks as whole text does`() {
    let text = String(repeating: "une grosseur ; \u{AB} une plaie \u{BB} : ", count: 9) + "fin"
    for size in 1...7 {
      var wrapper = LineWrapper()
      var output = ""
      var rest = text[...]
      while !rest.isEmpty {
        output += wrapper.append(String(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      #expect(output + wrapper.finish() == Terminal.wrapped(text) + "\n")
    }
  }

  @Test(arguments: [Language.spanish, .french, .hindi])
  func `no line of a report is wider than a terminal`(language: Language) throws {
    let run = try Program.run(["diagnose", Self.picture, "--language", language.rawValue, "--quiet"])
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count > 60)
    for line in lines { #expect(line.columns <= Terminal.width, "\(line)") }
  }
}
