import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The file of a case list before the database opens it, and its place in the file system afterwards.
///
/// Nothing is written to a file that is not a case list of this program. Reading ends before the database opens the
/// file: closing any descriptor of it would release the locks of the whole process (POSIX, `fcntl`).
struct CaseFile: Sendable {
  /// The absolute path, without symbolic links.
  let path: String
  /// Whether the file was made here; a failure then removes it.
  let isNew: Bool
  private let device: dev_t
  private let node: ino_t

  private static let ownerOnly: mode_t = 0o600
  private static let anybodyElse: mode_t = 0o077
  /// SQLite's header, with the offsets of `user_version` and `application_id`.
  ///
  /// Source: sqlite.org/fileformat.html, section 1.3.
  private static let header = (byteCount: 100, magic: Data("SQLite format 3\0".utf8), version: 60, application: 68)

  /// Creates the file, for its owner alone, or inspects the existing one.
  ///
  /// - Throws: ``CaseError`` if the file is not a case list that this version knows.
  init(path: String) throws(CaseError) {
    let absolute = URL(filePath: path, directoryHint: .notDirectory).standardizedFileURL.path(percentEncoded: false)
    // SAFETY: the string lives during the call.
    let descriptor = unsafe open(absolute, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, Self.ownerOnly)
    isNew = descriptor >= 0
    if isNew { close(descriptor) } else if errno != EEXIST { throw Self.failure(errno, absolute) }
    self.path = URL(filePath: absolute, directoryHint: .notDirectory).resolvingSymlinksInPath()
      .path(percentEncoded: false)
    guard let information = Self.information(self.path) else { throw .unreadable(path: absolute) }
    (device, node) = (information.st_dev, information.st_ino)
    guard information.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: absolute) }
    if information.st_size > 0 { try checkHeader() }
  }

  /// Whether anyone but the owner may read or write the file; some file systems (FAT) have no owners.
  var isOpenToOthers: Bool { Self.information(path).map { $0.st_mode & Self.anybodyElse != 0 } ?? false }

  /// Restricts the file and the journal beside it to their owner, as far as the file system can.
  func closeToOthers() {
    for path in [path, RollbackJournal(list: path).path] {
      guard let information = Self.information(path), information.st_mode & Self.anybodyElse != 0 else { continue }
      // SAFETY: the string lives during the call.
      _ = unsafe chmod(path, Self.ownerOnly)
    }
  }

  /// Removes a file that was created here and holds nothing yet.
  func discardIfNew() {
    if isNew { try? FileManager.default.removeItem(atPath: path) }
  }

  /// Makes sure that the name still refers to the file that was opened.
  ///
  /// - Throws: ``CaseError/moved(path:)``: what is written now would be lost.
  func checkPlace() throws(CaseError) {
    guard let information = Self.information(path), information.st_dev == device, information.st_ino == node else {
      throw .moved(path: path)
    }
  }

  private func checkHeader() throws(CaseError) {
    guard let file = FileHandle(forReadingAtPath: path) else { throw .unreadable(path: path) }
    defer { try? file.close() }
    let header: Data
    do { header = try file.read(upToCount: Self.header.byteCount) ?? Data() } catch { throw .unreadable(path: path) }
    guard header.starts(with: Self.header.magic) else { throw .notADatabase(path: path) }
    guard header.count == Self.header.byteCount else { throw .damaged(path: path, fact: "the header is cut short") }
    func number(at offset: Int) -> UInt32 {
      header[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    guard number(at: Self.header.application) == CaseSchema.applicationIdentifier else {
      throw .otherDatabase(path: path)
    }
    let version = Int(number(at: Self.header.version))
    guard version <= CaseSchema.version else {
      throw .newerVersion(path: path, found: version, supported: CaseSchema.version)
    }
  }

  private static func information(_ path: String) -> stat? {
    var information = stat()
    // SAFETY: the string and the variable live during the call.
    return unsafe stat(path, &information) == 0 ? information : nil
  }

  private static func failure(_ code: Int32, _ path: String) -> CaseError {
    switch code {
    case EISDIR: .notAFile(path: path)
    case ENOSPC, EDQUOT: .diskFull(path: path)
    default: .unwritable(path: path)
    }
  }
}
