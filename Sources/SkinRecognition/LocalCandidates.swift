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

/// The layers among which cross-validation weighs, from none that changes anything to one that learns freely.
enum LocalCandidates {
  /// How strongly weights are kept small, for each example.
  private static let penalties = [5, 1.5, 0.5, 0.15, 0.05]
  /// How many layers ``learned(from:outcomeCount:)`` gives.
  static let count = 2 + penalties.count

  /// What was given; what was given, recalibrated; and over the latter one layer of weights for each penalty.
  ///
  /// Every function that is minimized is convex in the weights, and the same examples give the same layers.
  ///
  /// - Precondition: there is at least one example.
  static func learned(from examples: LocalExamples, outcomeCount: Int) -> [LocalLayer] {
    let outcomes = Set(examples.targets).sorted()
    let width = examples.inputs.columnCount
    func layer(_ base: Recalibration, rows: [Float]? = nil, bias: [Double]? = nil) -> LocalLayer {
      LocalLayer(
        trust: base.trust, shift: base.shift, outcomes: outcomes,
        correction: LinearLayer(
          inputCount: width, weights: rows ?? [Float](repeating: 0, count: outcomes.count * width),
          bias: bias?.map(Float.init) ?? [Float](repeating: 0, count: outcomes.count)))
    }
    let base = Recalibration(examples.logProbabilities, targets: examples.targets, outcomeCount: outcomeCount)
    var point = LocalObjective.zero(outcomes: outcomes, columnCount: width)
    return [layer(Recalibration(outcomeCount: outcomeCount)), layer(base)]
      + penalties.map { penalty in
        // Each search begins where the stricter one ended.
        point = LocalObjective(examples, outcomes: outcomes, base: base, penalty: penalty).minimized(from: point)
        return layer(base, rows: point.rows.elements, bias: point.bias)
      }
  }
}

/// What is minimized for one layer of weights.
private struct LocalObjective {
  /// Weights and biases of the outcomes that have examples, or a direction in their space.
  struct Point: MinimizedPoint {
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

  private static let tolerance = 1e-4
  private static let stepLimit = 100
  /// Biases are as improbable as the shifts of a ``Recalibration``.
  private static let biasPenalty = 2.0

  private let examples: LocalExamples
  private let outcomes: [Int]
  private let penalty: Double
  /// The logits of each example before the correction.
  private let offsets: [[Double]]

  init(_ examples: LocalExamples, outcomes: [Int], base: Recalibration, penalty: Double) {
    self.examples = examples
    self.outcomes = outcomes
    self.penalty = penalty
    offsets = examples.logProbabilities.map(base.logits)
  }

  static func zero(outcomes: [Int], columnCount: Int) -> Point {
    Point(
      rows: PackedRows(rowCount: outcomes.count, columnCount: columnCount),
      bias: [Double](repeating: 0, count: outcomes.count))
  }

  /// The minimum.
  func minimized(from start: Point) -> Point {
    LimitedMemory.minimum(from: start, tolerance: Self.tolerance, stepLimit: Self.stepLimit, of: value)
  }

  /// The value and the slope at a point.
  private func value(at point: Point) -> (value: Double, slope: Point) {
    var slope = Self.zero(outcomes: outcomes, columnCount: examples.inputs.columnCount)
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
    let biasPenalty = Self.biasPenalty * share
    slope.rows.add(point.rows, times: Float(penalty))
    for index in slope.bias.indices { slope.bias[index] += biasPenalty * point.bias[index] }
    let squares = point.rows.dot(point.rows)
    let biasSquares = point.bias.reduce(0) { $0 + $1 * $1 }
    return (sum * share + 0.5 * penalty * squares + 0.5 * biasPenalty * biasSquares, slope)
  }
}
