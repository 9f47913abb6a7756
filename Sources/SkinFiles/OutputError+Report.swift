package import SkinFailure

extension OutputError {
  /// ENOSPC and EFBIG, which have these numbers on every system.
  private static let (noSpace, tooLarge): (Int32, Int32) = (28, 27)

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
        problem: "'\(path)' is being written by another run.", help: "Wait for it, or give the output another name.",
        status: .inputOutput)
    case .noReader(let path):
      return FailureReport(
        problem: "'\(path)' is a pipe that nobody reads.", help: "Start the reader first.", status: .inputOutput)
    case .unwritable(let path, let code):
      let reason =
        code == Self.noSpace
        ? ": the disk is full" : code == Self.tooLarge ? ": it would be larger than is allowed" : ""
      return FailureReport(
        problem: "'\(path)' cannot be written\(reason).", help: "Check the folder, your rights and the free space.",
        status: .inputOutput)
    }
  }
}
