/// The condition that a report may name, if it is sure enough of one.
enum NamedCondition {
  /// The probability from which a condition is named: it is then right in 86 of 100 photos of the validation set.
  static let threshold = 0.7
  /// The probability from which a condition of the class of all other diseases is named.
  static let othersThreshold = 0.8
  /// The class of all other diseases.
  static let others = "others"

  /// The name of the condition that the report's sentences are about; nil if they are about a whole class.
  ///
  /// It belongs to the class that the report ranks first, so that no sentence contradicts the list.
  static func of(_ report: Report, table: SentenceTable) -> String? {
    guard report.outcome == .assessed,
      let topic = Differential(entries: report.differential ?? []).skinEntries.first?.class,
      let best = report.conditions?.filter({ $0.class == topic }).max(by: { $0.probability < $1.probability }),
      best.probability >= (topic == others ? othersThreshold : threshold),
      table.conditions(of: topic).contains(best.condition)
    else { return nil }
    return best.condition
  }
}
