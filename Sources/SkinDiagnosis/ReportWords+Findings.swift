import SkinSafety

/// Which findings a report mentions.
extension ReportWords {
  /// The probability from which a class is listed: a nought would read as ruled out.
  package static let shownProbability = 0.005
  /// The probability from which a condition is named.
  package static let namedProbability = 0.05
  /// The most conditions named.
  private static let conditionLimit = 5
  /// The probability from which a concept is named.
  private static let seenProbability = 0.5
  /// The most concepts named.
  private static let conceptLimit = 4

  /// The conditions that are likely enough to be named, among them those for which a list has no room.
  static func worthNaming(_ report: Report) -> [ConditionProbability] {
    guard report.outcome == .assessed || report.outcome == .uncertain else { return [] }
    return (report.conditions ?? []).filter { $0.probability >= namedProbability }
  }

  /// The conditions worth naming, most probable first; the unnamed ones come last.
  package static func named(_ report: Report) -> [ConditionProbability] {
    let likely = worthNaming(report)
    let named = likely.filter { $0.condition != ConditionProbability.anotherOfThisGroup }
    guard !named.isEmpty else { return [] }
    // "Another disease" of healthy skin, or of the class of all others, says nothing.
    let other = likely.filter {
      $0.condition == ConditionProbability.anotherOfThisGroup
        && ![NamedCondition.others, FixedReplies.healthySlug].contains($0.class)
    }
    return Array(named.prefix(conditionLimit) + other.prefix(2))
  }

  /// The concepts that the model noted beyond what it usually notes on such skin, most unusual first.
  package static func unusual(_ report: Report) -> [ConceptProbability] {
    guard report.outcome == .assessed || report.outcome == .uncertain,
      let concepts = report.concepts, let differential = report.differential
    else { return [] }
    let said = Set(differential.flatMap { $0.evidence?.concepts ?? [] })
    return ConceptNorms.unusual(concepts, differential: differential)
      .filter { $0.probability >= seenProbability && !said.contains(concept($0.name)) }.prefix(conceptLimit).map { $0 }
  }
}
