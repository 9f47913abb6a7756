import Foundation

/// Finds text that the pseudo-locale did not mark.
package enum PseudoText {
  /// What a reader sees of a page beside marked text, numbers and names.
  package static func outside(_ page: String, names: [String]) -> [String] {
    var text = page.replacing(/<(style|script|svg)[\s\S]*?<\/(style|script|svg)>/, with: "")
    let attributes = text.matches(of: /(?:alt|title|aria-label|placeholder)="([^"]*)"/).map { String($0.output.1) }
    text = text.replacing(/<[^>]*>/, with: "\n")
    return (text.split(separator: "\n").map(String.init) + attributes).compactMap { line in
      var rest = line.replacing("&nbsp;", with: " ")
      // Marks may be nested, where one text is filled into another.
      while let found = rest.firstMatch(of: /\[[^\[\]]*\]/) { rest.replaceSubrange(found.range, with: "") }
      for name in names { rest = rest.replacing(name, with: "") }
      rest = rest.trimmingCharacters(in: .whitespacesAndNewlines)
      return rest.contains { $0.isLetter } ? rest : nil
    }
  }
}
