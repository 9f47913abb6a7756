package import Foundation
import GRDB

/// What a kept case turned out to be, as somebody who knows says later.
package struct ConfirmedDiagnosis: Hashable, Sendable {
  /// The slug of the class.
  package let `class`: String
  /// The condition; empty if only the class is known.
  package let condition: String
  /// Who says so: a name, or how it was found, like "biopsy".
  package let by: String
  /// When it was said.
  package let at: Date

  /// A diagnosis; by default it is confirmed now.
  package init(class slug: String, condition: String = "", by: String, at: Date = Date()) {
    self.class = slug
    self.condition = condition
    self.by = by
    // As precise as the file stores it, so that what is read equals what was written.
    self.at = Date(timeIntervalSince1970: (at.timeIntervalSince1970 * 1000).rounded() / 1000)
  }
}

/// A case whose diagnosis is confirmed, with what the program had found.
package struct ConfirmedCase: Hashable, Sendable {
  /// The case's identity.
  package let id: UUID
  /// The name or number that the person gave it.
  package let label: String
  /// What it turned out to be.
  package let diagnosis: ConfirmedDiagnosis
  /// The report as data; nil for cases that were kept without it.
  package let findings: Data?
}

extension CaseStore {
  /// Records what a case turned out to be; a later record replaces an earlier one.
  ///
  /// - Returns: whether there is such a case.
  /// - Throws: ``CaseError``.
  @discardableResult
  package func confirm(_ id: UUID, _ diagnosis: ConfirmedDiagnosis) throws(CaseError) -> Bool {
    try attempt {
      try file.checkPlace()
      let isThere = try queue.write { db in
        guard try Row.fetchOne(db, sql: "SELECT 1 FROM kept_case WHERE id = ?", arguments: [id.uuidString]) != nil
        else {
          return false
        }
        try db.execute(
          sql: """
            INSERT OR REPLACE INTO confirmed_diagnosis (case_id, confirmed_at_ms, class, condition, confirmed_by)
            VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [
            id.uuidString, Int64((diagnosis.at.timeIntervalSince1970 * 1000).rounded()), diagnosis.class,
            diagnosis.condition, diagnosis.by,
          ])
        return true
      }
      try journal.wipe()
      return isThere
    }
  }

  /// Takes back the diagnosis of a case.
  ///
  /// - Returns: whether there was one.
  /// - Throws: ``CaseError``.
  @discardableResult
  package func takeBack(_ id: UUID) throws(CaseError) -> Bool {
    try attempt {
      try file.checkPlace()
      let count = try queue.write { db in
        try db.execute(sql: "DELETE FROM confirmed_diagnosis WHERE case_id = ?", arguments: [id.uuidString])
        return db.changesCount
      }
      try journal.wipe()
      return count > 0
    }
  }

  /// The cases that are confirmed, the oldest first.
  ///
  /// - Throws: ``CaseError``.
  /// - Complexity: reads no page.
  package func confirmedCases() throws(CaseError) -> [ConfirmedCase] {
    try attempt {
      try queue.read { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT d.case_id, d.confirmed_at_ms, d.class, d.condition, d.confirmed_by, f.report, k.label
            FROM confirmed_diagnosis d JOIN kept_case k ON k.id = d.case_id
            LEFT JOIN case_findings f ON f.case_id = d.case_id
            ORDER BY d.confirmed_at_ms, d.case_id
            """
        ).map { row in
          guard let id = UUID(uuidString: try value(row, 0)) else {
            throw CaseError.damaged(path: path, fact: "a case has no identity")
          }
          let milliseconds: Int64 = try value(row, 1)
          let found: DatabaseValue = row[5]
          let findings: Data? = try found.isNull ? nil : value(row, 5)
          return ConfirmedCase(
            id: id, label: try value(row, 6),
            diagnosis: ConfirmedDiagnosis(
              class: try value(row, 2), condition: try value(row, 3), by: try value(row, 4),
              at: Date(timeIntervalSince1970: Double(milliseconds) / 1000)),
            findings: findings)
        }
      }
    }
  }
}
