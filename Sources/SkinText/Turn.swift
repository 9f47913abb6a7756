/// A question about the photo and, unless it is still to come, its answer.
package struct Turn: Hashable, Sendable {
  /// The question, word for word; see ``Prompt/sanitized(question:)``.
  package var question: String
  /// The answer as the model generated it, with the space at its start; nil in the last turn.
  ///
  /// It goes into the prompt unchanged, so that its tokens are those that were generated and the cache stays valid.
  /// An answer for people comes from ``Answer/clean(_:template:)`` and does not belong here.
  package var answer: String?

  /// A turn of the given parts.
  package init(question: String, answer: String? = nil) {
    self.question = question
    self.answer = answer
  }
}
