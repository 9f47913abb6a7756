package import SkinConfiguration

/// Everything that the urgency rules may look at; nothing in it was written by a model.
package struct UrgencyEvidence: Sendable {
  /// The answers about the person; empty if nobody was asked.
  package var history: History
  /// Classes with calibrated probabilities, in any order; may be empty.
  package var differential: [(slug: String, probability: Double)]
  /// Conditions within the likely classes with calibrated probabilities, in any order; may be empty.
  package var conditions: [(name: String, probability: Double)]
  /// What the photo may show of a danger group, in the names of the report, the likeliest first.
  package var named: [DangerGroup: [String]]
  /// How probable the danger groups are.
  package var dangers: DangerProbabilities
  /// The probabilities from which they count.
  package var thresholds: UrgencyThresholds
  /// Whether the program cannot tell what the photo shows, which is no reason for reassurance.
  package var isUncertain: Bool

  /// Evidence; without `dangers`, the danger groups follow from the classes.
  package init(
    history: History? = nil, differential: [(slug: String, probability: Double)] = [],
    conditions: [(name: String, probability: Double)] = [], named: [DangerGroup: [String]] = [:],
    dangers: DangerProbabilities? = nil, thresholds: UrgencyThresholds = .fallback, isUncertain: Bool = false
  ) {
    self.history = history ?? History()
    self.differential = differential
    self.conditions = conditions
    self.named = named
    self.dangers = dangers ?? DangerProbabilities(differential: differential)
    self.thresholds = thresholds
    self.isUncertain = isUncertain
  }
}
