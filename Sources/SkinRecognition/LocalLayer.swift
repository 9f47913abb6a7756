import Foundation

/// A multinomial layer over standardized features that corrects given probabilities.
///
///     logit(k) = trust * log p(k) + shift(k) + w(k) . x + b(k)
///
/// Outcomes without an example have no weights: only trust and shift stand for them.
package struct LocalLayer: Hashable, Sendable {
  /// How far the given probabilities count.
  package let trust: Double
  /// What is added for each outcome, including outcomes without an example.
  package let shift: [Double]
  /// The outcomes that have weights, ascending.
  package let outcomes: [Int]
  /// A row of weights for each of ``outcomes``.
  package let correction: LinearLayer

  /// A layer of the given parts.
  ///
  /// - Precondition: there is a row of weights for each of the outcomes.
  package init(trust: Double, shift: [Double], outcomes: [Int], correction: LinearLayer) {
    precondition(correction.outputCount == outcomes.count, "\(outcomes.count) outcomes")
    self.trust = trust
    self.shift = shift
    self.outcomes = outcomes
    self.correction = correction
  }

  /// The mean of layers over the same outcomes, in which each counts as its weight; its logits are the mean of theirs.
  ///
  /// - Precondition: there is a layer, and they have weights for the same outcomes.
  init(mean layers: [LocalLayer], weights: [Double]) {
    var shift = [Double](repeating: 0, count: layers[0].shift.count)
    var rows = [Double](repeating: 0, count: layers[0].correction.weights.count)
    var bias = [Double](repeating: 0, count: layers[0].outcomes.count)
    for (layer, weight) in zip(layers, weights) {
      for index in shift.indices { shift[index] += weight * layer.shift[index] }
      for index in rows.indices { rows[index] += weight * Double(layer.correction.weights[index]) }
      for index in bias.indices { bias[index] += weight * Double(layer.correction.bias[index]) }
    }
    self.init(
      trust: zip(layers, weights).reduce(0) { $0 + $1.0.trust * $1.1 }, shift: shift, outcomes: layers[0].outcomes,
      correction: LinearLayer(
        inputCount: layers[0].correction.inputCount, weights: rows.map(Float.init), bias: bias.map(Float.init)))
  }

  /// The probabilities of all outcomes.
  package func probabilities(_ input: [Float], logProbabilities: [Double]) -> [Double] {
    Softmax.probabilities(logits(input, logProbabilities: logProbabilities))
  }

  /// The logits of all outcomes.
  package func logits(_ input: [Float], logProbabilities: [Double]) -> [Double] {
    var logits = zip(logProbabilities, shift).map { trust * $0 + $1 }
    for (outcome, value) in zip(outcomes, correction.apply(input)) { logits[outcome] += value }
    return logits
  }
}
