import SkinRecognition
import SkinSafety

extension PhotoScores {
  /// The danger groups in their order.
  ///
  /// Without a fit, they are the recognition head's, or follow from the classes of a model without one. With a fit, a
  /// group that must not be missed gets the greater of that probability and the one that follows from the fit, so that
  /// no threshold sees less than before; the others share what is left.
  package func dangerProbabilities() -> [DangerProbability] {
    var values: [DangerGroup: Double] = [:]
    let byClass = DangerProbabilities(
      differential: (shippedDifferential ?? differential).entries.map { ($0.class, $0.probability) })
    for group in DangerGroup.allCases { values[group] = dangers.map { $0[group.rawValue] ?? 0 } ?? byClass[group] }
    if shippedDifferential != nil {
      let fitted = fittedDangers.map(Self.groups) ?? impliedDangers()
      for group in DangerGroup.dangerous { values[group] = max(values[group] ?? 0, fitted[group] ?? 0) }
      let rest = max(0, 1 - DangerGroup.dangerous.reduce(0) { $0 + (values[$1] ?? 0) })
      let (harmless, healthy) = (fitted[.harmless] ?? 0, fitted[.healthy] ?? 0)
      let share = harmless + healthy > 0 ? harmless / (harmless + healthy) : 1
      values[.harmless] = rest * share
      values[.healthy] = rest * (1 - share)
    }
    return DangerGroup.allCases.map { DangerProbability(group: $0, probability: values[$0] ?? 0) }
  }

  private static func groups(_ named: [String: Double]) -> [DangerGroup: Double] {
    var groups: [DangerGroup: Double] = [:]
    for group in DangerGroup.allCases { groups[group] = named[group.rawValue] ?? 0 }
    return groups
  }

  /// What the classes and their conditions imply; a condition without a group counts as its class does.
  private func impliedDangers() -> [DangerGroup: Double] {
    var sums: [DangerGroup: Double] = [:]
    for entry in differential.entries {
      var rest = 0.0
      for share in conditions?[entry.class] ?? [ConditionShare(name: "", share: 1)] {
        if let group = DangerGroup.group(ofCondition: share.name, class: entry.class) {
          sums[group, default: 0] += entry.probability * share.share
        } else {
          rest += entry.probability * share.share
        }
      }
      let others = DangerProbabilities(differential: [(entry.class, rest)])
      for group in DangerGroup.allCases { sums[group, default: 0] += others[group] }
    }
    return sums
  }
}
