internal import CSkinWords

/// The phrases that identify typed questions in a language; their grammar is that of the intents' phrases.
package struct QuestionPhrases: Hashable, Sendable {
  /// What is asked for, with its phrases.
  package struct Row: Hashable, Sendable {
    /// The identifier of an intent, or `about/` and a subject.
    package let id: String
    /// The phrases.
    package let phrases: [String]
  }

  /// The rows in the file's order: danger signs first.
  package let rows: [Row]

  /// The phrases of a language; none for English, whose phrases stand beside the intents.
  package init(_ language: Language) {
    var length = 0
    let bytes = unsafe language.rawValue.withCString { unsafe skin_questions($0, &length) }
    let file = unsafe bytes.map {
      unsafe String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
    }
    self.init(file: file ?? "")
  }

  /// The phrases of a file: lines like `itch: pica|picor; rasc~`, and comments after `#`.
  package init(file: String) {
    rows = file.split(whereSeparator: \.isNewline).compactMap { line in
      guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { return nil }
      let phrases = line[line.index(after: colon)...].split(separator: ";").map { part in
        String(part.drop { $0 == " " })
      }
      return Row(id: String(line[..<colon]), phrases: phrases)
    }
  }
}
