package import SkinFailure

extension LabelError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    FailureReport(
      problem: "The table of labels\(file.map { " '\($0)'" } ?? "") cannot be used: \(self).",
      help: "docs/engineer.md shows its columns.", status: .badInput)
  }
}
