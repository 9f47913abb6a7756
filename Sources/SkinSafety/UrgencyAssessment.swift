/// How soon a person should be seen, and why.
public struct UrgencyAssessment: Codable, Hashable, Sendable {
  /// The highest level of all rules that match.
  public let level: UrgencyLevel
  /// The sentences of the rules that match, most urgent first; never empty.
  public let reasons: [String]

  /// A level and its reasons.
  public init(level: UrgencyLevel, reasons: [String]) {
    self.level = level
    self.reasons = reasons
  }

  /// Applies every rule to what is known.
  ///
  /// Nothing that is known lowers the level. Without a match the level is routine and the reason says when to come
  /// sooner. No clinician has reviewed the rules yet.
  ///
  /// - Parameters:
  ///   - history: the answers; nil if nobody was asked.
  ///   - differential: classes with calibrated probabilities, in any order; may be empty.
  ///   - isUncertain: whether the program cannot tell what the photo shows; that is no ground for calm.
  /// - Returns: the level and at least one reason.
  public static func assess(
    history: History?, differential: [(slug: String, probability: Double)], isUncertain: Bool = false
  ) -> UrgencyAssessment {
    let rules = matchingRules(history: history, differential: differential)
    let urgent = rules.filter { $0.level >= UrgencyRules.uncertainLevel }
    let calm = rules.filter { $0.level < UrgencyRules.uncertainLevel }
    let level = max(rules.first?.level ?? .routine, isUncertain ? UrgencyRules.uncertainLevel : .routine)
    let reasons =
      urgent.map(\.sentence) + (isUncertain ? [UrgencyRules.uncertainSentence] : []) + calm.map(\.sentence)
    return UrgencyAssessment(
      level: level, reasons: level == .routine ? reasons + [UrgencyRules.baseSentence] : reasons)
  }

  /// The rules that match, most urgent first, with their sources.
  public static func matchingRules(
    history: History?, differential: [(slug: String, probability: Double)]
  ) -> [UrgencyRule] {
    let history = history ?? History()
    return UrgencyRules.all.filter { $0.matches(history, differential) }
  }
}
