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
  /// How strongly weights are kept small, for all examples together, for each feature.
  private static let penalties = [0.16, 0.05, 0.016]

  /// Learns what was given; what was given, recalibrated; and over the latter one layer of weights for each penalty.
  ///
  /// Every function that is minimized is convex in the weights, and the same examples give the same layers.
  ///
  /// - Parameter shares: how much of the trust the layers of weights keep; there is one of each penalty for each.
  /// - Precondition: there is at least one example.
  static func learned(from examples: LocalExamples, outcomeCount: Int, shares: [Double]) -> [LocalLayer] {
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
    var layers = [layer(Recalibration(outcomeCount: outcomeCount)), layer(base)]
    for share in shares {
      let base = base.trusted(share)
      var point = LocalObjective.zero(outcomes: outcomes, columnCount: width)
      for penalty in penalties {
        // Each search begins where the stricter one ended.
        let objective = LocalObjective(examples, outcomes: outcomes, base: base, penalty: penalty * Double(width))
        point = objective.minimized(from: point)
        layers.append(layer(base, rows: point.rows.elements, bias: point.bias))
      }
    }
    return layers
  }
}

/// What is minimized for one layer of weights: the mean negative log-likelihood among the outcomes that have examples.
///
/// Were the others among them, all examples would speak against them, whatever they look like.
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
  /// The logits of each example before the correction, of the outcomes that have examples.
  private let offsets: [[Double]]
  /// The place of each outcome among them.
  private let places: [Int: Int]

  init(_ examples: LocalExamples, outcomes: [Int], base: Recalibration, penalty: Double) {
    self.examples = examples
    self.outcomes = outcomes
    self.penalty = penalty
    offsets = examples.logProbabilities.map { row in
      let logits = base.logits(row)
      return outcomes.map { logits[$0] }
    }
    places = Dictionary(uniqueKeysWithValues: zip(outcomes, outcomes.indices))
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
      for index in outcomes.indices {
        logits[index] += Double(examples.inputs.dot(example, point.rows, index)) + point.bias[index]
      }
      let logProbabilities = Softmax.logProbabilities(logits)
      let target = places[examples.targets[example]] ?? 0
      sum -= logProbabilities[target]
      for index in outcomes.indices {
        let error = (exp(logProbabilities[index]) - (index == target ? 1 : 0)) * share
        slope.rows.add(examples.inputs, example, times: Float(error), to: index)
        slope.bias[index] += error
      }
    }
    let (penalty, biasPenalty) = (penalty * share, Self.biasPenalty * share)
    slope.rows.add(point.rows, times: Float(penalty))
    for index in slope.bias.indices { slope.bias[index] += biasPenalty * point.bias[index] }
    let squares = point.rows.dot(point.rows)
    let biasSquares = point.bias.reduce(0) { $0 + $1 * $1 }
    return (sum * share + 0.5 * penalty * squares + 0.5 * biasPenalty * biasSquares, slope)
  }
}
