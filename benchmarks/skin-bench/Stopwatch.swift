import Foundation

/// Measures times: the median says what to expect, the best what the code can do when nothing else runs.
struct Stopwatch {
  /// Each measurement takes at least this long, and has at least ``leastRepeats`` repeats.
  let seconds: Double
  /// Whether the processor time of this thread counts, which other programs disturb less: for one thread.
  let countsProcessorTime: Bool

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
    for body in bodies { body() }
    var times = bodies.map { _ in [Double]() }
    let start = now(CLOCK_MONOTONIC)
    let clock = countsProcessorTime ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC
    repeat {
      for (index, body) in bodies.enumerated() {
        let begin = now(clock)
        body()
        times[index].append(now(clock) - begin)
      }
    } while times[0].count < Self.leastRepeats || now(CLOCK_MONOTONIC) - start < seconds * Double(bodies.count)
    return times.map(Time.init)
  }

  private func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    // SAFETY: `time` is written and not kept.
    _ = unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
