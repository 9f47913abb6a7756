import SkinRuntime
import SkinSafety

extension Report {
  /// A disease that a report names but is not about: how it looks, what of it would need more haste, and what is not to
  /// be done if it is this.
  package struct Alternative: Hashable, Sendable, Codable {
    /// The disease.
    package let condition: String
    /// Identifiers of the sentences, all of them about this disease or about its whole class.
    package let sentences: [String]
    /// The sentences.
    package let text: String
  }

  /// Explains the diseases that the report names besides the one that it is about: the dangerous ones, those that can
  /// be, and those with something that is not to be done.
  ///
  /// Where the program cannot tell, only the grounds of the level are explained. A sentence that a review did not approve
  /// is left out here as everywhere.
  ///
  /// - Parameter table: the sentences that may be said; nil if the model has none, so that nothing is explained.
  mutating func explainAlternatives(_ table: SentenceTable?) {
    alternatives = nil
    guard let table, !isRefused else { return }
    let topic = NamedCondition.of(self, table: table)
    let grounds = Set(reasons.flatMap { UrgencyAssessment.named($0)?.names ?? [] })
    let listed = outcome == .assessed ? Set(ReportWords.named(self).map(\.condition)) : []
    let others = ReportWords.worthNaming(self).filter { entry in
      entry.condition != topic && (listed.contains(entry.condition) || grounds.contains(entry.condition))
    }
    let explained = others.compactMap { entry -> Alternative? in
      func own(_ field: String) -> [ListedSentence] {
        table.places(class: entry.class, condition: entry.condition, field: field).map { table.sentences[$0] }
      }
      let looks = own("appearance").prefix(1)
      let hasty = own("seek_care").filter { sentence in
        sentence.haste.map { $0.level > urgency?.level ?? .notAssessed } ?? false
      }
      let precautions = table.precautions(condition: entry.condition, class: entry.class, level: urgency?.level)
      let group = DangerGroup.group(ofCondition: entry.condition, class: entry.class)
      // Of a harmless disease only what is not to be done is said, unless something of it asks for haste.
      let isExplained = !hasty.isEmpty || group.map(DangerGroup.dangerous.contains) == true
      let said = ((isExplained ? looks + hasty : []) + precautions).filter { !$0.calms }
      guard !said.isEmpty else { return nil }
      return Alternative(
        condition: entry.condition, sentences: said.map(\.id), text: said.map(\.text).joined(separator: " "))
    }
    alternatives = explained.isEmpty ? nil : explained
  }
}
