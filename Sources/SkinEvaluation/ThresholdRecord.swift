package import SkinConfiguration
import SkinSafety

/// Thresholds of the danger groups and how they were chosen, as `eval --choose-thresholds` writes them.
package struct ThresholdRecord: Hashable, Sendable, Codable {
  /// The photos and the constraints of the choice.
  package struct Choice: Hashable, Sendable, Codable {
    /// The model's name.
    package var model: String
    /// The container's digest.
    package var digest: String
    /// Photos whose label has an agreed danger group, by group.
    package var photos: [String: Int]
    /// Shares of each group that may be missed.
    package var allowedMisses: [String: Double]
    /// Shares of each group that are missed with these thresholds.
    package var misses: [String: Double]
    /// The share of harmless photos that may be sent within 24 hours.
    package var allowedToday: Double
    /// The share that is sent.
    package var harmlessToday: Double
    /// The share of harmless photos that is sent within two weeks or sooner; as small as the misses allow.
    package var harmlessTwoWeeks: Double
    /// The highest threshold allowed for cancer.
    package var highestCancer: Double

    private enum CodingKeys: String, CodingKey {
      case model, digest, photos, misses
      case allowedMisses = "allowed_misses"
      case allowedToday = "allowed_within_24_hours"
      case harmlessToday = "harmless_within_24_hours"
      case harmlessTwoWeeks = "harmless_within_2_weeks"
      case highestCancer = "highest_cancer"
    }
  }

  /// The thresholds.
  package var urgency: UrgencyThresholds
  /// How they were chosen.
  package var chosen: Choice

  /// Chooses on photos that the model was not trained on; nil if none keep the allowed misses, or a group has no photo.
  package init?(_ cases: [Triage.Case], model: String, digest: String) {
    let choice = ThresholdChoice(cases)
    guard let found = choice.thresholds() else { return nil }
    func named<Value>(_ value: (DangerGroup) -> Value) -> [String: Value] {
      Dictionary(uniqueKeysWithValues: (DangerGroup.dangerous + [.harmless]).map { ($0.rawValue, value($0)) })
    }
    urgency = found
    chosen = Choice(
      model: model, digest: digest, photos: named { choice.count(of: $0) },
      allowedMisses: Dictionary(
        uniqueKeysWithValues: ThresholdChoice.allowedMisses.map { ($0.key.rawValue, $0.value) }),
      misses: named { choice.missed($0, found) }.filter { $0.key != DangerGroup.harmless.rawValue },
      allowedToday: ThresholdChoice.allowedToday, harmlessToday: choice.today(.harmless, found),
      harmlessTwoWeeks: choice.raised(.harmless, found), highestCancer: ThresholdChoice.highestCancer)
  }
}
