package import SkinConfiguration

/// What a typed question is about, as a small model read it.
///
/// It stands beside the phrases: they find what they know however unlikely it looks, it understands words that nobody
/// foresaw. Where the two are unsure, the question is declined.
package struct QuestionReading: Hashable, Sendable {
  /// What the model itself answers, by its label, as the question that it understands best.
  private static let ownQuestions = [
    "disease-name": "What is it?", "disease-look": "Describe it.", "disease-cause": "What causes it?",
    "disease-treatment": "How is it treated?",
  ]
  /// The label of questions that no answer fits.
  private static let other = "other"
  /// Every label that a reader may have.
  package static let labels = Set(FollowUps.intents.map(\.id) + Array(ownQuestions.keys) + [other])

  /// The probability of danger below which a question hides none.
  private static let harmless: Float = 0.02
  /// The probability of danger below which a phrase of danger was found by chance.
  private static let chance: Float = 0.01
  /// The probability from which a kind of danger is named although danger is not sure.
  private static let likelyKind: Float = 0.6

  private let probabilities: [String: Float]
  /// From which probabilities on a label counts.
  package let bounds: QuestionBounds

  /// A reading.
  ///
  /// - Parameter probabilities: for each label; they sum to 1.
  package init(_ probabilities: [String: Float], bounds: QuestionBounds) {
    self.probabilities = probabilities
    self.bounds = bounds
  }

  /// Whether a question is in the language that the reader knows: sure readings of other languages are wrong.
  package static func isReadable(_ question: String) -> Bool { QuestionCoverage.isEnglish(Words(question)) }

  /// How probable one of some intents is.
  func probability(of intents: [FollowUpIntent]) -> Float {
    intents.reduce(0) { $0 + (probabilities[$1.id] ?? 0) }
  }

  /// The most probable of some intents.
  func best(of intents: [FollowUpIntent]) -> FollowUpIntent? {
    intents.max { (probabilities[$0.id] ?? 0) < (probabilities[$1.id] ?? 0) }
  }

  /// Whether danger is so improbable that a short net is enough.
  var isHarmless: Bool { probability(of: FollowUps.dangerIntents) < Self.harmless }

  /// Whether a phrase of danger only looks like one: then the question is declined, with all that calls for care.
  var refutesDanger: Bool { probability(of: FollowUps.dangerIntents) < Self.chance }

  /// Whether what calls for care today comes before a decline.
  var warns: Bool { probability(of: FollowUps.dangerIntents) >= bounds.warning }

  /// The kind of danger where danger is sure; nil if the likeliest kind must be sure by itself and is not.
  ///
  /// - Parameter words: the question's.
  func sureDanger(_ words: Words) -> FollowUpIntent? {
    guard probability(of: FollowUps.dangerIntents) >= bounds.danger, let best = best(of: FollowUps.dangerIntents) else {
      return nil
    }
    return mayName(best, words, from: bounds.danger) ? best : nil
  }

  /// The kind of danger that a question may speak of; nil if none is likely by itself.
  func likelyDanger(_ words: Words) -> FollowUpIntent? {
    best(of: FollowUps.alarms).flatMap {
      probability(of: [$0]) >= Self.likelyKind && mayName($0, words, from: Self.likelyKind) ? $0 : nil
    }
  }

  /// Whether it is sure of another kind of danger, so that a phrase of this kind was found by chance.
  func knowsAnother(than intent: FollowUpIntent, _ words: Words) -> Bool {
    guard let best = sureDanger(words), probability(of: [best]) >= Self.likelyKind else { return false }
    return best.id != intent.id && probability(of: [intent]) < Self.harmless
  }

  /// Whether an intent is as sure by itself as it must be, if it must be: from a bound on where a word hints at it.
  private func mayName(_ intent: FollowUpIntent, _ words: Words, from bound: Float) -> Bool {
    guard case .itself(let unhinted) = IntentCertainty.of(intent).reading else { return true }
    return probability(of: [intent]) >= (intent.isHinted(words) ? bound : unhinted)
  }

  /// How probable it is that the model itself can answer.
  var ownProbability: Float { Self.ownQuestions.keys.reduce(0) { $0 + (probabilities[$1] ?? 0) } }

  /// The question that the model understands best, if it is to answer.
  package var ownQuestion: String? {
    Self.ownQuestions.max { (probabilities[$0.key] ?? 0, $0.key) < (probabilities[$1.key] ?? 0, $1.key) }?.value
  }
}
