package import SkinFailure

extension TextError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    FailureReport(
      problem: "The model's tokenizer cannot be used: \(self).",
      help: "The container is damaged or was made from a wrong tokenizer.model. Run skingpt convert again.",
      status: .badInput)
  }
}
