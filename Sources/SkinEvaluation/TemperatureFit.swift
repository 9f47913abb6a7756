import Foundation

/// The temperature that would fit these photos best, beside the one used: to calibrate a weight scheme by the program's
/// own scores.
///
/// Source: Guo et al. 2017, arXiv:1706.04599, section 4.2.
package struct TemperatureFit: Hashable, Sendable, Codable {
  /// What the scores were divided by.
  package var used: Double
  /// What they should be divided by for the least mean negative log-likelihood of the right class.
  package var fitted: Double
  /// Mean negative log-likelihood as used, in nats.
  package var loss: Double
  /// The same with the fitted temperature.
  package var fittedLoss: Double

  private enum CodingKeys: String, CodingKey {
    case used, fitted, loss
    case fittedLoss = "fitted_loss"
  }

  private static let range = 0.1...10.0
  private static let stepCount = 60
  private static let least = 1e-300

  /// Fits.
  ///
  /// - Parameters:
  ///   - probabilities: `softmax(scores / used)` of each photo.
  ///   - targets: the index of the right class of each.
  /// - Precondition: as many targets as rows of probabilities, at least one.
  package init(used: Double, probabilities: [[Double]], targets: [Int]) {
    precondition(probabilities.count == targets.count && !targets.isEmpty, "\(targets.count) targets")
    // The logarithms of a softmax are its scores up to a constant for each photo.
    let scores = probabilities.map { $0.map { log(max($0, Self.least)) } }
    func loss(_ factor: Double) -> Double {
      let sum = zip(scores, targets).reduce(0.0) { sum, pair in
        let scaled = pair.0.map { $0 * factor }
        let greatest = scaled.max() ?? 0
        return sum + greatest + log(scaled.reduce(0) { $0 + exp($1 - greatest) }) - scaled[pair.1]
      }
      return sum / Double(targets.count)
    }
    // Golden-section search over the logarithm: the loss has one minimum (Kiefer 1953).
    var (low, high) = (log(Self.range.lowerBound), log(Self.range.upperBound))
    let ratio = (5.0.squareRoot() - 1) / 2
    for _ in 0..<Self.stepCount {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if loss(exp(-left)) < loss(exp(-right)) { high = right } else { low = left }
    }
    let factor = exp(-(low + high) / 2)
    self.used = used
    fitted = used / factor
    self.loss = loss(1)
    fittedLoss = loss(factor)
  }
}
