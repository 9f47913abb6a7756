import SkinFailure

extension FileKind {
  fileprivate var words: String {
    switch self {
    case .vision: "the vision transformer"
    case .qformer: "the Q-Former"
    case .alignment: "the alignment layer"
    case .language: "the decoder"
    case .adapter: "a LoRA adapter"
    }
  }

  fileprivate var option: String {
    switch self {
    case .vision: "--vision"
    case .qformer: "--qformer"
    case .alignment: "--alignment"
    case .language: "--language"
    case .adapter: "--lora"
    }
  }

  /// The report on a file that was given to the wrong option.
  func report(path: String, expected: FileKind) -> FailureReport {
    return FailureReport(
      problem: "'\(path)' was given as \(expected.words), but holds \(words).",
      help: "Give it to \(option), and \(expected.words) to \(expected.option).", status: .badInput)
  }
}
