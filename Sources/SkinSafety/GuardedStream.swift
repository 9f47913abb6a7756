/// An answer that is checked while it is written: pieces go in, whole checked sentences come out.
package struct GuardedStream: Sendable {
  /// The model's sentences that were replaced so far.
  package private(set) var replaced: [String] = []

  private let answerGuard: AnswerGuard
  private let question: AskedQuestion
  private let level: UrgencyLevel
  private let topClasses: [String]
  private var cutter = SentenceCutter()
  private var context: [String] = []
  private var endsSentence = true
  private var said: Set<String> = []

  /// A stream for one answer.
  ///
  /// - Parameters:
  ///   - answerGuard: the guard, with the reasons of the urgency.
  ///   - question: what was asked.
  ///   - level: the urgency.
  ///   - topClasses: the slugs of the most probable classes.
  package init(_ answerGuard: AnswerGuard, question: String, level: UrgencyLevel, topClasses: [String]) {
    self.answerGuard = answerGuard
    self.question = AskedQuestion(question)
    self.level = level
    self.topClasses = topClasses
  }

  /// Takes a piece of the answer and returns the sentences that are complete now, checked; often empty.
  package mutating func append(_ piece: String) -> String {
    cutter.append(piece).map { checked($0) }.joined()
  }

  /// Returns what is left, checked; call it once, at the end.
  package mutating func finish() -> String { checked(cutter.finish()) }

  private mutating func checked(_ sentence: String) -> String {
    let words = Words(sentence)
    guard !words.tokens.isEmpty else { return sentence }
    let text = sentence.drop(while: \.isWhitespace)
    let beginsSentence = text.first { $0.isLetter || $0.isNumber }?.isUppercase ?? false
    let before = endsSentence && beginsSentence ? [] : context
    let replacement = answerGuard.replacement(
      for: words, text: text, context: before, question: question, level: level, topClasses: topClasses)
    guard let replacement else {
      context = Array((before + words.tokens).suffix(8))
      endsSentence = text.last.map { ".!?…".contains($0) } ?? false
      return sentence
    }
    replaced.append(String(text))
    context = []
    endsSentence = true
    guard said.insert(replacement).inserted else { return "" }
    return sentence.prefix(while: \.isWhitespace) + replacement
  }
}

/// Cuts a text that arrives in pieces into sentences; joined, they give the text again.
struct SentenceCutter: Sendable {
  /// The length at which a sentence without an end is cut, so that an answer cannot wait forever.
  private static let characterLimit = 2_000
  private var buffer = ""

  static func sentences(of text: String) -> [String] {
    var cutter = SentenceCutter()
    let sentences = cutter.append(text)
    return sentences + [cutter.finish()].filter { !$0.isEmpty }
  }

  mutating func append(_ piece: String) -> [String] {
    buffer += piece
    var sentences: [String] = []
    while let end = sentenceEnd {
      sentences.append(String(buffer[..<end]))
      buffer = String(buffer[end...])
    }
    return sentences
  }

  mutating func finish() -> String {
    defer { buffer = "" }
    return buffer
  }

  /// Where the first sentence ends: after a mark that ends a word, before a new line, or at a space past the limit.
  private var sentenceEnd: String.Index? {
    var hasText = false
    var mayEnd = false
    for (count, index) in buffer.indices.enumerated() {
      let character = buffer[index]
      if character.isWhitespace {
        if mayEnd || hasText && (character.isNewline || count >= Self.characterLimit) { return index }
      } else if ".!?…。！？".contains(character) {
        mayEnd = hasText
      } else if !")]}\"'*_»”’".contains(character) {
        mayEnd = false
        hasText = true
      }
    }
    return nil
  }
}
