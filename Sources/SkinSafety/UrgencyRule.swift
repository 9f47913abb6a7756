import SkinConfiguration

/// A red flag as data: what must be known, how soon it needs care, what is said, and on whose authority.
///
/// Every condition is about something that *is* the case, so one more positive answer or a higher probability can
/// only raise the level. No clinician has reviewed the rules yet.
package struct UrgencyRule: Hashable, Sendable {
  /// Something that must be known to be the case; each list means any of its members.
  package enum Condition: Hashable, Sendable {
    /// One of the signs of general illness.
    case unwell([History.Unwell])
    /// One of the skin signs.
    case sign([History.Sign])
    /// One of the changes of a mole.
    case spot([History.Spot])
    /// A sore that has not healed for at least this many weeks.
    case nonHealing(weeks: Double)
    /// One of the facts about the person.
    case patient([History.PatientFact])
    /// A medicine begun lately.
    case newMedicine
    /// A stay in one of these areas.
    case area([History.Area])
    /// One of the findings of warm countries.
    case finding([History.Finding])
    /// Classes whose probabilities add up to at least this.
    case probability([String], atLeast: Double)
    /// Conditions within the classes whose probabilities add up to at least this.
    case condition([String], atLeast: Double)
    /// A danger group at or above its threshold; without `today`, below the threshold for today.
    case danger(DangerGroup, today: Bool)
    /// The dangerous groups together, if none of them is enough alone.
    case anyDanger
  }

  /// A short stable name.
  package let id: String
  /// How soon.
  package let level: UrgencyLevel
  /// All of these must hold.
  package let conditions: [Condition]
  /// The sentence to show.
  package let sentence: String
  /// The public guideline that says so.
  package let source: String
  /// The level that the sentence calls for with a sign that it names; nil if it names none.
  package var asks: UrgencyLevel?

  /// Whether all conditions hold.
  ///
  /// A probability that is not a number, or negative, counts as 0.
  package func matches(_ evidence: UrgencyEvidence) -> Bool { conditions.allSatisfy { $0.holds(evidence) } }

  /// The sentence in a report at a level: a report names one date, so a rule with a later one gives only its reason.
  package func reason(at reportLevel: UrgencyLevel) -> String {
    level >= UrgencyRules.uncertainLevel && level < reportLevel ? Self.withoutDate(sentence) : sentence
  }

  /// Whether it asks for two weeks, and better for days.
  var isWithinDays: Bool { level == .withinTwoWeeks && sentence.contains("better within days") }

  /// The part after the date and its colon.
  package static func withoutDate(_ sentence: String) -> String {
    guard let colon = sentence.firstRange(of: ": ") else { return sentence }
    return "Also: " + sentence[colon.upperBound...]
  }

  /// Whether the sentence says something in a report at a level: a sign that asks for no more haste says nothing.
  package func isTold(at reportLevel: UrgencyLevel) -> Bool { asks.map { $0 > reportLevel } ?? true }

  /// The danger group that it looks at; nil if it looks at none.
  var group: DangerGroup? {
    conditions.lazy.compactMap { if case .danger(let group, _) = $0 { group } else { nil } }.first
  }

  /// What the photo may show of what the rule looks at, in the names of the report, the likeliest of a group first.
  func names(_ evidence: UrgencyEvidence) -> [String] {
    if let group { return (evidence.named[group] ?? []).filter { UrgencyRules.deserves($0, level) } }
    let looked = Set(conditions.flatMap { if case .condition(let names, _) = $0 { names } else { [String]() } })
    return DangerGroup.dangerous.flatMap { evidence.named[$0] ?? [] }.filter(looked.contains)
  }

  /// Whether the rule looks at the person alone, so that it holds for a photo that cannot be used.
  package var isAboutPerson: Bool { conditions.allSatisfy(\.isAboutPerson) }
}

extension UrgencyRule.Condition {
  func holds(_ evidence: UrgencyEvidence) -> Bool {
    let history = evidence.history
    return switch self {
    case .unwell(let any): !(history.unwell ?? []).isDisjoint(with: any)
    case .sign(let any): !(history.signs ?? []).isDisjoint(with: any)
    case .spot(let any): !(history.spot ?? []).isDisjoint(with: any)
    case .nonHealing(let weeks): (history.nonHealingWeeks ?? 0) >= weeks
    case .patient(let any): !history.patientFacts.isDisjoint(with: any)
    case .newMedicine: history.newMedicine ?? false
    case .area(let any): !(history.area ?? []).isDisjoint(with: any)
    case .finding(let any): !(history.findings ?? []).isDisjoint(with: any)
    case .probability(let slugs, let least):
      evidence.differential.reduce(0) { sum, entry in
        slugs.contains(entry.slug) && entry.probability > 0 ? sum + entry.probability : sum
      } >= least
    case .condition(let names, let least):
      evidence.conditions.reduce(0) { sum, entry in
        names.contains(entry.name) && entry.probability > 0 ? sum + entry.probability : sum
      } >= least
    case .danger(let group, let today):
      evidence.dangers[group] >= evidence.thresholds.value(group, today: today)
        && (today || evidence.dangers[group] < evidence.thresholds.value(group, today: true))
    case .anyDanger:
      evidence.dangers.anyDanger >= evidence.thresholds.any
        && DangerGroup.dangerous.allSatisfy {
          evidence.dangers[$0]
            < min(evidence.thresholds.value($0, today: false), evidence.thresholds.value($0, today: true))
        }
    }
  }

  var isAboutPerson: Bool {
    switch self {
    case .unwell, .sign, .spot, .nonHealing, .patient, .newMedicine, .area, .finding: true
    case .probability, .condition, .danger, .anyDanger: false
    }
  }
}
