package import SkinConfiguration

/// All that the rules of urgency may look at; nothing that a model wrote is among it.
package struct UrgencyEvidence: Sendable {
  /// The answers about the person; empty if nobody was asked.
  package var history: History
  /// Classes with calibrated probabilities, in any order; may be empty.
  package var differential: [(slug: String, probability: Double)]
  /// How probable the danger groups are.
  package var dangers: DangerProbabilities
  /// From which probabilities on they count.
  package var thresholds: UrgencyThresholds
  /// Whether the program cannot tell what the photo shows; that is no ground for calm.
  package var isUncertain: Bool

  /// Evidence; without a head of its own, the danger groups follow from the classes.
  package init(
    history: History? = nil, differential: [(slug: String, probability: Double)] = [],
    dangers: DangerProbabilities? = nil, thresholds: UrgencyThresholds = .fallback, isUncertain: Bool = false
  ) {
    self.history = history ?? History()
    self.differential = differential
    self.dangers = dangers ?? DangerProbabilities(differential: differential)
    self.thresholds = thresholds
    self.isUncertain = isUncertain
  }
}
