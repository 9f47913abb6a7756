import SkinFailure

/// What can go wrong with a case list.
package enum CaseError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// The path names a folder, a pipe or a device.
  case notAFile(path: String)
  /// The file's first bytes are not those of an SQLite database.
  case notADatabase(path: String)
  /// The database belongs to another program.
  case otherDatabase(path: String)
  /// A newer version of this program wrote the list.
  case newerVersion(path: String, found: Int, supported: Int)
  /// The database contradicts itself; the fact in a few words.
  case damaged(path: String, fact: String)
  /// Another program has the list open.
  case inUse(path: String)
  /// The system refused to read the file.
  case unreadable(path: String)
  /// The system refused to write the file, or another beside it.
  case unwritable(path: String)
  /// There is no room left.
  case diskFull(path: String)
  /// The file was moved or removed after it was opened.
  case moved(path: String)
  /// SQLite returned a code that it should never return here.
  case unexpected(path: String, code: Int32)

  /// One line for developers.
  package var description: String {
    switch self {
    case .notAFile(let path): "\(path): no regular file"
    case .notADatabase(let path): "\(path): no SQLite database"
    case .otherDatabase(let path): "\(path): application_id of another program"
    case .newerVersion(let path, let found, let supported): "\(path): version \(found), known up to \(supported)"
    case .damaged(let path, let fact): "\(path): \(fact)"
    case .inUse(let path): "\(path): locked"
    case .unreadable(let path): "\(path): cannot be read"
    case .unwritable(let path): "\(path): cannot be written"
    case .diskFull(let path): "\(path): disk full"
    case .moved(let path): "\(path): moved or removed while open"
    case .unexpected(let path, let code): "\(path): SQLite code \(code)"
    }
  }
}
