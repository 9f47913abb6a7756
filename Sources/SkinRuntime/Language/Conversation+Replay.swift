import SkinText

/// What it took to write a given answer.
package struct Replay: Hashable, Sendable {
  /// Tokens of the answer.
  package let tokenCount: Int
  /// Passes over the weights.
  package let passCount: Int
  /// Time from the first token to the last, without reading the question.
  package let duration: Duration
}

extension Conversation {
  /// Writes a given answer as if the model had chosen each of its tokens, to measure how fast that goes.
  ///
  /// Question and answer become part of the conversation.
  ///
  /// - Parameter answer: the answer as the model writes it, with the space at its start if it writes one.
  /// - Throws: ``LanguageError`` if the context is full, `TextError`.
  package func replay(_ answer: String, to question: String) throws -> Replay {
    let asked = try elements(asking: question)
    let tokens = try tokens(answering: question, answer, after: asked.count)
    _ = try logits(asking: question)
    var decoding = DraftedDecoding(decoder: decoder, cache: cache, texts: draftTexts)
    let start = ContinuousClock.now
    for (index, token) in tokens.enumerated() {
      _ = try decoding.logits(after: token, room: tokens.count - index - 1)
    }
    let duration = ContinuousClock.now - start
    cache.truncate(to: asked.count)
    append(Turn(question: question, answer: answer))
    return Replay(tokenCount: tokens.count, passCount: decoding.passCount, duration: duration)
  }
}
