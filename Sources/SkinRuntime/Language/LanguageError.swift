import SkinFailure

/// What a prompt can ask for that the decoder cannot give.
package enum LanguageError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// Prompt and answer together are longer than the context.
  case contextExceeded(neededCount: Int, contextLength: Int)
  /// A token that the vocabulary does not have.
  case tokenOutsideVocabulary(Int32, vocabularySize: Int)
  /// The output of a stage of the model is not finite everywhere: damaged weights, which must not become an answer.
  case notFinite(stage: String)

  /// One line for developers.
  package var description: String {
    switch self {
    case .contextExceeded(let neededCount, let contextLength):
      "the sequence needs \(neededCount) positions; the context has \(contextLength)"
    case .tokenOutsideVocabulary(let token, let vocabularySize):
      "token \(token) in a vocabulary of \(vocabularySize)"
    case .notFinite(let stage): "\(stage) computes numbers that are not finite"
    }
  }
}
