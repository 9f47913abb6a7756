/// A place among all weights, or a direction between two.
protocol MinimizedPoint {
  /// The sum of the products of all weights.
  func dot(_ other: Self) -> Double

  /// Adds a multiple of another.
  mutating func add(_ other: Self, times factor: Double)

  /// A multiple.
  func scaled(_ factor: Double) -> Self
}

/// Finds the minimum of a smooth function by L-BFGS.
///
/// Source: Nocedal and Wright 2006, Numerical Optimization, algorithm 7.4, with backtracking (algorithm 3.1).
enum LimitedMemory {
  private static let memory = 8
  private static let sufficientDecrease = 1e-4
  private static let halvingLimit = 20

  /// The minimum, found from `start`.
  ///
  /// - Parameters:
  ///   - tolerance: where the slope is no longer, the search ends.
  ///   - stepLimit: the most steps.
  ///   - function: the value and the slope at a point.
  static func minimum<Point: MinimizedPoint>(
    from start: Point, tolerance: Double, stepLimit: Int, of function: (Point) -> (value: Double, slope: Point)
  ) -> Point {
    var point = start
    var (value, slope) = function(point)
    var changes: [(step: Point, slope: Point, curvature: Double)] = []
    for _ in 0..<stepLimit {
      guard slope.dot(slope).squareRoot() > tolerance else { break }
      let direction = direction(slope, changes)
      let descent = direction.dot(slope)
      guard descent < 0 else { break }
      // The first step is of length 1 at most; later ones have the right size by themselves.
      var length = changes.isEmpty ? min(1, 1 / slope.dot(slope).squareRoot()) : 1
      var found: (point: Point, value: Double, slope: Point)?
      for _ in 0..<halvingLimit {
        var next = point
        next.add(direction, times: length)
        let (nextValue, nextSlope) = function(next)
        if nextValue <= value + sufficientDecrease * length * descent {
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
        if changes.count > memory { changes.removeFirst() }
      }
      (point, value, slope) = (found.point, found.value, found.slope)
    }
    return point
  }

  private static func direction<Point: MinimizedPoint>(
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
