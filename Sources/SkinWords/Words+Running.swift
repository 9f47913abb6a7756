extension Words {
  /// A running text in this language: the longest runs of its sentences that the catalogue has, one after the other.
  ///
  /// A catalogue's entry may be one sentence or several; a sentence without an entry stays English.
  package func running(_ english: String) -> String {
    if language == .english { return english }
    if language == .pseudo || translates(english) { return self(english) }
    let sentences = Self.sentences(english)
    var result: [String] = []
    var start = 0
    while start < sentences.count {
      var end = sentences.count
      while end > start + 1, !translates(sentences[start..<end].joined(separator: " ")) { end -= 1 }
      result.append(self(sentences[start..<end].joined(separator: " ")))
      start = end
    }
    return result.joined(separator: " ")
  }

  /// The sentences of a text, which end in a mark before a blank.
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
