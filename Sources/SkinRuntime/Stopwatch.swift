/// Measures time in milliseconds.
package struct Stopwatch: Sendable {
  private let start: ContinuousClock.Instant
  private var last: ContinuousClock.Instant

  /// Starts now.
  package init() {
    start = ContinuousClock.now
    last = start
  }

  /// Milliseconds since the last lap, or since the start.
  package mutating func lap() -> Double {
    let now = ContinuousClock.now
    defer { last = now }
    return (now - last).milliseconds
  }

  /// Milliseconds since the start.
  package var total: Double { (ContinuousClock.now - start).milliseconds }
}

extension Duration {
  package var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15 }
}
