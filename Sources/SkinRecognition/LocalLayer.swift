import Foundation

/// A multinomial layer over standardized features that corrects given probabilities.
///
///     logit(k) = trust * log p(k) + log prior(k) + w(k) . x + b(k)
///
/// Outcomes without an example have no weights: only the prior, which is never zero, stands for them.
package struct LocalLayer: Hashable, Sendable {
  /// How far the given probabilities count.
  package let trust: Double
  /// The logarithm of how common each outcome is here, including outcomes without an example.
  package let logPrior: [Double]
  /// The outcomes that have weights, ascending.
  package let outcomes: [Int]
  /// A row of weights for each of ``outcomes``.
  package let correction: LinearLayer

  /// A layer of the given parts.
  ///
  /// - Precondition: there is a row of weights for each of the outcomes.
  package init(trust: Double, logPrior: [Double], outcomes: [Int], correction: LinearLayer) {
    precondition(correction.outputCount == outcomes.count, "\(outcomes.count) outcomes")
    self.trust = trust
    self.logPrior = logPrior
    self.outcomes = outcomes
    self.correction = correction
  }

  /// The share of their given probability that outcomes without an example keep: the chance, estimated from the
  /// examples, that the next one is of a new kind.
  ///
  /// Source: Good 1953, "The population frequencies of species", with half a species added and never less than 2 %.
  package static func openness(counts: [Int]) -> Double {
    max((Double(counts.count { $0 == 1 }) + 0.5) / (Double(counts.reduce(0, +)) + 1), leastOpenness)
  }

  private static let leastOpenness = 0.02

  /// The probabilities of all outcomes.
  package func probabilities(
    _ input: [Float], logProbabilities: [Double], temperature: Double, openness: Double
  ) -> [Double] {
    let logits = logits(input, logProbabilities: logProbabilities)
    return opened(
      Softmax.probabilities(logits.map { $0 / temperature }), logProbabilities: logProbabilities, openness: openness)
  }

  /// Probabilities that leave outcomes without an example their share.
  func opened(_ probabilities: [Double], logProbabilities: [Double], openness: Double) -> [Double] {
    var open = logProbabilities.map { openness * exp($0) }
    for outcome in outcomes { open[outcome] = 0 }
    let rest = 1 - open.reduce(0, +)
    return zip(probabilities, open).map { $0 * rest + $1 }
  }

  /// The logits of all outcomes.
  package func logits(_ input: [Float], logProbabilities: [Double]) -> [Double] {
    var logits = Self.offsets(logProbabilities, logPrior: logPrior, weighted: outcomes, trust: trust)
    for (outcome, value) in zip(outcomes, correction.apply(input)) { logits[outcome] += value }
    return logits
  }

  /// The logits before the learned correction is added.
  ///
  /// For outcomes without an example the given probabilities never count less than ``leastTrust``: nothing was seen
  /// that could speak against them.
  static func offsets(
    _ logProbabilities: [Double], logPrior: [Double], weighted: [Int], trust: Double
  ) -> [Double] {
    var offsets = zip(logProbabilities, logPrior).map { max(trust, leastTrust) * $0 + $1 }
    for outcome in weighted { offsets[outcome] = trust * logProbabilities[outcome] + logPrior[outcome] }
    return offsets
  }

  private static let leastTrust = 0.5

  /// How common outcomes are, with half an example for each added, so that none is impossible.
  ///
  /// Source: Jeffreys 1946; Krichevsky and Trofimov 1981.
  package static func logPrior(counts: [Int]) -> [Double] {
    let total = Double(counts.reduce(0, +)) + 0.5 * Double(counts.count)
    return counts.map { log((Double($0) + 0.5) / total) }
  }
}
