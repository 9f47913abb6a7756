extension Words {
  /// A running text in this language: the longest runs of its sentences that the catalogue has, one after the other.
  ///
  /// A catalogue's entry may be one sentence or several; a sentence without an entry stays English.
  package func running(_ english: String) -> String {
    parts(english).map(\.text).joined(separator: " ")
  }

  /// Whether the catalogue has every sentence of a running text; always so in English.
  package func translates(running english: String) -> Bool { parts(english).allSatisfy(\.isKnown) }

  /// The longest runs of sentences that the catalogue has, in this language, and the sentences that it does not have.
  private func parts(_ english: String) -> [(text: String, isKnown: Bool)] {
    if language == .english { return [(english, true)] }
    if let found = known(english) { return [(found, true)] }
    let sentences = Self.sentences(english)
    var result: [(text: String, isKnown: Bool)] = []
    var start = 0
    while start < sentences.count {
      var end = sentences.count
      var found: String?
      while end > start {
        found = known(sentences[start..<end].joined(separator: " "))
        if found != nil { break }
        end -= 1
      }
      result.append((found ?? sentences[start], found != nil))
      start = max(end, start + 1)
    }
    return result
  }

  /// The sentences of a text, which end in a mark before a space.
  private static func sentences(_ text: String) -> [String] {
    var sentences: [String] = []
    var current = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      current += current.isEmpty ? String(word) : " " + word
      if let last = word.last, ".!?:".contains(last) {
        sentences.append(current)
        current = ""
      }
    }
    if !current.isEmpty { sentences.append(current) }
    return sentences
  }
}
