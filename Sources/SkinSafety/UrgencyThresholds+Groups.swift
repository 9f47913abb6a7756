package import SkinConfiguration

extension UrgencyThresholds {
  /// Thresholds for probabilities that follow from the classes alone.
  package static let fallback = UrgencyThresholds(
    cancer: 0.04, emergencyToday: 0.085, emergency: 0.07, infectionToday: 0.28, infection: 0.24, soon: 0.17, any: 0.5)

  /// The threshold at which a group calls for a level; infinite if there is none.
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
