package import Foundation
import GRDB

/// A case in the list: what is shown of it before its report is opened.
package struct StoredCase: Hashable, Sendable, Identifiable {
  /// Its identity; never used again after the case is deleted.
  package let id: UUID
  /// When it was kept.
  package let keptAt: Date
  /// The name or number that the person gave it.
  package let label: String
  /// What the person noted; often empty.
  package let note: String
  /// How soon to be seen, in the words of the report.
  package let haste: String
  /// Whether the entry is not what was kept: bits flipped on the disk.
  package var isDamaged = false

  /// A case; by default it is kept now.
  package init(id: UUID = UUID(), keptAt: Date = Date(), label: String, note: String, haste: String) {
    self.id = id
    // As precise as the file stores it, so that what is read equals what was written.
    self.keptAt = Date(timeIntervalSince1970: (keptAt.timeIntervalSince1970 * 1000).rounded() / 1000)
    self.label = label
    self.note = note
    self.haste = haste
  }
}

extension StoredCase {
  /// A case from the first five columns of a row, whatever the file contains; nil if one is of another type.
  init?(row: Row) {
    guard let text = String.fromDatabaseValue(row[0]), let id = UUID(uuidString: text),
      let milliseconds = Int64.fromDatabaseValue(row[1]), let label = String.fromDatabaseValue(row[2]),
      let note = String.fromDatabaseValue(row[3]), let haste = String.fromDatabaseValue(row[4])
    else { return nil }
    self.init(
      id: id, keptAt: Date(timeIntervalSince1970: Double(milliseconds) / 1000), label: label, note: note, haste: haste)
  }
}
