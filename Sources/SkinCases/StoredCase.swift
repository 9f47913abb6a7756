package import Foundation

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

  /// A case that is kept now, unless told otherwise.
  package init(id: UUID = UUID(), keptAt: Date = Date(), label: String, note: String, haste: String) {
    self.id = id
    // As exact as the file keeps it, so that what is read equals what was written.
    self.keptAt = Date(timeIntervalSince1970: (keptAt.timeIntervalSince1970 * 1000).rounded() / 1000)
    self.label = label
    self.note = note
    self.haste = haste
  }
}
