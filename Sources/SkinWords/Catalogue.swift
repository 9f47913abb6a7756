/// The translations of one language, from a portable object file (gettext's `.po`).
///
/// It reads `msgid`, `msgid_plural`, `msgstr`, `msgstr[n]` and comments; entries marked `fuzzy` or left empty count as
/// missing. Source: GNU gettext manual, section 3, The Format of PO Files.
package struct Catalogue: Hashable, Sendable {
  /// One text and its translations: one, or one for each plural form.
  package struct Entry: Hashable, Sendable {
    /// The English text.
    package let text: String
    /// The English plural; nil where the text does not count anything.
    package let plural: String?
    /// The translations.
    package let translations: [String]

    /// An entry of the given texts.
    package init(text: String, plural: String?, translations: [String]) {
      self.text = text
      self.plural = plural
      self.translations = translations
    }
  }

  /// The entries by English text.
  package let entries: [String: Entry]

  /// A catalogue of these entries; of two with the same text, the first counts.
  package init(entries: [Entry]) {
    self.entries = Dictionary(entries.map { ($0.text, $0) }) { first, _ in first }
  }

  /// Reads a file.
  ///
  /// - Throws: `CatalogueError` with the line that cannot be read.
  package init(portableObject file: String) throws(CatalogueError) {
    var reader = PortableObjectReader()
    // A Windows line ending is a single character in Swift.
    for (number, line) in file.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      try reader.read(line, number: number + 1)
    }
    try self.init(entries: reader.finished())
  }
}

/// A catalogue that cannot be read.
package struct CatalogueError: Error, Hashable, Sendable {
  /// The line, from 1.
  package let line: Int
  /// What is wrong with it.
  package let problem: String
}
