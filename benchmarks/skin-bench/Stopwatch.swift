/// Takes times: the median says what to expect, the best what the code can do when nothing else runs.
struct Stopwatch {
  /// Each measurement takes at least this long, and has at least ``leastRepeats`` repeats.
  let seconds: Double

  private static let leastRepeats = 5

  /// Times of one body, in seconds.
  struct Time {
    let median: Double
    let best: Double

    init(_ times: [Double]) {
      median = times.sorted()[times.count / 2]
      best = times.min() ?? 0
    }

    /// A time for another amount of the same work.
    init(_ other: Time, times factor: Double) {
      median = other.median * factor
      best = other.best * factor
    }
  }

  /// The times of each body; the bodies run in turn, so that they meet the same disturbances.
  func times(_ bodies: [() -> Void]) -> [Time] {
    let clock = ContinuousClock()
    for body in bodies { body() }
    var times = bodies.map { _ in [Double]() }
    let start = clock.now
    repeat {
      for (index, body) in bodies.enumerated() { times[index].append(Self.seconds(clock.measure(body))) }
    } while times[0].count < Self.leastRepeats || Self.seconds(clock.now - start) < seconds * Double(bodies.count)
    return times.map(Time.init)
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
