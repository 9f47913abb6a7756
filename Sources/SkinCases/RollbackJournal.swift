import Foundation

/// SQLite's journal beside a list, which holds the old content of changed pages, hence every case that was deleted.
///
/// SQLite would remove the file, and its content would stay in unallocated blocks of the disk. So the journal is kept
/// until it has been overwritten here.
struct RollbackJournal: Sendable {
  /// The journal's path.
  let path: String

  private static let chunkByteCount = 1 << 20
  /// The first bytes of a journal that is still needed; SQLite sets them to zero when a change is complete.
  ///
  /// Source: sqlite.org/fileformat.html, section 3.
  private static let magic = Data([0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7])

  /// The journal of a list.
  init(list path: String) { self.path = path + "-journal" }

  /// Overwrites the journal and empties it, unless SQLite still needs it.
  ///
  /// - Throws: ``CaseError/unwritable(path:)``.
  func wipe() throws(CaseError) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard let file = FileHandle(forUpdatingAtPath: path) else { throw .unwritable(path: path) }
    defer { try? file.close() }
    do {
      guard try file.read(upToCount: Self.magic.count) != Self.magic else { return }
      try Self.overwrite(file)
      try file.truncate(atOffset: 0)
      try file.synchronize()
    } catch { throw .unwritable(path: path) }
  }

  /// Writes zeros over a whole file and waits until they are on disk.
  static func overwrite(_ file: FileHandle) throws {
    var rest = try file.seekToEnd()
    try file.seek(toOffset: 0)
    let zeros = Data(count: chunkByteCount)
    while rest > 0 {
      let count = min(UInt64(chunkByteCount), rest)
      try file.write(contentsOf: zeros.prefix(Int(count)))
      rest -= count
    }
    try file.synchronize()
  }
}
