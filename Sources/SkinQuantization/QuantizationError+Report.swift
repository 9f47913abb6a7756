package import SkinFailure

extension QuantizationError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    FailureReport(
      problem: "A weight cannot be written: \(self).",
      help: "The checkpoint is damaged, or needs --weights f32.", status: .badInput)
  }
}
