import Foundation

/// Examples from which a ``LocalLayer`` learns.
struct LocalExamples: Sendable {
  /// Standardized features.
  var inputs: PackedRows
  /// The given log-probabilities, one row for each example.
  var logProbabilities: [[Double]]
  /// The right outcome of each.
  var targets: [Int]

  /// Some of the examples.
  func picked(_ indices: [Int]) -> LocalExamples {
    LocalExamples(
      inputs: inputs.rows(indices), logProbabilities: indices.map { logProbabilities[$0] },
      targets: indices.map { targets[$0] })
  }
}

/// What can be chosen about a ``LocalLayer``.
struct LocalSettings: Hashable, Sendable {
  /// How far the given probabilities count.
  var trust: Double
  /// How strongly weights are kept small, for each example.
  var penalty: Double
}

extension LocalLayer {
  /// Learns from examples: the least mean negative log-likelihood with a penalty on the squares of the weights.
  ///
  /// The function is convex, and the same examples give the same layer.
  ///
  /// - Precondition: there is at least one example.
  static func learned(from examples: LocalExamples, outcomeCount: Int, settings: LocalSettings) -> LocalLayer {
    var counts = [Int](repeating: 0, count: outcomeCount)
    for target in examples.targets { counts[target] += 1 }
    let outcomes = counts.indices.filter { counts[$0] > 0 }
    let prior = logPrior(counts: counts)
    var objective = LocalObjective(examples, outcomes: outcomes, logPrior: prior, settings: settings)
    let weights = objective.minimized()
    return LocalLayer(
      trust: settings.trust, logPrior: prior, outcomes: outcomes,
      correction: LinearLayer(
        inputCount: examples.inputs.columnCount, weights: weights.rows.elements, bias: weights.bias.map(Float.init)))
  }
}

/// What is minimized, by L-BFGS.
///
/// Source: Nocedal and Wright 2006, Numerical Optimization, algorithm 7.4, with backtracking (algorithm 3.1).
private struct LocalObjective {
  /// Weights and biases of the outcomes that have examples, or a direction in their space.
  struct Point {
    var rows: PackedRows
    var bias: [Double]

    func dot(_ other: Point) -> Double { rows.dot(other.rows) + zip(bias, other.bias).reduce(0) { $0 + $1.0 * $1.1 } }

    mutating func add(_ other: Point, times factor: Double) {
      rows.add(other.rows, times: Float(factor))
      for index in bias.indices { bias[index] += other.bias[index] * factor }
    }

    func scaled(_ factor: Double) -> Point {
      var zero = self
      zero.rows.clear()
      zero.bias = [Double](repeating: 0, count: bias.count)
      zero.add(self, times: factor)
      return zero
    }
  }

  private static let memory = 8
  private static let stepLimit = 60
  private static let tolerance = 1e-4
  private static let sufficientDecrease = 1e-4
  private static let halvingLimit = 20
  /// Biases are penalized too, but hardly: the prior says the rest.
  private static let biasPenalty = 1e-3

  private let examples: LocalExamples
  private let outcomes: [Int]
  private let penalty: Double
  /// The logits of each example before the correction.
  private let offsets: [[Double]]

  init(_ examples: LocalExamples, outcomes: [Int], logPrior: [Double], settings: LocalSettings) {
    self.examples = examples
    self.outcomes = outcomes
    penalty = settings.penalty
    offsets = examples.logProbabilities.map {
      LocalLayer.offsets($0, logPrior: logPrior, weighted: outcomes, trust: settings.trust)
    }
  }

  private var zero: Point {
    Point(
      rows: PackedRows(rowCount: outcomes.count, columnCount: examples.inputs.columnCount),
      bias: [Double](repeating: 0, count: outcomes.count))
  }

  /// The value and the gradient at a point.
  private func value(at point: Point) -> (value: Double, slope: Point) {
    var slope = zero
    var sum = 0.0
    let share = 1 / Double(examples.targets.count)
    for example in examples.targets.indices {
      var logits = offsets[example]
      for (index, outcome) in outcomes.enumerated() {
        logits[outcome] += Double(examples.inputs.dot(example, point.rows, index)) + point.bias[index]
      }
      let logProbabilities = Softmax.logProbabilities(logits)
      sum -= logProbabilities[examples.targets[example]]
      for (index, outcome) in outcomes.enumerated() {
        let error = (exp(logProbabilities[outcome]) - (outcome == examples.targets[example] ? 1 : 0)) * share
        slope.rows.add(examples.inputs, example, times: Float(error), to: index)
        slope.bias[index] += error
      }
    }
    slope.rows.add(point.rows, times: Float(penalty))
    for index in slope.bias.indices { slope.bias[index] += Self.biasPenalty * point.bias[index] }
    let squares = point.rows.dot(point.rows)
    let biasSquares = point.bias.reduce(0) { $0 + $1 * $1 }
    return (sum * share + 0.5 * penalty * squares + 0.5 * Self.biasPenalty * biasSquares, slope)
  }

  /// The minimum.
  mutating func minimized() -> Point {
    var point = zero
    var (value, slope) = self.value(at: point)
    var changes: [(step: Point, slope: Point, curvature: Double)] = []
    for _ in 0..<Self.stepLimit {
      guard slope.dot(slope).squareRoot() > Self.tolerance else { break }
      let direction = Self.direction(slope, changes)
      let descent = direction.dot(slope)
      guard descent < 0 else { break }
      // The first step is of length 1 at most; later ones have the right size by themselves.
      var length = changes.isEmpty ? min(1, 1 / slope.dot(slope).squareRoot()) : 1
      var found: (point: Point, value: Double, slope: Point)?
      for _ in 0..<Self.halvingLimit {
        var next = point
        next.add(direction, times: length)
        let (nextValue, nextSlope) = self.value(at: next)
        if nextValue <= value + Self.sufficientDecrease * length * descent {
          found = (next, nextValue, nextSlope)
          break
        }
        length /= 2
      }
      guard let found else { break }
      var slopeChange = found.slope
      slopeChange.add(slope, times: -1)
      let step = direction.scaled(length)
      let curvature = step.dot(slopeChange)
      if curvature > 0 {
        changes.append((step, slopeChange, curvature))
        if changes.count > Self.memory { changes.removeFirst() }
      }
      (point, value, slope) = (found.point, found.value, found.slope)
    }
    return point
  }

  private static func direction(
    _ slope: Point, _ changes: [(step: Point, slope: Point, curvature: Double)]
  ) -> Point {
    var direction = slope.scaled(-1)
    var factors: [Double] = []
    for change in changes.reversed() {
      let factor = change.step.dot(direction) / change.curvature
      factors.append(factor)
      direction.add(change.slope, times: -factor)
    }
    if let last = changes.last { direction = direction.scaled(last.curvature / last.slope.dot(last.slope)) }
    for (change, factor) in zip(changes, factors.reversed()) {
      let other = change.slope.dot(direction) / change.curvature
      direction.add(change.step, times: factor - other)
    }
    return direction
  }
}
