/// Draws that are the same for the same seed, on every machine.
///
/// Source: Knuth, MMIX's linear congruential generator; only its high bits are used, since the low ones are not random
/// enough.
struct SeededDraw {
  private var state: UInt64

  /// Draws that begin at a seed.
  init(seed: UInt64 = 1) { state = seed }

  /// Separate draws for each name.
  ///
  /// Source: Fowler, Noll and Vo, FNV-1a with 64 bits.
  init(seed: UInt64, name: String) {
    state = name.utf8.reduce(0xcbf2_9ce4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    // Names that differ only in the last letter would begin alike.
    for _ in 0..<4 { _ = next(2) }
  }

  /// A number from 0 to less than `count`.
  ///
  /// - Precondition: `count` is positive.
  mutating func next(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(count))
  }

  /// A number in a range.
  mutating func number(in range: ClosedRange<Double>) -> Double {
    let steps = 1 << 30
    return range.lowerBound + (range.upperBound - range.lowerBound) * Double(next(steps)) / Double(steps - 1)
  }
}
