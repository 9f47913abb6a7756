import GRDB

extension CaseError {
  /// What an error of the database means for the list.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as CaseError: self = error
    case let error as DatabaseError:
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: self = .inUse(path: path)
      case .SQLITE_NOTADB: self = .notADatabase(path: path)
      case .SQLITE_CORRUPT, .SQLITE_FORMAT, .SQLITE_SCHEMA, .SQLITE_MISMATCH, .SQLITE_ERROR, .SQLITE_TOOBIG:
        self = .damaged(path: path, fact: error.message ?? "SQLite code \(error.resultCode.rawValue)")
      case .SQLITE_FULL: self = .diskFull(path: path)
      case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_PERM, .SQLITE_AUTH:
        self = .unwritable(path: path)
      default: self = .unexpected(path: path, code: error.resultCode.rawValue)
      }
    default: self = .damaged(path: path, fact: "\(error)")
    }
  }
}
