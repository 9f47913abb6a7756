/// For each output position, the input positions that it is made of and their fixed-point factors.
///
/// Source: Pillow, `src/libImaging/Resample.c`, `precompute_coeffs` and `normalize_coeffs_8bpc`; every operation is in
/// the same order, because another order rounds differently.
struct ResizingWeights {
  /// What one output position is made of.
  struct Window {
    /// The first input position.
    let start: Int
    /// Where the factors are in ``ResizingWeights/factors``, one for each input position.
    let factors: Range<Int>
  }

  /// Bits after the point: of 32, 8 for the pixel and 2 for overshoot are left (`PRECISION_BITS`).
  private static let precision: Int32 = 22
  /// Added so that cutting the bits after the point rounds to nearest.
  static let half: Int32 = 1 << (precision - 1)
  /// Keys' parameter (Keys 1981; `bicubic_filter`).
  private static let a = -0.5
  /// The filter is zero from here on.
  private static let support = 2.0
  private static let linearSupport = 1.0

  /// One for each output position; all inside the input.
  private(set) var windows: [Window] = []
  /// The factors of all windows, one after another.
  private(set) var factors: [Int32] = []

  /// The weights that bring `count` positions to `newCount`.
  ///
  /// - Parameter isLinear: whether neighbours count by their distance alone (`bilinear_filter`), else bicubically.
  init(from count: Int, to newCount: Int, isLinear: Bool) {
    let scale = Double(count) / Double(newCount)
    let widening = max(scale, 1)
    let narrowing = 1 / widening
    let reach = (isLinear ? Self.linearSupport : Self.support) * widening
    for position in 0..<newCount {
      let center = (Double(position) + 0.5) * scale
      let start = max(Int(center - reach + 0.5), 0)
      let end = min(Int(center + reach + 0.5), count)
      let exact = (start..<end).map { place in
        let distance = (Double(place) - center + 0.5) * narrowing
        return isLinear ? max(1 - abs(distance), 0) : Self.filter(distance)
      }
      let sum = exact.reduce(0, +)
      windows.append(Window(start: start, factors: factors.count..<factors.count + exact.count))
      for factor in exact {
        let scaled = (sum == 0 ? factor : factor / sum) * Double(1 << Self.precision)
        factors.append(Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5))
      }
    }
  }

  /// A sum as a sample, clamped to 0...255.
  @inline(__always) static func clipped(_ sum: Int32) -> UInt8 { UInt8(clamping: sum >> precision) }

  private static func filter(_ distance: Double) -> Double {
    let x = abs(distance)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
    return 0
  }
}
