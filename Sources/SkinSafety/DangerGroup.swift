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

/// How probable each danger group is; coded as an object of the groups' names.
package struct DangerProbabilities: Hashable, Sendable, Codable {
  /// Nothing is known.
  package static let unknown = DangerProbabilities([:])

  private let values: [DangerGroup: Double]

  /// Probabilities by group; missing, negative or NaN values count as 0.
  package init(_ values: [DangerGroup: Double]) {
    self.values = values.mapValues { $0 > 0 ? $0 : 0 }
  }

  package init(from decoder: any Decoder) throws {
    let named = try decoder.singleValueContainer().decode([String: Double].self)
    self.init(
      Dictionary(named.compactMap { name, value in DangerGroup(rawValue: name).map { ($0, value) } }) { $1 })
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Dictionary(values.map { ($0.key.rawValue, $0.value) }) { $1 })
  }

  /// What a list of classes implies: each class's probability, divided over the groups as its training photos are.
  ///
  /// It knows only the classes of the photo; a model with a head for the groups knows more.
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
