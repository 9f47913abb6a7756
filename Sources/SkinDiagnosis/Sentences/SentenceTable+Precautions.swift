import SkinSafety

extension SentenceTable {
  /// The fields that may hold what is not to be done.
  private static let fieldsOfCare = ["treatment", "self_care"]

  /// What is not to be done if it is a disease, the most dangerous first: sentences of the disease or of its class that
  /// may stand beside a level.
  ///
  /// - Parameter level: the report's; who must be in a hospital now reads nothing of care at home.
  func precautions(condition: String, class slug: String, level: UrgencyLevel?) -> [ListedSentence] {
    let fields = level == .emergency ? ["treatment"] : Self.fieldsOfCare
    let known = [condition, ""].flatMap { owner in
      fields.flatMap { places(class: slug, condition: owner, field: $0).map { sentences[$0] } }
    }
    let found = Precautions.of(condition, class: slug).compactMap { id in known.first { $0.id == id } }
    return Array(found.filter { $0.haste == nil && !$0.calms }.prefix(Precautions.limit))
  }
}
