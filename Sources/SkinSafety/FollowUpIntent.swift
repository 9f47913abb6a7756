/// A question that people ask about a photo, as data: how it is recognized and what is answered.
///
/// The questions come from the lists of public health pages, named beside each; the answers follow what standard
/// references agree on. No clinician has reviewed them yet.
package struct FollowUpIntent: Hashable, Sendable {
  /// A short stable name.
  package let id: String
  /// Phrases that identify the question.
  var phrases: [Phrase] = []
  /// Phrases that identify it only if the question is short and fits nothing else.
  var fallback: [Phrase] = []
  /// Phrases that make it a different question.
  var exceptions: [Phrase] = []
  /// Words that identify it in any order and spelling.
  var signs: [SignPattern] = []
  /// What is true whatever the photo shows.
  let general: String
  /// What depends on the class; said only for likely classes.
  var byClass: [String: String] = [:]
  /// Where such questions are collected or answered.
  package let source: String

  func isAsked(_ question: Words) -> Bool {
    let plain = exceptions.reduce(question) { $0.without($1) }
    return phrases.contains { $0.occurs(in: plain) } || signs.contains { $0.occurs(in: plain) }
  }

  /// What may explain the words of a question.
  var telling: [Phrase] { phrases + fallback }

  func isHinted(_ question: Words) -> Bool {
    let plain = exceptions.reduce(question) { $0.without($1) }
    return fallback.contains { $0.occurs(in: plain) }
  }
}

/// A part of an answer, with an identifier under which it can be reviewed and translated.
package struct FollowUpSentence: Hashable, Sendable {
  /// `followup/INTENT/general` or `followup/INTENT/CLASS`.
  package let id: String
  /// The text to show.
  package let text: String

  /// A sentence.
  package init(id: String, text: String) {
    self.id = id
    self.text = text
  }
}
