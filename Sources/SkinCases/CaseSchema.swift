import Foundation
import GRDB

/// The content of a case list, and how older lists become newer ones.
enum CaseSchema {
  /// `application_id` of SQLite's header: "SKGC" in ASCII.
  static let applicationIdentifier: UInt32 = 0x534B_4743
  /// `user_version` of SQLite's header; one more with each migration.
  static let version = 3

  /// The migrations, oldest first; a published one never changes.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      // The page comes last, so that listing reads none of it.
      try db.execute(
        sql: """
          CREATE TABLE kept_case (
            id TEXT PRIMARY KEY NOT NULL,
            kept_at_ms INTEGER NOT NULL,
            label TEXT NOT NULL,
            note TEXT NOT NULL,
            haste TEXT NOT NULL,
            page BLOB NOT NULL);
          PRAGMA application_id = \(applicationIdentifier);
          """)
    }
    migrator.registerMigration("2") { db in
      // Tables of their own: cases that were kept before have no findings, and most are never confirmed.
      try db.execute(
        sql: """
          CREATE TABLE case_findings (
            case_id TEXT PRIMARY KEY NOT NULL REFERENCES kept_case (id) ON DELETE CASCADE,
            report BLOB NOT NULL);
          CREATE TABLE confirmed_diagnosis (
            case_id TEXT PRIMARY KEY NOT NULL REFERENCES kept_case (id) ON DELETE CASCADE,
            confirmed_at_ms INTEGER NOT NULL,
            class TEXT NOT NULL,
            condition TEXT NOT NULL,
            confirmed_by TEXT NOT NULL);
          """)
    }
    migrator.registerMigration("3") { db in
      try db.execute(
        sql: """
          CREATE TABLE case_digest (
            case_id TEXT PRIMARY KEY NOT NULL REFERENCES kept_case (id) ON DELETE CASCADE,
            entry TEXT NOT NULL,
            page TEXT NOT NULL);
          """)
      // Cases kept before are taken as they are now.
      for identity in try DatabaseValue.fetchAll(db, sql: "SELECT id FROM kept_case") {
        guard
          let row = try Row.fetchOne(
            db, sql: "SELECT id, kept_at_ms, label, note, haste, page FROM kept_case WHERE id = ?",
            arguments: [identity]),
          let entry = StoredCase(row: row), let page = Data.fromDatabaseValue(row[5])
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a case without a part") }
        try CaseDigest.note(entry, page: page, in: db)
      }
    }
    return migrator
  }

  /// The connection's settings: deleted data is overwritten, and nothing is written besides list and journal.
  ///
  /// The journal stays on disk after each change (`PERSIST`), so that ``RollbackJournal`` can overwrite it. That is
  /// safe only because nobody else may open the list (`EXCLUSIVE`). Compacting would put a copy of all cases into a
  /// temporary file; it works in memory instead.
  ///
  /// Source: sqlite.org/pragma.html, /lang_vacuum.html, /tempfiles.html.
  static func configuration(path: String) -> Configuration {
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      try db.execute(
        sql: """
          PRAGMA locking_mode = EXCLUSIVE;
          PRAGMA temp_store = MEMORY;
          PRAGMA trusted_schema = OFF;
          PRAGMA cell_size_check = ON;
          """)
      guard try String.fetchOne(db, sql: "PRAGMA journal_mode = PERSIST") == "persist" else {
        throw CaseError.inUse(path: path)
      }
      guard try Int.fetchOne(db, sql: "PRAGMA secure_delete = ON") == 1 else {
        throw CaseError.unexpected(path: path, code: ResultCode.SQLITE_MISUSE.rawValue)
      }
    }
    return configuration
  }
}
