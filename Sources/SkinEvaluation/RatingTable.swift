package import Foundation

/// The completed questionnaire: one row for each case and reader.
///
/// Columns: `case`, `reader`, `role` (clinician or lay), one for each statement with a number from 1 to 5 or nothing,
/// and optionally `note`. A code stands for the reader, not a name.
package struct RatingTable: Hashable, Sendable {
  /// What one reader thought of one case.
  package struct Row: Hashable, Sendable {
    var `case`: String
    var reader: String
    var role: Questionnaire.Role
    /// By the statement's key; unrated ones are absent.
    var ratings: [String: Int]
  }

  /// The rows.
  package let rows: [Row]
  /// What the rows' notes say, each once, in their order.
  package let notes: [String]

  /// The columns before the statements.
  private static let keyColumns = ["case", "reader", "role"]

  /// Reads a table.
  ///
  /// - Throws: ``LabelError``
  package init(csv: Data) throws(LabelError) {
    let table = try DelimitedTable(csv, needed: Self.keyColumns + Questionnaire.statements.map(\.key))
    var rows: [Row] = []
    var notes: [String] = []
    var seen: Set<[String]> = []
    for (line, fields) in table.rows {
      let values = Dictionary(zip(table.head, fields.map { $0.trimmingCharacters(in: .whitespaces) })) { first, _ in
        first
      }
      func value(_ name: String) -> String { values[name] ?? "" }
      guard let role = Questionnaire.Role(rawValue: value("role")) else {
        throw .unknownRole(line: line, value("role"))
      }
      for name in ["case", "reader"] where value(name).isEmpty { throw .emptyField(line: line, name) }
      guard seen.insert([value("case"), value("reader")]).inserted else {
        throw .ratedTwice(line: line, case: value("case"), reader: value("reader"))
      }
      var ratings: [String: Int] = [:]
      for statement in Questionnaire.statements where !value(statement.key).isEmpty {
        let text = value(statement.key)
        guard let rating = Int(text), (1...Questionnaire.scale.count).contains(rating) else {
          throw .notARating(line: line, text)
        }
        guard role == .clinician || statement.isForLayReaders else {
          throw .ratedByLayReader(line: line, statement.key)
        }
        ratings[statement.key] = rating
      }
      let note = value("note")
      if !note.isEmpty, !notes.contains(note) { notes.append(note) }
      if !ratings.isEmpty {
        rows.append(Row(case: value("case"), reader: value("reader"), role: role, ratings: ratings))
      }
    }
    guard !rows.isEmpty else { throw .noRows }
    self.rows = rows
    self.notes = notes
  }

  /// An empty table for the cases of a form, with a row for each.
  package static func sheet(cases: [String]) -> String {
    let columns = keyColumns + Questionnaire.statements.map(\.key) + ["note"]
    let blanks = String(repeating: ",", count: columns.count - 1)
    return ([columns.joined(separator: ",")] + cases.map { DelimitedTable.field($0) + blanks }).joined(separator: "\n")
      + "\n"
  }
}
