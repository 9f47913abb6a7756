/// How harmful it is to miss what a photo shows; the raw values are those of the table of fine labels.
///
/// The groups follow standard references, named for each label in `Tools/train/corpus/danger_groups.csv`. No clinician
/// has reviewed them yet.
package enum DangerGroup: String, Codable, Hashable, Sendable, CaseIterable {
  /// A cancer, or a growth that a photo cannot tell from one.
  case cancer
  /// A disease that needs care today.
  case emergency
  /// An infection to treat or to report.
  case infection
  /// A disease of the immune system or of inner organs.
  case soon
  /// A disease that may wait.
  case harmless
  /// Healthy skin, or no skin.
  case healthy

  /// The groups that must not be missed.
  package static let dangerous: [DangerGroup] = [.cancer, .emergency, .infection, .soon]

  /// The group of a condition of the corpus; nil if the corpus has no such condition.
  package static func group(ofCondition condition: String, class slug: String) -> DangerGroup? {
    groupOfCondition[slug]?[condition]
  }
}

/// How probable each danger group is.
package struct DangerProbabilities: Hashable, Sendable {
  /// Nothing is known.
  package static let unknown = DangerProbabilities([:])

  private let values: [DangerGroup: Double]

  /// Probabilities by group; what is missing, negative or no number counts as 0.
  package init(_ values: [DangerGroup: Double]) {
    self.values = values.mapValues { $0 > 0 ? $0 : 0 }
  }

  /// What a list of classes says: each class's probability divided over the groups as the training photos of the class are.
  ///
  /// It knows nothing of the photo but the classes; a model with a head for the groups knows more.
  package init(differential: [(slug: String, probability: Double)]) {
    var sums: [DangerGroup: Double] = [:]
    for (slug, probability) in differential where probability > 0 {
      guard let shares = DangerGroup.sharesOfClass[slug] else { continue }
      for (group, share) in zip(DangerGroup.allCases, shares) { sums[group, default: 0] += probability * share }
    }
    values = sums
  }

  /// The probability of a group.
  package subscript(group: DangerGroup) -> Double { values[group] ?? 0 }

  /// The probability of any group that must not be missed.
  package var anyDanger: Double { DangerGroup.dangerous.reduce(0) { $0 + self[$1] } }
}

/// From which probability of a danger group on a person should be seen how soon.
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

  /// Thresholds by name; nil if one is missing or no probability.
  package init?(_ values: [String: Double]) {
    func value(_ key: CodingKeys) -> Double { values[key.rawValue] ?? 0 }
    self.init(
      cancer: value(.cancer), emergencyToday: value(.emergencyToday), emergency: value(.emergency),
      infectionToday: value(.infectionToday), infection: value(.infection), soon: value(.soon), any: value(.any))
    guard isValid else { return nil }
  }

  /// Thresholds for probabilities that follow from the classes alone.
  package static let fallback = UrgencyThresholds(
    cancer: 0.04, emergencyToday: 0.085, emergency: 0.07, infectionToday: 0.28, infection: 0.24, soon: 0.17, any: 0.5)

  /// Whether every threshold is a probability.
  package var isValid: Bool {
    [cancer, emergencyToday, emergency, infectionToday, infection, soon, any].allSatisfy { $0 > 0 && $0 <= 1 }
  }

  /// The threshold at which a group asks for a level; 1 and more is never reached.
  func value(_ group: DangerGroup, today: Bool) -> Double {
    switch (group, today) {
    case (.cancer, false): cancer
    case (.emergency, true): emergencyToday
    case (.emergency, false): emergency
    case (.infection, true): infectionToday
    case (.infection, false): infection
    case (.soon, false): soon
    case (.cancer, true), (.soon, true), (.harmless, _), (.healthy, _): .infinity
    }
  }
}
