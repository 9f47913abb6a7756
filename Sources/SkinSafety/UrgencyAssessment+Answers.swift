extension UrgencyAssessment {
  /// What in a sentence of the model asks for haste, most urgent first.
  private static let demands: [(level: UrgencyLevel, phrases: [Phrase])] = [
    (.emergency, ["call|phone * ambulance", "go|get * hospital|emergency now|immediately", "emergency now"]),
    (.within24Hours, ["within|in 24 hours", "see|visit|go * today", "same day"]),
    (.withinTwoWeeks, ["within|in 2|two weeks"]),
  ]
  private static let conditions: Phrase = "if|when|unless|once|should|whenever|whether|may|might|could|or"
  private static let denials: Phrase = "no|not|dont|never|without|neednt|unnecessary|rarely|hardly"

  /// The assessment after an answer of the model: raised if the answer asks for more haste, never lowered.
  ///
  /// Only plain demands count ("See a doctor within 24 hours."), none with a condition or a denial. The words of the
  /// model may be wrong, but a report must not say two weeks above an answer that says today.
  public func raised(by answer: String) -> UrgencyAssessment {
    let demanded = SentenceCutter.sentences(of: answer).compactMap { Self.demand(of: Words($0)) }.max()
    guard let demanded, demanded > level else { return self }
    let reason = "An answer of the model asks for more haste than the rules; to be safe, follow it. \(demanded.advice)"
    return UrgencyAssessment(level: demanded, reasons: [reason] + reasons.filter { $0 != UrgencyRules.baseSentence })
  }

  private static func demand(of sentence: Words) -> UrgencyLevel? {
    // What follows "and sooner" is a condition of its own.
    let plain = Words(tokens: Array(sentence.tokens.prefix { $0 != "sooner" }))
    guard !conditions.occurs(in: plain) || plain.tokens.starts(with: ["this", "can", "be", "an", "emergency"]),
      !denials.occurs(in: plain)
    else { return nil }
    return demands.first { $0.phrases.contains { $0.occurs(in: plain) } }?.level
  }
}
