package import SkinFailure

extension ConfigurationError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    FailureReport(
      problem: "The configuration describes an impossible model: \(self).",
      help: "Check that the files belong together.", status: .badInput)
  }
}
