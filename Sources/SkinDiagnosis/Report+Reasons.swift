import SkinSafety

/// Which reasons a report gives, and what they mean.
extension Report {
  /// The probability from which a class stands for a danger group that no condition names.
  private static let meantClassProbability = 0.1

  /// Why the level is what it is; a refused photo without a level asks for the danger signs all the same.
  package var reasons: [String] {
    if let urgency { return urgency.reasons }
    return isRefused && !areDangerSignsAsked ? UrgencyRules.dangerSignQuestions(above: nil) : []
  }

  /// What the photo may show of each danger group: its conditions that are worth naming, else the class that holds most
  /// of it.
  var meantByGroup: [DangerGroup: [String]] {
    var meant: [DangerGroup: [String]] = [:]
    for group in DangerGroup.dangerous {
      let likely = (conditions ?? []).filter {
        $0.probability >= ReportWords.namedProbability
          && DangerGroup.group(ofCondition: $0.condition, class: $0.class) == group
      }
      let names = likely.sorted { $0.probability > $1.probability }.map(\.condition)
      if !names.isEmpty {
        meant[group] = names
        continue
      }
      // The rule's own sentence speaks of cancer; a class of moles and melanomas would add nothing.
      guard group != .cancer else { continue }
      func share(_ entry: ClassProbability) -> Double {
        DangerProbabilities(differential: [(entry.class, entry.probability)])[group]
      }
      guard let most = (differential ?? []).max(by: { share($0) < share($1) }),
        share(most) > 0, most.probability >= Self.meantClassProbability, most.class != NamedCondition.others
      else { continue }
      meant[group] = [most.label]
    }
    return meant
  }
}
