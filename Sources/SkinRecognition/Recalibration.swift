import Foundation

/// What examples say about given probabilities as a whole: how far they are to be trusted, and which outcomes they name
/// too often or too seldom here.
///
///     logit(k) = trust * log p(k) + shift(k)
///
/// Both begin at what was given (1 and 0) and leave it only as far as the examples ask for: the least sum of negative
/// log-likelihoods with penalties on the squares of the shifts and of the trust's logarithm, that is the most probable
/// values if both are normally distributed beforehand. An outcome without an example goes down as far as it was named
/// where others were right; one that was never named stays as it was.
struct Recalibration: Hashable, Sendable {
  private static let shiftPenalty = 2.0
  private static let trustPenalty = 8.0
  private static let tolerance = 1e-6
  private static let stepLimit = 200

  /// How far the given probabilities count.
  let trust: Double
  /// What is added for each outcome.
  let shift: [Double]

  /// Leaves everything as it is.
  init(outcomeCount: Int) {
    trust = 1
    shift = [Double](repeating: 0, count: outcomeCount)
  }

  private init(trust: Double, shift: [Double]) {
    self.trust = trust
    self.shift = shift
  }

  /// The same shifts with a share of the trust.
  func trusted(_ share: Double) -> Recalibration { Recalibration(trust: trust * share, shift: shift) }

  /// Learns from examples.
  init(_ logProbabilities: [[Double]], targets: [Int], outcomeCount: Int) {
    let start = DensePoint([Double](repeating: 0, count: outcomeCount + 1))
    let found = LimitedMemory.minimum(from: start, tolerance: Self.tolerance, stepLimit: Self.stepLimit) { point in
      Self.value(at: point, logProbabilities, targets)
    }
    trust = exp(found.values[0])
    shift = Array(found.values.dropFirst())
  }

  /// The logits of an example.
  func logits(_ logProbabilities: [Double]) -> [Double] { zip(logProbabilities, shift).map { trust * $0 + $1 } }

  /// The value and the slope; the first value of a point is the trust's logarithm.
  private static func value(
    at point: DensePoint, _ logProbabilities: [[Double]], _ targets: [Int]
  ) -> (value: Double, slope: DensePoint) {
    let (logTrust, shift) = (point.values[0], point.values.dropFirst())
    let trust = exp(logTrust)
    var slope = [trustPenalty * logTrust] + shift.map { shiftPenalty * $0 }
    var value = 0.5 * trustPenalty * logTrust * logTrust + 0.5 * shiftPenalty * shift.reduce(0) { $0 + $1 * $1 }
    for (given, target) in zip(logProbabilities, targets) {
      let now = Softmax.logProbabilities(zip(given, shift).map { trust * $0 + $1 })
      value -= now[target]
      for (outcome, logProbability) in now.enumerated() {
        let error = exp(logProbability) - (outcome == target ? 1 : 0)
        slope[0] += error * given[outcome] * trust
        slope[outcome + 1] += error
      }
    }
    return (value, DensePoint(slope))
  }
}

/// A few numbers.
private struct DensePoint: MinimizedPoint {
  var values: [Double]

  init(_ values: [Double]) { self.values = values }

  func dot(_ other: DensePoint) -> Double { zip(values, other.values).reduce(0) { $0 + $1.0 * $1.1 } }

  mutating func add(_ other: DensePoint, times factor: Double) {
    for index in values.indices { values[index] += other.values[index] * factor }
  }

  func scaled(_ factor: Double) -> DensePoint { DensePoint(values.map { $0 * factor }) }
}
