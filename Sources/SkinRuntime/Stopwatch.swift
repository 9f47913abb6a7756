/// Measures time in milliseconds.
public struct Stopwatch: Sendable {
  private let start: ContinuousClock.Instant
  private var last: ContinuousClock.Instant

  /// Starts now.
  public init() {
    start = ContinuousClock.now
    last = start
  }

  /// Milliseconds since the last lap, or since the start.
  public mutating func lap() -> Double {
    let now = ContinuousClock.now
    defer { last = now }
    return (now - last).milliseconds
  }

  /// Milliseconds since the start.
  public var total: Double { (ContinuousClock.now - start).milliseconds }
}

extension Duration {
  package var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15 }
}
