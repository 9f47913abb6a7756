import ArgumentParser
import SkinConfiguration
import SkinFailure
import SkinMeasurement
import SkinRuntime
import SkinText

/// A text that `skingpt compare` reads in place of photos.
struct CompareTextOptions: ParsableArguments {
  private static let usualWindow = 512

  @Option(
    name: .long,
    help: "A text file to read instead of photos: each of its tokens is predicted from those before it.")
  var text: String?

  @Option(
    name: .long,
    help: "Tokens of the text that are read together, the start token in place of their first. Default: 512.")
  var window: Int?

  @Option(
    name: .long,
    help: "Tokens at each window's beginning that are only read, not predicted; llama-perplexity has half a window.")
  var skip: Int?

  @Option(name: .long, help: "The most tokens of the text.")
  var limitTokens: Int?

  @Option(name: .long, help: "One more model that reads the text in the same run; may be given more than once.")
  var beside: [String] = []

  /// Positions of a window.
  private var windowLength: Int { window ?? Self.usualWindow }

  func validate() throws {
    if text == nil, window != nil || skip != nil || limitTokens != nil || !beside.isEmpty {
      throw ValidationError("--window, --skip, --limit-tokens and --beside need --text FILE")
    }
    if !(2...1_000_000).contains(windowLength) {
      throw ValidationError("--window must be from 2 to 1000000, not \(windowLength)")
    }
    if let skip, !(0...windowLength - 2).contains(skip) {
      throw ValidationError("--skip must be from 0 to \(windowLength - 2), not \(skip)")
    }
    if let limitTokens, limitTokens < 2 {
      throw ValidationError("--limit-tokens must be at least 2, not \(limitTokens)")
    }
  }

  /// Compares models with a reference at every position of a text.
  ///
  /// - Returns: the measures of each model, and how many tokens were read, the start token among them.
  /// - Throws: `FailureReport` if there is no text or a context is shorter than a window.
  func compare(
    _ path: String, reference: SkinModel, models: [SkinModel], progress: (Double) -> Void
  ) throws -> (comparisons: [ModelComparison], tokenCount: Int) {
    let contextLength = ([reference] + models).map(\.configuration.language.contextLength).min() ?? 0
    guard windowLength <= contextLength else {
      throw FailureReport(
        problem: "A window of \(windowLength) tokens is longer than the context of \(contextLength).",
        help: "Give --window \(contextLength) or less.", status: .badInput)
    }
    let start = reference.tokenizer.beginToken
    let tokens = Array(
      ([start] + reference.tokenizer.encode(try InputFile.read(path))).prefix(limitTokens ?? .max))
    guard tokens.count > 1 + (skip ?? 0) else {
      throw FailureReport(
        problem: "'\(path)' has \(tokens.count - 1) tokens; more than \(skip ?? 0) are needed.",
        help: "Name a longer text, or skip less.", status: .badInput)
    }
    var comparison = TextComparison(reference: reference.decoder, models: models.map(\.decoder))
    for first in stride(from: 0, to: tokens.count, by: windowLength) {
      var window = tokens[first..<min(first + windowLength, tokens.count)]
      window[first] = start
      try comparison.add(window: window, skipping: skip ?? 0)
      progress(Double(window.endIndex) / Double(tokens.count))
    }
    return (comparison.comparisons, tokens.count)
  }
}
