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
    abstract: "Measures how far a model's logits are from a reference model's, on photos and questions.",
    discussion: "Both read the reference's greedy answers; reported are the mean Kullback-Leibler divergence in nats, "
      + "the share of positions with the same most probable token, and the perplexity of the answers.")

  @Argument(help: "Photos, or folders of photos.")
  var photos: [String]

  @Option(name: .long, help: "The container to compare with, usually in float.")
  var reference: String

  @Option(name: .long, help: "A question; may be given more than once. Default: the four evaluation prompts.")
  var prompt: [String] = []

  @Option(name: .long, help: "Most tokens of an answer.")
  var maxTokens = 64

  @Option(name: .long, help: "The most photos; the first ones are taken.")
  var limit: Int?

  @Flag(name: .long, help: "The model's decoder reads the reference's soft prompt: only the decoders differ.")
  var decoderOnly = false

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  @OptionGroup var modelOptions: ModelOptions

  func validate() throws {
    if !(1...100_000).contains(maxTokens) {
      throw ValidationError("--max-tokens must be from 1 to 100000, not \(maxTokens)")
    }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1, not \(limit)") }
  }

  private struct Result: Encodable {
    var reference: String
    var model: String
    var scheme: String
    var photos: Int
    var decoder_only: Bool
    var comparison: ModelComparison
  }

  func run() throws {
    let model = try modelOptions.open().model
    var runtime = modelOptions.runtime
    runtime.alignmentPack = nil
    runtime.cacheFormat = .float32
    let other = try SkinModel(path: reference, options: runtime)
    guard model.configuration.language.vocabularySize == other.configuration.language.vocabularySize,
      model.configuration.language.hiddenWidth == other.configuration.language.hiddenWidth,
      model.configuration.imageRowCount == other.configuration.imageRowCount
    else {
      throw FailureReport(
        problem: "'\(reference)' is another model: its words, rows or width differ.",
        help: "Compare containers of the same checkpoints.", status: .badInput)
    }
    let paths = Array(ActivationStatistics.photos(in: photos).prefix(limit ?? .max))
    guard !paths.isEmpty else {
      throw FailureReport(problem: "There are no photos.", help: "Name JPEG or PNG files.", status: .noInput)
    }
    var comparison = ModelComparison()
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    for (index, path) in paths.enumerated() {
      do {
        try comparison.add(
          try Photo.decode(try Photo.fileBytes(path: path)), questions: prompt.isEmpty ? EvaluationPrompts.all : prompt,
          reference: other, model: model, tokenLimit: maxTokens, decoderOnly: decoderOnly)
      } catch { throw FailureReport(error, file: path) }
      bar.show(Double(index + 1) / Double(paths.count))
    }
    bar.finish()
    if json {
      Terminal.write(
        try JSONText.line(
          Result(
            reference: other.container.digest, model: model.container.digest, scheme: model.scheme,
            photos: paths.count, decoder_only: decoderOnly, comparison: comparison)))
    } else {
      Terminal.write(Self.table(comparison, photoCount: paths.count))
    }
  }

  private static func table(_ comparison: ModelComparison, photoCount: Int) -> String {
    """
    \(comparison.positions) positions of \(photoCount) photos
    divergence (KL)        \(String(format: "%.5f", comparison.meanDivergence)) nats in the mean, \(String(format: "%.3f", comparison.largestDivergence)) at most
    same first token       \(String(format: "%.2f", comparison.agreement * 100)) %
    perplexity             \(String(format: "%.4f", comparison.perplexity)), of the reference itself \(String(format: "%.4f", comparison.referencePerplexity))

    """
  }
}
