package import SkinFailure

extension HistoryError {
  /// The error in words for people.
  package func report(about file: String?) -> FailureReport {
    FailureReport(
      problem: "The history cannot be used: \(self).", help: "docs/history.md lists its keys and values.",
      status: .badInput)
  }
}
