/// How often the conditions within the classes are right, over photos whose fine label names one.
package struct ConditionRanking: Hashable, Sendable, Codable {
  /// The right condition came first.
  package var top1: Evaluation.Share
  /// The right condition was among the first three.
  package var top3: Evaluation.Share

  /// Counts; nil if no photo's label has a condition in the table, or the model names none.
  ///
  /// A photo for which nothing is listed counts as wrong.
  package init?(_ assessments: [Assessment], table: DangerTable) {
    let known = assessments.compactMap { assessment in
      table.condition(of: assessment.photo).map { (assessment: assessment, condition: $0) }
    }
    guard !known.isEmpty, known.contains(where: { !$0.assessment.conditions.isEmpty }) else { return nil }
    let groups = known.map(\.assessment.photo.group)
    func share(_ count: Int) -> Evaluation.Share {
      Bootstrap.share(known.map { $0.assessment.conditions.prefix(count).contains($0.condition) }, groups: groups)
    }
    (top1, top3) = (share(1), share(3))
  }
}

/// A condition of a class.
package struct RankedCondition: Hashable, Sendable, Codable {
  /// The slug of the class.
  package var `class`: String
  /// The condition's name.
  package var name: String

  /// A condition of a class.
  package init(class slug: String, name: String) {
    self.class = slug
    self.name = name
  }
}
