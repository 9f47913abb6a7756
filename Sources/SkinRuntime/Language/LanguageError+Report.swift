package import SkinFailure

extension LanguageError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    switch self {
    case .contextExceeded(let needed, let length):
      return FailureReport(
        problem: "The conversation needs \(needed) positions; the model has \(length).",
        help: "Shorten the question, or begin anew.", status: .badInput)
    case .notFinite(let stage):
      return FailureReport(
        problem: "The model fails to compute: the output of \(stage) is infinite or not a number.",
        help: "Its weights are damaged. Run skingpt verify, get the checkpoints again, and convert again.",
        status: .badInput)
    case .tokenOutsideVocabulary(let token, let size):
      return FailureReport(
        problem: "The tokenizer gave token \(token); the decoder knows \(size).",
        help: "Tokenizer and decoder do not belong together. Run skingpt convert again.", status: .badInput)
    }
  }
}
