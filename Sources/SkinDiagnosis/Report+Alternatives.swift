import SkinRuntime
import SkinSafety

extension Report {
  /// A disease that a report names but is not about: how it looks, and what of it would need more haste.
  package struct Alternative: Hashable, Sendable, Codable {
    /// The disease.
    package let condition: String
    /// Identifiers of the sentences, all of them about this disease.
    package let sentences: [String]
    /// The sentences.
    package let text: String
  }

  /// The most diseases that are explained besides the one that the report is about.
  private static let alternativeLimit = 4

  /// Explains the diseases that the report names besides the one that it is about, if they are dangerous or can be.
  ///
  /// Where the program cannot tell, only the grounds of the level are explained.
  ///
  /// - Parameter table: the sentences that may be said; nil if the model has none, so that nothing is explained.
  mutating func explainAlternatives(_ table: SentenceTable?) {
    alternatives = nil
    guard let table, !isRefused else { return }
    let topic = NamedCondition.of(self, table: table)
    let grounds = Set(reasons.flatMap { UrgencyAssessment.named($0)?.names ?? [] })
    let others = ReportWords.named(self).filter { entry in
      entry.condition != topic && (outcome == .assessed || grounds.contains(entry.condition))
    }
    let explained = others.compactMap { entry -> Alternative? in
      func own(_ field: String) -> [ListedSentence] {
        table.places(class: entry.class, condition: entry.condition, field: field).map { table.sentences[$0] }
      }
      let looks = own("appearance").prefix(1)
      let hasty = own("seek_care").filter { sentence in
        sentence.haste.map { $0.level > urgency?.level ?? .notAssessed } ?? false
      }
      let group = DangerGroup.group(ofCondition: entry.condition, class: entry.class)
      // A harmless disease is explained only if something of it asks for haste.
      guard !hasty.isEmpty || group.map(DangerGroup.dangerous.contains) == true else { return nil }
      let said = (looks + hasty).filter { !$0.calms }
      guard !said.isEmpty else { return nil }
      return Alternative(
        condition: entry.condition, sentences: said.map(\.id), text: said.map(\.text).joined(separator: " "))
    }
    alternatives = explained.isEmpty ? nil : Array(explained.prefix(Self.alternativeLimit))
  }
}
