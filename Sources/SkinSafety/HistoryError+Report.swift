package import SkinFailure

extension HistoryError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    FailureReport(
      problem: "The history cannot be used: \(self).", help: "docs/history.md lists its keys and values.",
      status: .badInput)
  }
}
