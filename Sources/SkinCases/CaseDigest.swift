import Foundation
import GRDB
import SkinFiles

/// SHA-256 of a case's content, kept beside it: SQLite itself does not notice a flipped bit in a text or a page.
///
/// Reports as data and confirmed diagnoses have none.
enum CaseDigest {
  /// The digest of an entry of the list, lowercase hexadecimal.
  static func entry(_ entry: StoredCase) -> String {
    let milliseconds = Int64((entry.keptAt.timeIntervalSince1970 * 1000).rounded())
    // Each part with its length, so that no two entries give the same text.
    let parts = [entry.id.uuidString, "\(milliseconds)", entry.label, entry.note, entry.haste]
    return text(SHA256.hash(data: Data(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8)))
  }

  /// The digest of a page, lowercase hexadecimal.
  static func page(_ page: Data) -> String { text(SHA256.hash(data: page)) }

  /// Stores the digests of a case.
  static func note(_ entry: StoredCase, page: Data, in db: Database) throws {
    try db.execute(
      sql: "INSERT INTO case_digest (case_id, entry, page) VALUES (?, ?, ?)",
      arguments: [entry.id.uuidString, self.entry(entry), self.page(page)])
  }

  private static func text(_ digest: [UInt8]) -> String {
    digest.hexadecimal
  }
}
