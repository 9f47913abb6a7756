import Foundation
package import SkinConfiguration
package import SkinContainer
package import SkinConversion
package import SkinImage
package import SkinRuntime
package import SkinQuantization
import SkinTensor
import SkinText

/// How much a model's predictions change when one class of its tensors alone is written as planned.
///
/// The model in float answers first: the logits at the last position of each prompt and, if requested, of the tokens of
/// its own greedy answer. Then each class is encoded into memory, the rest stays in float, and the same tokens are read
/// again; the probabilities are compared as in ``ModelComparison``.
package struct Sensitivity {
  /// What one class costs.
  package struct Finding: Sendable, Encodable {
    /// The class, as a recipe's rule names it.
    package var tensors: String
    /// How many weights there are.
    package var count: Int
    /// The schemes that the plan gives them.
    package var schemes: [String]
    /// Bytes under these schemes.
    package var bytes: Int
    /// The divergence from the model in float.
    package var comparison: ModelComparison
  }

  /// The classes, as rules of a recipe: they match every weight that has a scheme.
  package static let classes = [
    "vision.layer.*", "query.layer.*", "language.embedding.weight", "language.layer.*.qkv.weight",
    "language.layer.*.attention_output.weight", "language.layer.*.gate_up.weight", "language.layer.*.down.weight",
    "language.output.weight",
  ]

  private let readings: [Reading]

  /// What the model in float says to one question about one photo.
  private struct Reading {
    let photo: Photo
    let question: String
    /// The logits at each position.
    var logits: [[Float]] = []
    /// The tokens read after the prompt, one fewer than there are positions.
    var tokens: [Int32] = []
  }

  /// Lets the model in float answer.
  ///
  /// - Parameters:
  ///   - tokenCount: positions of each answer; 1 for the last position of the prompt alone.
  /// - Throws: `LanguageError` if a question is too long.
  package init(_ float: SkinModel, photos: [Photo], questions: [String], tokenCount: Int = 1) throws {
    var readings: [Reading] = []
    for photo in photos {
      for question in questions {
        var reading = Reading(photo: photo, question: question)
        try Self.read(photo, question, by: float) { logits in
          reading.logits.append(logits)
          let best = Int32(logits.indices.max { logits[$0] < logits[$1] } ?? 0)
          guard reading.logits.count < tokenCount, best != float.tokenizer.endToken else { return nil }
          reading.tokens.append(best)
          return best
        }
        readings.append(reading)
      }
    }
    self.readings = readings
  }

  /// The divergence of another model of the same configuration.
  ///
  /// - Throws: `LanguageError` if a question is too long.
  package func compare(_ model: SkinModel) throws -> ModelComparison {
    var comparison = ModelComparison()
    for reading in readings {
      var position = 0
      try Self.read(reading.photo, reading.question, by: model) { logits in
        _ = comparison.add(reading.logits[position], logits)
        position += 1
        return position <= reading.tokens.count ? reading.tokens[position - 1] : nil
      }
    }
    return comparison
  }

  /// The cost of each class that the model has.
  ///
  /// - Parameters:
  ///   - float: the container of the model in float.
  ///   - plan: the schemes.
  ///   - rounding: how the codes of a weight are chosen.
  ///   - options: how the models run.
  ///   - progress: gets the share that is done, 0...1.
  /// - Throws: `QuantizationError`, `ContainerError`, `LanguageError`.
  package func findings(
    in float: Container, _ plan: WeightPlan, rounding: (TensorEntry) -> PanelEncoder.Rounding, options: RuntimeOptions,
    progress: (Double) -> Void = { _ in }
  ) throws -> [Finding] {
    var findings: [Finding] = []
    let weights = TensorCatalogue(float.configuration).entries.filter { $0.kind == .weight }
    for (index, pattern) in Self.classes.enumerated() {
      let rule = RecipeRule(tensors: pattern, weights: .float32)
      let members = weights.filter { rule.fits($0.name) }
      guard !members.isEmpty else { continue }
      var encoded: [TensorName: WeightMatrix] = [:]
      var schemes: Set<String> = []
      var byteCount = 0
      for entry in members {
        let scheme = plan.scheme(of: entry)
        encoded[entry.name] = try EncodedWeight.encode(
          try float.weight(entry.name), scheme, rounding(entry), threadCount: options.threadCount)
        schemes.insert(scheme.rawValue)
        byteCount += WeightLayout(shape: Shape(entry.rowCount, entry.columnCount), scheme: scheme).byteCount
      }
      let comparison = try compare(SkinModel(float.replacing(encoded), options: options))
      findings.append(
        Finding(
          tensors: pattern, count: members.count, schemes: schemes.sorted(), bytes: byteCount, comparison: comparison))
      progress(Double(index + 1) / Double(Self.classes.count))
    }
    return findings
  }

  /// Bytes of the largest class under a plan, which is in memory while it is measured.
  package static func greatestByteCount(_ configuration: ModelConfiguration, _ plan: WeightPlan) -> Int {
    let weights = TensorCatalogue(configuration).entries.filter { $0.kind == .weight }
    return classes.map { pattern in
      let rule = RecipeRule(tensors: pattern, weights: .float32)
      return weights.filter { rule.fits($0.name) }.reduce(0) { sum, entry in
        sum + WeightLayout(shape: Shape(entry.rowCount, entry.columnCount), scheme: plan.scheme(of: entry)).byteCount
      }
    }.max() ?? 0
  }

  /// Reads a prompt, passes its last logits to `next`, and continues with the tokens that it returns.
  private static func read(
    _ photo: Photo, _ question: String, by model: SkinModel, next: ([Float]) -> Int32?
  ) throws {
    let rows = try model.softPrompt(of: photo).takeRows()
    var promptRows = Matrix(rowCount: rows.rowCount, columnCount: rows.columnCount)
    promptRows.copyRows(0..<rows.rowCount, of: rows, to: 0)
    let conversation = try Conversation(
      decoder: model.decoder, tokenizer: model.tokenizer, template: model.configuration.conversation,
      imageRows: promptRows)
    let cache = model.decoder.makeCache()
    var logits = try model.decoder.read(
      try conversation.elements(asking: question), imageRows: rows, continuing: cache)
    while let token = next(logits) {
      guard cache.count < model.configuration.language.contextLength else { return }
      logits = try model.decoder.step([token], of: [cache])[0]
    }
  }
}
