/// How soon a person should be seen: for each danger group, the probability from which that is so.
///
/// Chosen on photos that the model was not trained on, for sensitivity first; see `skingpt eval --triage`.
package struct UrgencyThresholds: Hashable, Sendable, Codable {
  /// Within two weeks.
  package var cancer: Double
  /// Within 24 hours.
  package var emergencyToday: Double
  /// Within two weeks.
  package var emergency: Double
  /// Within 24 hours.
  package var infectionToday: Double
  /// Within two weeks.
  package var infection: Double
  /// Within two weeks.
  package var soon: Double
  /// Within two weeks, for all groups that must not be missed together.
  package var any: Double

  private enum CodingKeys: String, CodingKey {
    case cancer, emergency, infection, soon, any
    case emergencyToday = "emergency_today"
    case infectionToday = "infection_today"
  }

  /// Thresholds of the given values.
  package init(
    cancer: Double, emergencyToday: Double, emergency: Double, infectionToday: Double, infection: Double, soon: Double,
    any: Double
  ) {
    self.cancer = cancer
    self.emergencyToday = emergencyToday
    self.emergency = emergency
    self.infectionToday = infectionToday
    self.infection = infection
    self.soon = soon
    self.any = any
  }

  /// Whether every threshold is a probability.
  package var isValid: Bool {
    [cancer, emergencyToday, emergency, infectionToday, infection, soon, any].allSatisfy { $0 > 0 && $0 <= 1 }
  }
}
