public import Foundation

/// A case in the list: what is shown of it before its report is opened.
public struct StoredCase: Hashable, Sendable, Identifiable {
  /// Its identity; never used again after the case is deleted.
  public let id: UUID
  /// When it was kept.
  public let keptAt: Date
  /// The name or number that the person gave it.
  public let label: String
  /// What the person noted; often empty.
  public let note: String
  /// How soon to be seen, in the words of the report.
  public let haste: String

  /// A case that is kept now, unless told otherwise.
  public init(id: UUID = UUID(), keptAt: Date = Date(), label: String, note: String, haste: String) {
    self.id = id
    // As exact as the file keeps it, so that what is read equals what was written.
    self.keptAt = Date(timeIntervalSince1970: (keptAt.timeIntervalSince1970 * 1000).rounded() / 1000)
    self.label = label
    self.note = note
    self.haste = haste
  }
}
