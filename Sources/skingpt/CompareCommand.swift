import SkinMeasurement
import SkinFailure
import ArgumentParser
import Foundation
import SkinConfiguration
import SkinContainer
import SkinDiagnosis
import SkinImage
import SkinRuntime

/// `skingpt compare`: how far a model's predictions are from another's.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures how far a model's logits are from a reference model's, on photos and questions or on a text.",
    discussion:
      "Both read the reference's greedy answers, or with --text a text; reported are the mean Kullback-Leibler "
      + "divergence in nats, the share of positions with the same most probable token, and the perplexity of what was read."
  )

  @Argument(help: "Photos, or folders of photos.")
  var photos: [String] = []

  @Option(name: .long, help: "The container to compare with, usually in float.")
  var reference: String

  @Option(name: .long, help: "A question; may be given more than once. Default: the four evaluation prompts.")
  var prompt: [String] = []

  @Option(name: .long, help: "Most tokens of an answer. Default: 64.")
  var maxTokens: Int?

  @Option(name: .long, help: "The most photos; the first ones are taken.")
  var limit: Int?

  @Flag(name: .long, help: "The model's decoder reads the reference's soft prompt: only the decoders differ.")
  var decoderOnly = false

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  @OptionGroup(title: "Text") var textOptions: CompareTextOptions

  @OptionGroup var modelOptions: ModelOptions

  func validate() throws {
    if photos.isEmpty, textOptions.text == nil {
      throw ValidationError("Missing expected argument '<photos> ...', or a text: '--text <text>'")
    }
    if textOptions.text != nil, !photos.isEmpty || !prompt.isEmpty || maxTokens != nil || limit != nil || decoderOnly {
      throw ValidationError("--text excludes photos, --prompt, --max-tokens, --limit and --decoder-only")
    }
    if let maxTokens, !(1...100_000).contains(maxTokens) {
      throw ValidationError("--max-tokens must be from 1 to 100000, not \(maxTokens)")
    }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1, not \(limit)") }
  }

  private struct Result: Encodable {
    var reference: String
    var model: String
    var scheme: String
    var photos: Int?
    var decoder_only: Bool?
    var text_tokens: Int?
    var comparison: ModelComparison
  }

  func run() throws {
    let model = try modelOptions.open().model
    var runtime = modelOptions.runtime
    runtime.alignmentPack = nil
    let further = try textOptions.beside.map { try SkinModel(path: $0, options: runtime) }
    runtime.cacheFormat = .float32
    let other = try SkinModel(path: reference, options: runtime)
    let models = [model] + further
    for model in models { try checkShapes(model.configuration, other.configuration) }
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    var results = models.map {
      Result(
        reference: other.container.digest, model: $0.container.digest, scheme: $0.scheme,
        comparison: ModelComparison())
    }
    if let text = textOptions.text {
      let found = try textOptions.compare(text, reference: other, models: models) { bar.show($0) }
      for (index, comparison) in found.comparisons.enumerated() {
        (results[index].comparison, results[index].text_tokens) = (comparison, found.tokenCount)
      }
    } else {
      let paths = Array(ActivationStatistics.photos(in: photos).prefix(limit ?? .max))
      (results[0].comparison, results[0].photos) = (try compare(paths, other, model) { bar.show($0) }, paths.count)
      results[0].decoder_only = decoderOnly
    }
    bar.finish()
    for result in results { Terminal.write(json ? try JSONText.line(result) : Self.table(result)) }
  }

  /// Checks that both models have what is compared in common.
  private func checkShapes(_ model: ModelConfiguration, _ other: ModelConfiguration) throws(FailureReport) {
    let isSoftPromptShared =
      model.language.hiddenWidth == other.language.hiddenWidth && model.imageRowCount == other.imageRowCount
    guard model.language.vocabularySize == other.language.vocabularySize,
      textOptions.text != nil || isSoftPromptShared
    else {
      throw FailureReport(
        problem: "'\(reference)' is another model: its words, rows or width differ.",
        help: "Compare containers of the same checkpoints.", status: .badInput)
    }
  }

  private func compare(
    _ paths: [String], _ other: SkinModel, _ model: SkinModel, progress: (Double) -> Void
  ) throws -> ModelComparison {
    guard !paths.isEmpty else {
      throw FailureReport(problem: "There are no photos.", help: "Name JPEG or PNG files.", status: .noInput)
    }
    var comparison = ModelComparison()
    for (index, path) in paths.enumerated() {
      do {
        try comparison.add(
          try Photo.decode(try Photo.fileBytes(path: path)), questions: prompt.isEmpty ? EvaluationPrompts.all : prompt,
          reference: other, model: model, tokenLimit: maxTokens ?? 64, decoderOnly: decoderOnly)
      } catch { throw FailureReport(error, file: path) }
      progress(Double(index + 1) / Double(paths.count))
    }
    return comparison
  }

  private static func table(_ result: Result) -> String {
    let comparison = result.comparison
    let source = result.photos.map { "of \($0) photos" } ?? "in a text of \(result.text_tokens ?? 0) tokens"
    func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
    return """
      \(comparison.positions) positions \(source)
      divergence (KL)        \(number(comparison.meanDivergence, 5)) nats in the mean, \(number(comparison.largestDivergence, 3)) at most
      same first token       \(number(comparison.agreement * 100, 2)) %
      perplexity             \(number(comparison.perplexity, 4)), of the reference itself \(number(comparison.referencePerplexity, 4))

      """
  }
}
