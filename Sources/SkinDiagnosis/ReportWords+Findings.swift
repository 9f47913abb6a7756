/// What a report says about findings, in sentences and list entries.
extension ReportWords {
  /// From this probability on a condition is named.
  package static let namedProbability = 0.05
  /// So many conditions are named at most.
  private static let conditionLimit = 5
  /// So many concepts are named at most.
  private static let conceptLimit = 4

  /// The conditions worth naming with their probabilities, most probable first; what has no name comes last.
  package static func conditions(_ report: Report) -> [String] {
    guard report.outcome == .assessed || report.outcome == .uncertain else { return [] }
    let labels = Dictionary((report.differential ?? []).map { ($0.class, $0.label) }) { first, _ in first }
    let likely = (report.conditions ?? []).filter { $0.probability >= namedProbability }
    let named = likely.filter { $0.condition != ConditionProbability.anotherOfThisGroup }
    guard !named.isEmpty else { return [] }
    let other = likely.filter { $0.condition == ConditionProbability.anotherOfThisGroup }
    return (Array(named.prefix(conditionLimit)) + other.prefix(2)).map { entry in
      let name =
        entry.condition == ConditionProbability.anotherOfThisGroup
        ? "another disease of the group \(labels[entry.class] ?? entry.class)" : entry.condition
      return "\(name): \(percent(entry.probability)) %"
    }
  }

  /// The concepts that the model noted beyond what it usually notes on such skin; nil if there are none.
  package static func concepts(_ report: Report) -> String? {
    guard report.outcome == .assessed || report.outcome == .uncertain,
      let concepts = report.concepts, let differential = report.differential
    else { return nil }
    let unusual = ConceptNorms.unusual(concepts, differential: differential).prefix(conceptLimit)
    guard !unusual.isEmpty else { return nil }
    let names = unusual.map { "\(concept($0.name)) \(Int(($0.probability * 100).rounded())) %" }
    return "The model noted more than is usual for such skin: \(names.joined(separator: ", "))."
  }
}
