package import Foundation
import GRDB

/// The case list: an SQLite file of reports that a person chose to keep.
///
/// Nothing is added by itself. Deleted data is overwritten with zeros, in the file and in SQLite's journal, and the
/// file is then rewritten without it (`VACUUM`). The file belongs to its owner alone (mode 0600) and is **not
/// encrypted**. What no program can reach remains: backups, and blocks that a disk or file system moved by itself.
///
/// One process at a time has a list open. The functions may be called from any thread; they wait for one another.
package final class CaseStore: Sendable {
  /// The file, as an absolute path without symbolic links.
  package let path: String
  /// Whether other accounts of this computer may read the file, because its file system has no owners.
  package var isOpenToOthers: Bool { file.isOpenToOthers }

  let file: CaseFile
  let journal: RollbackJournal
  let queue: DatabaseQueue

  /// Opens a case list, or creates one if there is no such file.
  ///
  /// A file that is something else, is damaged, or comes from a newer version is not changed.
  ///
  /// - Throws: ``CaseError``.
  package init(path: String) throws(CaseError) {
    file = try CaseFile(path: path)
    self.path = file.path
    journal = RollbackJournal(list: file.path)
    do {
      queue = try DatabaseQueue(path: file.path, configuration: CaseSchema.configuration(path: file.path))
    } catch {
      file.discardIfNew()
      throw CaseError(error, path: file.path)
    }
    do {
      try bringUpToDate()
      try journal.wipe()
    } catch {
      file.discardIfNew()
      throw CaseError(error, path: file.path)
    }
  }

  /// Holds the lock while the list is open, brings an older list up to date, and finds now what could not be listed or
  /// written later.
  private func bringUpToDate() throws {
    let migrator = CaseSchema.migrator
    if try queue.read(migrator.hasBeenSuperseded) {
      throw CaseError.newerVersion(path: path, found: CaseSchema.version + 1, supported: CaseSchema.version)
    }
    try queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE; COMMIT") }
    // Before the first change: SQLite gives the journal, which stays, the mode that the list has then.
    file.closeToOthers()
    let fact = try queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check(1)") }
    guard fact == "ok" else { throw CaseError.damaged(path: path, fact: "SQLite finds it inconsistent") }
    try migrator.migrate(queue)
    _ = try cases()
    _ = try confirmedCases()
    try queue.write { try $0.execute(sql: "PRAGMA user_version = \(CaseSchema.version)") }
  }

  /// The cases, newest first.
  ///
  /// - Throws: ``CaseError``.
  /// - Complexity: reads no report.
  package func cases() throws(CaseError) -> [StoredCase] {
    try attempt {
      try queue.read { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT k.id, k.kept_at_ms, k.label, k.note, k.haste, d.entry
            FROM kept_case k LEFT JOIN case_digest d ON d.case_id = k.id ORDER BY k.kept_at_ms DESC, k.rowid DESC
            """
        ).map(read)
      }
    }
  }

  /// Keeps a case.
  ///
  /// - Parameters:
  ///   - page: its report as HTML, whole, with the photo.
  ///   - findings: the report as data, to count later how the program did; nil to keep none.
  /// - Throws: ``CaseError``.
  package func keep(_ entry: StoredCase, page: Data, findings: Data? = nil) throws(CaseError) {
    try attempt {
      try file.checkPlace()
      try queue.write { db in
        try db.execute(
          sql: "INSERT INTO kept_case (id, kept_at_ms, label, note, haste, page) VALUES (?, ?, ?, ?, ?, ?)",
          arguments: [
            entry.id.uuidString, Int64((entry.keptAt.timeIntervalSince1970 * 1000).rounded()), entry.label, entry.note,
            entry.haste, page,
          ])
        if let findings {
          try db.execute(
            sql: "INSERT INTO case_findings (case_id, report) VALUES (?, ?)",
            arguments: [entry.id.uuidString, findings])
        }
        try CaseDigest.note(entry, page: page, in: db)
      }
      try journal.wipe()
    }
  }

  /// The report of a case as HTML; nil if there is no such case.
  ///
  /// - Throws: ``CaseError``.
  package func page(of id: UUID) throws(CaseError) -> Data? {
    try attempt {
      try queue.read { db in
        guard
          let row = try Row.fetchOne(
            db,
            sql: """
              SELECT k.page, d.page FROM kept_case k LEFT JOIN case_digest d ON d.case_id = k.id WHERE k.id = ?
              """, arguments: [id.uuidString])
        else { return nil }
        let page: Data = try value(row, 0)
        guard CaseDigest.page(page) == String.fromDatabaseValue(row[1]) else {
          throw CaseError.damaged(path: path, fact: "the report of a case is not what was kept")
        }
        return page
      }
    }
  }

  /// Deletes a case; afterwards none of its bytes remain in the file or beside it.
  ///
  /// - Returns: whether there was such a case.
  /// - Throws: ``CaseError``.
  /// - Complexity: writes the whole list anew and holds it in memory meanwhile.
  @discardableResult package func delete(_ id: UUID) throws(CaseError) -> Bool {
    try remove("DELETE FROM kept_case WHERE id = ?", [id.uuidString]) > 0
  }

  /// Deletes all cases.
  ///
  /// - Returns: how many there were.
  /// - Throws: ``CaseError``.
  @discardableResult package func deleteAll() throws(CaseError) -> Int {
    try remove("DELETE FROM kept_case", [])
  }

  private func remove(_ sql: String, _ arguments: StatementArguments) throws(CaseError) -> Int {
    try attempt {
      try file.checkPlace()
      let count = try queue.write { db in
        try db.execute(sql: sql, arguments: arguments)
        return db.changesCount
      }
      try journal.wipe()
      if count > 0 {
        try queue.vacuum()
        try journal.wipe()
      }
      return count
    }
  }

  /// A case from a row, whatever the file contains.
  private func read(_ row: Row) throws -> StoredCase {
    guard var entry = StoredCase(row: row) else {
      throw CaseError.damaged(path: path, fact: "a case has no identity, or a part of another type")
    }
    entry.isDamaged = CaseDigest.entry(entry) != String.fromDatabaseValue(row[5])
    return entry
  }

  /// A column's value; the row's own access would trap if the file holds another type.
  func value<Value: DatabaseValueConvertible>(_ row: Row, _ column: Int) throws -> Value {
    let found: DatabaseValue = row[column]
    guard let value = Value.fromDatabaseValue(found) else {
      throw CaseError.damaged(path: path, fact: "column \(column) of a case has another type")
    }
    return value
  }

  func attempt<Result>(_ body: () throws -> Result) throws(CaseError) -> Result {
    do { return try body() } catch { throw CaseError(error, path: path) }
  }
}
