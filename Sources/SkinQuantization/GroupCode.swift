/// 32 columns of a row as integers and a scale: `element = scale * integer`.
struct GroupCode {
  /// The binary16 scale; int4's may be negative, so that the largest element can use -8.
  var scale: Binary16
  /// The integers, -127...127 or -8...7.
  var integers: SIMD32<Float>

  /// What the integers decode to.
  var decoded: SIMD32<Float> { integers * scale.value }

  /// The 32 zeros.
  static let zero = GroupCode(scale: Binary16(0), integers: .zero)

  /// The code of least squared error among some scales near the largest element's.
  ///
  /// The elements are finite; where fewer than 32 columns are left, zeros follow. `nil` if the scale is beyond binary16.
  init?(_ elements: SIMD32<Float>, scheme: WeightScheme) {
    var extreme: Float = 0
    for lane in 0..<32 where elements[lane].magnitude > extreme.magnitude { extreme = elements[lane] }
    if extreme == 0 {
      self = .zero
      return
    }
    let limits: ClosedRange<Float> = scheme == .int4 ? -8...7 : -127...127
    // The integer that the largest element would get. int4 also tries scales that clip it or leave room above it.
    let targets: [Float] = scheme == .int4 ? Self.int4Targets : Self.int8Targets
    var best: GroupCode?
    var leastError = Float.infinity
    for target in targets {
      // A huge group's squares would overflow, so all errors are in units of the extreme.
      let code = GroupCode(elements, scale: Binary16(extreme / target), limits: limits)
      guard let code else { continue }
      for candidate in [code, code.refined(for: elements, extreme: extreme, limits: limits)] {
        guard let candidate else { continue }
        let difference = (elements - candidate.decoded) / extreme
        let error = (difference * difference).sum()
        if error < leastError { (best, leastError) = (candidate, error) }
      }
    }
    guard let best else { return nil }
    self = best
  }

  private static let int4Targets: [Float] = [-8, -7.6, -7.2, -8.5, -9, 7, 7.5]
  private static let int8Targets: [Float] = [127, 126.5]

  private init(scale: Binary16, integers: SIMD32<Float>) {
    self.scale = scale
    self.integers = integers
  }

  /// The nearest integers for one scale; `nil` if it is infinite.
  private init?(_ elements: SIMD32<Float>, scale: Binary16, limits: ClosedRange<Float>) {
    let value = scale.value
    guard value.isFinite else { return nil }
    self.scale = scale
    if value == 0 {
      integers = .zero
      return
    }
    integers = (elements / value).clamped(
      lowerBound: SIMD32(repeating: limits.lowerBound), upperBound: SIMD32(repeating: limits.upperBound)
    ).rounded(.toNearestOrEven)
  }

  /// The same integers with the scale that fits them best, rounded again.
  private func refined(for elements: SIMD32<Float>, extreme: Float, limits: ClosedRange<Float>) -> GroupCode? {
    let square = (integers * integers).sum()
    guard square > 0 else { return nil }
    let fit = ((elements / extreme) * integers).sum() / square * extreme
    return GroupCode(elements, scale: Binary16(fit), limits: limits)
  }
}
