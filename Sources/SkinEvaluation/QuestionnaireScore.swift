/// What readers thought, counted: schema `skingpt.questionnaire/1`.
package struct QuestionnaireScore: Hashable, Sendable, Codable {
  /// One statement, rated by readers of one role.
  package struct Row: Hashable, Sendable, Codable {
    /// The statement's key.
    package var statement: String
    /// The statement.
    package var text: String
    /// Who rated.
    package var role: Questionnaire.Role
    /// Ratings from 1 (strongly disagree) to 5 (strongly agree).
    package var counts: [Int]
    /// Share that agree or strongly agree; its `photos` are ratings.
    package var agreement: Evaluation.Share
    /// Share that the paper reports; absent if it reports none for this role.
    package var paperPercent: Double?

    private enum CodingKeys: String, CodingKey {
      case statement, text, role, counts, agreement
      case paperPercent = "paper_percent"
    }
  }

  /// The schema's name.
  package static let schemaName = "skingpt.questionnaire/1"
  /// The schema's name.
  package var schema = QuestionnaireScore.schemaName
  /// Cases that were rated.
  package var cases: Int
  /// Readers by role.
  package var readers: [String: Int]
  /// Each statement that was rated: in the paper's order, clinicians first.
  package var rows: [Row]
  /// What the table's notes say.
  package var notes: [String]
  /// What must be said beside the paper's shares.
  package var remark = Questionnaire.paperRemark

  /// Counts.
  ///
  /// Ratings of one case are not independent, nor are those of one reader: an interval contains the one from resampling
  /// cases and, with two readers or more, the one from resampling readers.
  package init(_ table: RatingTable) {
    cases = Set(table.rows.map(\.case)).count
    notes = table.notes
    var readers: [String: Int] = [:]
    for role in Questionnaire.Role.allCases {
      let count = Set(table.rows.filter { $0.role == role }.map(\.reader)).count
      if count > 0 { readers[role.rawValue] = count }
    }
    self.readers = readers
    rows = Questionnaire.statements.flatMap { statement in
      Questionnaire.Role.allCases.compactMap { role in
        let rated = table.rows.filter { $0.role == role }.compactMap { row in
          row.ratings[statement.key].map { (row: row, rating: $0) }
        }
        guard !rated.isEmpty else { return nil }
        let agrees = rated.map { $0.rating >= Questionnaire.agreement }
        var share = Bootstrap.share(agrees, groups: rated.map(\.row.case))
        let readers = rated.map(\.row.reader)
        if Set(readers).count > 1 {
          let other = Bootstrap.share(agrees, groups: readers)
          share.interval = zip(share.interval, other.interval).enumerated().map { place, bounds in
            place == 0 ? min(bounds.0, bounds.1) : max(bounds.0, bounds.1)
          }
        }
        return Row(
          statement: statement.key, text: statement.text, role: role,
          counts: (1...Questionnaire.scale.count).map { point in rated.count { $0.rating == point } },
          agreement: share, paperPercent: role == .clinician ? statement.paperPercent : nil)
      }
    }
  }
}
