/// How soon a person should be seen, and why.
///
/// It is fixed before the first answer: only the answers about the person and the photo's scores can raise it.
package struct UrgencyAssessment: Codable, Hashable, Sendable {
  /// The highest level of all rules that match.
  package let level: UrgencyLevel
  /// The sentences of the rules that match, most urgent first; never empty.
  package let reasons: [String]

  /// A level and its reasons.
  package init(level: UrgencyLevel, reasons: [String]) {
    self.level = level
    self.reasons = reasons
  }

  /// Applies every rule to what is known.
  ///
  /// Nothing that is known to be the case lowers the level. Without a match the level is ``UrgencyLevel/routine`` if
  /// the danger signs were asked and denied, else ``UrgencyLevel/notAssessed``. No clinician has reviewed the rules
  /// yet.
  ///
  /// - Returns: the level and at least one reason.
  package static func assess(_ evidence: UrgencyEvidence) -> UrgencyAssessment {
    let rules = matchingRules(evidence)
    let urgent = rules.filter { $0.level >= UrgencyRules.uncertainLevel }
    let base = evidence.history.deniesDangerSigns ? UrgencyLevel.routine : .notAssessed
    let level = max(urgent.first?.level ?? base, evidence.isUncertain ? UrgencyRules.uncertainLevel : base)
    let calm = rules.filter { $0.level < UrgencyRules.uncertainLevel && $0.isTold(at: level) }.map(\.sentence)
    let asked = unasked(evidence.history, above: level)
    switch level {
    case .routine: return UrgencyAssessment(level: level, reasons: calm + [UrgencyRules.baseSentence])
    case .notAssessed: return UrgencyAssessment(level: level, reasons: asked + calm)
    case .withinTwoWeeks, .within24Hours, .emergency:
      var reasons: [String] = []
      var orders: Set<Substring> = []
      // An order that was given already is not given again, only its ground; nor is a later one: "better within days" comes first.
      func told(_ reason: String) -> String {
        guard let colon = reason.firstRange(of: ": ") else { return reason }
        let order = reason[..<colon.lowerBound].prefix { $0 != "," }
        return orders.insert(order).inserted ? reason : UrgencyRule.withoutDate(reason)
      }
      var named: Set<String> = []
      for rule in urgent {
        // Where the program cannot tell, it names only the ground of its level.
        let names = evidence.isUncertain && rule.level < level ? [] : rule.names(evidence)
        // A rule on single diseases that were all named before adds nothing.
        if rule.group == nil, !names.isEmpty, named.isSuperset(of: names) { continue }
        named.formUnion(names.prefix(namedLimit))
        reasons.append(told(rule.reason(at: level)))
        let (hasty, patient) =
          level < .within24Hours
          ? (names.filter(UrgencyRules.needsCareToday), names.filter { !UrgencyRules.needsCareToday($0) }) : ([], names)
        for (template, names) in [(meaning, patient), (hastyMeaning, hasty)] where !names.isEmpty {
          let reason = template.replacing("{names}", with: names.prefix(namedLimit).joined(separator: "; "))
          if !reasons.contains(reason) { reasons.append(reason) }
        }
      }
      if evidence.isUncertain {
        let sentence = UrgencyRules.uncertainSentence
        reasons.append(level > UrgencyRules.uncertainLevel ? UrgencyRule.withoutDate(sentence) : told(sentence))
        if level < .emergency { reasons.append(UrgencyRules.longestWaitSentence) }
      }
      return UrgencyAssessment(level: level, reasons: reasons + asked + calm)
    }
  }

  /// The most diseases that a reason names.
  private static let namedLimit = 3

  /// Names the diseases that are among the grounds of a level.
  private static let meaning = "Because, among others, this is possible: {names}."

  /// Names diseases that are too improbable to be the ground of a level, but would need another one.
  private static let hastyMeaning = "Less likely, but to be seen within 24 hours if it is this: {names}."
  private static let namesMark = "{names}."

  /// The diseases that a reason names, and the reason with a mark in their place; nil if it is another reason.
  package static func named(_ reason: String) -> (template: String, names: [String])? {
    for template in [meaning, hastyMeaning] where reason.hasSuffix(".") {
      let opening = template.dropLast(namesMark.count)
      guard reason.hasPrefix(opening) else { continue }
      return (template, reason.dropFirst(opening.count).dropLast().split(separator: "; ").map(String.init))
    }
    return nil
  }

  /// Asks for the danger signs that would raise a level, unless all were asked.
  private static func unasked(_ history: History, above level: UrgencyLevel) -> [String] {
    let areSomeAsked = history.unwell != nil || history.signs != nil || history.spot != nil
    return history.knowsDangerSigns && level != .notAssessed
      ? [] : UrgencyRules.dangerSignQuestions(above: level, areSomeAsked: areSomeAsked)
  }

  /// The urgency that the answers about the person call for by themselves; nil if they call for none.
  package static func ofPerson(_ history: History?) -> UrgencyAssessment? {
    let rules = matchingRules(UrgencyEvidence(history: history)).filter {
      $0.isAboutPerson && $0.level >= UrgencyRules.uncertainLevel
    }
    guard let level = rules.first?.level else { return nil }
    return UrgencyAssessment(
      level: level, reasons: rules.map { $0.reason(at: level) } + unasked(history ?? History(), above: level))
  }

  /// The rules that match, most urgent first, with their sources.
  package static func matchingRules(_ evidence: UrgencyEvidence) -> [UrgencyRule] {
    UrgencyRules.all.filter { $0.matches(evidence) }
  }
}
