/// 32 columns of a row as integers and a scale: `element = scale * integer`.
struct GroupCode {
  /// The binary16 scale; int4's may be negative, so that the largest element can use -8.
  var scale: Binary16
  /// The integers, -127...127 or -8...7.
  var integers: Lanes32

  /// What the integers decode to.
  var decoded: Lanes32 { integers * scale.value }

  /// The 32 zeros.
  static let zero = GroupCode(scale: Binary16(0), integers: .zero)

  init(scale: Binary16, integers: Lanes32) {
    self.scale = scale
    self.integers = integers
  }

  /// The code of least squared error among some scales near the largest element's, and the best of them fitted again.
  ///
  /// The elements are finite; where fewer than 32 columns are left, zeros follow. `nil` if the scale is beyond binary16.
  init?(_ elements: Lanes32, scheme: WeightScheme) {
    let extreme = elements.extreme
    if extreme == 0 {
      self = .zero
      return
    }
    let limits: ClosedRange<Float> = scheme == .int4 ? -8...7 : -127...127
    // A huge group's squares would overflow, so all errors are in units of the extreme.
    let unit = elements.divided(by: extreme)
    var best: Candidate?
    for target in scheme == .int4 ? Self.int4Targets : Self.int8Targets {
      Self.consider(Binary16(extreme / target), unit, extreme, limits, &best)
    }
    // The same integers with the scale that fits them best, rounded again.
    for _ in 0..<Self.refinementCount {
      guard let code = best?.integers else { break }
      let square = code.dot(code)
      guard square > 0 else { break }
      Self.consider(Binary16(unit.dot(code) / square * extreme), unit, extreme, limits, &best)
    }
    guard let best else { return nil }
    self.init(scale: best.scale, integers: best.integers)
  }

  private typealias Candidate = (scale: Binary16, integers: Lanes32, error: Float)

  /// The integers that the largest element would get; some clip it, some leave room above it.
  private static let int4Targets: [Float] = [-8, -7.7, -7.4, -7.1, -6.8, -8.3, -8.6, -9, -9.5, 7, 7.4]
  /// Smaller targets waste the last integers and may fit all others better.
  private static let int8Targets: [Float] = [127, 126.25, 125.5, 124.5, 123.5, 122.5, 121, 119.5, 118, 116, 114, 112]
  private static let refinementCount = 2

  /// Keeps the nearest integers for a scale if their error is the least so far; an infinite scale is passed over.
  @inline(__always) private static func consider(
    _ scale: Binary16, _ unit: Lanes32, _ extreme: Float, _ limits: ClosedRange<Float>, _ best: inout Candidate?
  ) {
    let value = scale.value
    guard value.isFinite else { return }
    let relative = value / extreme
    let integers = relative == 0 ? .zero : unit.nearest(scale: relative, limits)
    let error = unit.squaredDistance(integers, scale: relative)
    guard error < best?.error ?? .infinity else { return }
    best = (scale, integers, error)
  }
}
