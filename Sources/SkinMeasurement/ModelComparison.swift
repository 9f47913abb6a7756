import Foundation
import SkinConfiguration
package import SkinImage
package import SkinRuntime
import SkinTensor
import SkinText

/// How far a model's predictions are from another's, over the positions of the other's greedy answers or of a text.
///
/// Both models read the same tokens. At each position the reference's probabilities `p` and the model's `q` give the
/// Kullback-Leibler divergence `Σ p ln(p / q)`, in nats, and whether both have the same most probable token.
package struct ModelComparison: Sendable, Encodable {
  /// Positions that were compared.
  package private(set) var positions = 0
  /// The mean divergence, nats.
  package var meanDivergence: Double { positions == 0 ? 0 : divergenceSum / Double(positions) }
  /// The largest divergence, nats.
  package private(set) var largestDivergence = 0.0
  /// The share of positions with the same most probable token, 0...1.
  package var agreement: Double { positions == 0 ? 0 : Double(agreed) / Double(positions) }
  /// The standard error of ``meanDivergence`` if the positions were independent, nats; 0 for fewer than two of them.
  package var divergenceError: Double {
    guard positions > 1 else { return 0 }
    let variance = max(0, squareSum / Double(positions) - meanDivergence * meanDivergence)
    return (variance / Double(positions - 1)).squareRoot()
  }
  /// The perplexity of the text, or of the reference's answers, to the reference.
  package var referencePerplexity: Double { exp(-referenceSum / Double(max(positions, 1))) }
  /// The perplexity of the text, or of the reference's answers, to the model.
  package var perplexity: Double { exp(-modelSum / Double(max(positions, 1))) }

  private var divergenceSum = 0.0
  private var squareSum = 0.0
  private var agreed = 0
  private var referenceSum = 0.0
  private var modelSum = 0.0

  /// Nothing compared yet.
  package init() {}

  private enum CodingKeys: String, CodingKey {
    case positions
    case meanDivergence = "kl_mean"
    case divergenceError = "kl_error"
    case largestDivergence = "kl_max"
    case agreement = "top1_agreement"
    case referencePerplexity = "reference_perplexity"
    case perplexity
  }

  /// Writes the measures.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(positions, forKey: .positions)
    try container.encode(meanDivergence, forKey: .meanDivergence)
    try container.encode(divergenceError, forKey: .divergenceError)
    try container.encode(largestDivergence, forKey: .largestDivergence)
    try container.encode(agreement, forKey: .agreement)
    try container.encode(referencePerplexity, forKey: .referencePerplexity)
    try container.encode(perplexity, forKey: .perplexity)
  }

  /// Compares two models on a photo and some questions.
  ///
  /// - Parameters:
  ///   - tokenLimit: the most tokens of each answer.
  ///   - decoderOnly: whether the model reads the reference's soft prompt, so that only the decoders differ.
  /// - Throws: `LanguageError` if a question is too long.
  package mutating func add(
    _ photo: Photo, questions: [String], reference: SkinModel, model: SkinModel, tokenLimit: Int, decoderOnly: Bool
  ) throws {
    let referenceRows = try reference.softPrompt(of: photo).takeRows()
    var modelRows = Matrix(rowCount: referenceRows.rowCount, columnCount: referenceRows.columnCount)
    if decoderOnly {
      modelRows.copyRows(0..<referenceRows.rowCount, of: referenceRows, to: 0)
    } else {
      let own = try model.softPrompt(of: photo).takeRows()
      modelRows.copyRows(0..<own.rowCount, of: own, to: 0)
    }
    var promptRows = Matrix(rowCount: referenceRows.rowCount, columnCount: referenceRows.columnCount)
    promptRows.copyRows(0..<referenceRows.rowCount, of: referenceRows, to: 0)
    let conversation = try Conversation(
      decoder: reference.decoder, tokenizer: reference.tokenizer, template: reference.configuration.conversation,
      imageRows: promptRows)
    let (first, second) = (reference.decoder.makeCache(), model.decoder.makeCache())
    for question in questions {
      let elements = try conversation.elements(asking: question)
      var wanted = try reference.decoder.read(elements, imageRows: referenceRows, continuing: first)
      var found = try model.decoder.read(elements, imageRows: modelRows, continuing: second)
      for step in 1...max(1, tokenLimit) {
        let token = add(wanted, found)
        guard step < tokenLimit, token != reference.tokenizer.endToken,
          first.count < reference.configuration.language.contextLength,
          second.count < model.configuration.language.contextLength
        else { break }
        wanted = try reference.decoder.step([token], of: [first])[0]
        found = try model.decoder.step([token], of: [second])[0]
      }
    }
  }

  /// Compares the logits at one position, and returns the reference's most probable token.
  mutating func add(_ wanted: [Float], _ found: [Float]) -> Int32 {
    let wanted = Prediction(wanted)
    add(wanted, found, next: wanted.best)
    return Int32(wanted.best)
  }

  /// Compares the logits at one position with the reference's prediction there.
  ///
  /// - Parameter next: the token that follows.
  mutating func add(_ wanted: Prediction, _ found: [Float], next: Int) {
    let model = Prediction(found)
    // Σ p ln(p / q), from the sums alone.
    var sum = 0.0
    for index in found.indices {
      sum += wanted.weights[index] * (Double(wanted.logits[index]) - Double(found[index]))
    }
    let divergence = sum / wanted.weightSum - wanted.normalizer + model.normalizer
    positions += 1
    divergenceSum += divergence
    squareSum += divergence * divergence
    largestDivergence = max(largestDivergence, divergence)
    agreed += wanted.best == model.best ? 1 : 0
    referenceSum += wanted.logProbability(next)
    modelSum += model.logProbability(next)
  }
}

/// What a model predicts at a position.
struct Prediction {
  let logits: [Float]
  /// The token with the greatest logit.
  let best: Int
  /// What the probabilities are proportional to: 1 for the best.
  let weights: [Double]
  let weightSum: Double
  /// The logarithm of the sum of the logits' exponentials, nats.
  let normalizer: Double

  init(_ logits: [Float]) {
    var best = 0
    for index in logits.indices where logits[index] > logits[best] { best = index }
    let greatest = Double(logits[best])
    var sum = 0.0
    weights = logits.map {
      let weight = exp(Double($0) - greatest)
      sum += weight
      return weight
    }
    self.logits = logits
    self.best = best
    weightSum = sum
    normalizer = greatest + log(sum)
  }

  /// The logarithm of a token's probability, nats.
  func logProbability(_ token: Int) -> Double { Double(logits[token]) - normalizer }
}
