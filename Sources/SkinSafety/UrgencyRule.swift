/// A red flag as data: what must be known, how soon it needs care, what is said, and who says so.
///
/// Every condition is about something that *is* the case, so one more positive answer or a higher probability can
/// only make more rules match. No clinician has reviewed the rules yet.
public struct UrgencyRule: Hashable, Sendable {
  /// Something that must be known to be the case; each list means any of its members.
  public enum Condition: Hashable, Sendable {
    /// One of the signs of general illness.
    case unwell([History.Unwell])
    /// One of the signs of the skin.
    case sign([History.Sign])
    /// One of the changes of a mole.
    case spot([History.Spot])
    /// A sore that has not healed for so many weeks.
    case nonHealing(weeks: Double)
    /// One of the facts about the person.
    case patient([History.PatientFact])
    /// A medicine begun lately.
    case newMedicine
    /// Classes whose probabilities add up to at least this, and to less than what another rule has a nearer date for.
    case probability([String], atLeast: Double, below: Double = .infinity)
  }

  /// A short stable name.
  public let id: String
  /// How soon.
  public let level: UrgencyLevel
  /// All of these must hold.
  public let conditions: [Condition]
  /// What people read.
  public let sentence: String
  /// The public guideline that says so.
  public let source: String

  /// Whether all conditions hold.
  ///
  /// A probability that is not a number, or negative, counts as 0.
  public func matches(_ history: History, _ differential: [(slug: String, probability: Double)]) -> Bool {
    conditions.allSatisfy { $0.holds(history, differential) }
  }
}

extension UrgencyRule.Condition {
  func holds(_ history: History, _ differential: [(slug: String, probability: Double)]) -> Bool {
    switch self {
    case .unwell(let any): !(history.unwell ?? []).isDisjoint(with: any)
    case .sign(let any): !(history.signs ?? []).isDisjoint(with: any)
    case .spot(let any): !(history.spot ?? []).isDisjoint(with: any)
    case .nonHealing(let weeks): (history.nonHealingWeeks ?? 0) >= weeks
    case .patient(let any): !history.patientFacts.isDisjoint(with: any)
    case .newMedicine: history.newMedicine ?? false
    case .probability(let slugs, let least, let end):
      (least..<end).contains(
        differential.reduce(0) { sum, entry in
          slugs.contains(entry.slug) && entry.probability > 0 ? sum + entry.probability : sum
        })
    }
  }
}
