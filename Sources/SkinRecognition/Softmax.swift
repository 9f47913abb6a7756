import Foundation

/// Logits to probabilities and back.
package enum Softmax {
  /// Smaller probabilities count as this, so that their logarithms are finite.
  private static let least = 1e-12

  /// Probabilities of logits; they sum to 1.
  package static func probabilities(_ logits: [Double]) -> [Double] {
    let greatest = logits.max() ?? 0
    let exponentials = logits.map { exp($0 - greatest) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }

  /// The logarithms of the probabilities of logits.
  package static func logProbabilities(_ logits: [Double]) -> [Double] {
    let greatest = logits.max() ?? 0
    let logSum = greatest + log(logits.reduce(0) { $0 + exp($1 - greatest) })
    return logits.map { $0 - logSum }
  }

  /// The logarithms of probabilities; none is infinite.
  package static func logarithms(_ probabilities: [Double]) -> [Double] { probabilities.map { log(max($0, least)) } }
}
