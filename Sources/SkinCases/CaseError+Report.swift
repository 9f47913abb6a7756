package import SkinFailure

extension CaseError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    let other = "It was not changed. Name another file with --cases."
    switch self {
    case .notAFile(let path):
      return FailureReport(
        problem: "'\(path)' is a folder or a device; cases are kept in a file.",
        help: "Name a file inside a folder of your own, like cases.db.", status: .badInput)
    case .notADatabase(let path):
      return FailureReport(
        problem: "'\(path)' is not a case list; its first bytes are not those of an SQLite database.", help: other,
        status: .badInput)
    case .otherDatabase(let path):
      return FailureReport(problem: "'\(path)' is the database of another program.", help: other, status: .badInput)
    case .newerVersion(let path, let found, let supported):
      return FailureReport(
        problem: "'\(path)' is a case list of version \(found); this program knows up to \(supported).",
        help: "Use a newer skingpt. The file was not changed.", status: .badInput)
    case .damaged(let path, let fact):
      return FailureReport(
        problem: "The case list '\(path)' is damaged: \(fact).",
        help: "Put a copy in its place if you have one, or name another file with --cases.", status: .badInput)
    case .inUse(let path):
      return FailureReport(
        problem: "Another program has the case list '\(path)' open.",
        help: "End the other skingpt serve, or name another file with --cases.", status: .inputOutput)
    case .unreadable(let path):
      return FailureReport(
        problem: "'\(path)' cannot be read.", help: "Check that you may read the file.", status: .inputOutput)
    case .unwritable(let path):
      return FailureReport(
        problem: "'\(path)' cannot be written, or no file beside it.",
        help: "Check the folder, your rights and the free space.", status: .inputOutput)
    case .diskFull(let path):
      return FailureReport(
        problem: "'\(path)' cannot be written: the disk is full.",
        help: "Make room; a deletion needs as much as the whole list for a moment.", status: .inputOutput)
    case .moved(let path):
      return FailureReport(
        problem: "The case list is no longer at '\(path)'.", help: "Put it back and start skingpt serve again.",
        status: .inputOutput)
    case .unexpected(let path, let code):
      return FailureReport(
        problem: "The case list '\(path)' failed with SQLite's code \(code).",
        help: "This is a fault of skingpt. Please report it with this line.", status: .software)
    }
  }
}
