package import SkinFailure

extension OutputError {
  /// Why the system refused, by its number, which is the same on every system: ENOENT, EACCES, ENOTDIR, EFBIG, ENOSPC and
  /// EROFS.
  private static let reasons: [Int32: String] = [
    2: "its folder is not there", 13: "you may not write there", 20: "its folder is not there",
    27: "it would be larger than is allowed", 28: "the disk is full", 30: "the disk is read-only",
  ]

  /// The name that was asked for, of a file that grows beside it.
  private static func final(_ path: String) -> String {
    let growing = OutputTarget.partialPath("")
    return path.hasSuffix(growing) ? String(path.dropLast(growing.count)) : path
  }

  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    let other = "Give the output another name."
    switch self {
    case .isDirectory(let path):
      return FailureReport(problem: "'\(path)' is a folder.", help: "Name a file in it.", status: .inputOutput)
    case .isInput(let path):
      return FailureReport(problem: "'\(path)' is also an input; it would be lost.", help: other, status: .usage)
    case .otherKind(let path, let expected):
      return FailureReport(
        problem: "'\(path)' is there already and is not \(expected); it would be lost.", help: other, status: .usage)
    case .isDevice(let path):
      return FailureReport(
        problem: "'\(path)' is a device or a pipe; this is written to files only.", help: other, status: .usage)
    case .foreignPartial(let path):
      return FailureReport(
        problem: "'\(path)', where the output would grow, is a link or not an ordinary file.",
        help: "Remove it, or give the output another name.", status: .inputOutput)
    case .busy(let path):
      return FailureReport(
        problem: "'\(Self.final(path))' is being written by another run.",
        help: "Wait for it, or give the output another name.",
        status: .inputOutput)
    case .noReader(let path):
      return FailureReport(
        problem: "'\(path)' is a pipe that nobody reads.", help: "Start the reader first.", status: .inputOutput)
    case .unwritable(let path, let code):
      let reason = Self.reasons[code].map { ": \($0)" } ?? ""
      return FailureReport(
        problem: "'\(Self.final(path))' cannot be written\(reason).",
        help: "Check the folder, your rights and the free space.",
        status: .inputOutput)
    }
  }
}
