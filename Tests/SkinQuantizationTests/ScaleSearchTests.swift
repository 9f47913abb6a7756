import SkinTensor
import Testing

@testable import SkinQuantization

/// The search for scales over 16 rows at once, beside one that takes a row alone and one number after another.
struct ScaleSearchTests {
  /// One row's codes, found step by step.
  private struct Plain {
    var scale = Binary16(0)
    var integers = [Float](repeating: 0, count: 32)
    private var error = Float.infinity

    init?(_ elements: [Float], _ scheme: WeightScheme) {
      let extreme = elements.reduce(0) { $1.magnitude > $0.magnitude ? $1 : $0 }
      if extreme == 0 { return }
      let unit = elements.map { $0 / extreme }
      let targets: [Float] =
        scheme == .int4
        ? [-8, -7.7, -7.4, -7.1, -6.8, -8.3, -8.6, -9, -9.5, 7, 7.4]
        : [127, 126.25, 125.5, 124.5, 123.5, 122.5, 121, 119.5, 118, 116, 114, 112]
      for target in targets { consider(extreme / target, unit, extreme, scheme) }
      for _ in 0..<2 where Self.sum({ integers[$0] * integers[$0] }) > 0 {
        let fitted = Self.sum { unit[$0] * integers[$0] } / Self.sum { integers[$0] * integers[$0] }
        consider(fitted * extreme, unit, extreme, scheme)
      }
      guard error < .infinity else { return nil }
    }

    private mutating func consider(_ candidate: Float, _ unit: [Float], _ extreme: Float, _ scheme: WeightScheme) {
      let rounded = Binary16(candidate)
      guard rounded.value.isFinite else { return }
      let relative = rounded.value / extreme
      let (lowest, highest): (Float, Float) = scheme == .int4 ? (-8, 7) : (-127, 127)
      let found = unit.map { number in
        relative == 0 ? 0 : min(max(number / relative, lowest), highest).rounded(.toNearestOrEven)
      }
      let sum = Self.sum { column in
        let difference = unit[column] - found[column] * relative
        return difference * difference
      }
      guard sum < error else { return }
      (scale, integers, error) = (rounded, found, sum)
    }

    private static func sum(_ term: (Int) -> Float) -> Float {
      let parts = (0..<8).map { (term($0) + term($0 + 8)) + (term($0 + 16) + term($0 + 24)) }
      return parts.dropFirst().reduce(parts[0], +)
    }
  }

  /// Normal-like rows, and rows that are all zero, tiny, huge, of one size, and with a single outlier.
  private static func elements(scale: Float) -> [Float] {
    var generator = Seeded(state: UInt64(scale.bitPattern))
    var rows = (0..<16 * 32).map { _ in (0..<4).reduce(Float(0)) { sum, _ in sum + generator.unit() } * scale }
    for column in 0..<32 {
      rows[column * 16 + 1] = 0
      rows[column * 16 + 2] *= 1e-7
      rows[column * 16 + 3] = column % 3 == 0 ? scale : -scale
      rows[column * 16 + 4] = column == 17 ? 40 * scale : rows[column * 16 + 4] / 8
      rows[column * 16 + 5] = column == 3 ? -scale : 0
      rows[column * 16 + 6] = Float(column - 16) / 2 * scale
    }
    return rows
  }

  @Test(arguments: [WeightScheme.int4, .int8], [Float(0.02), 1, 3e-5, 1e-20, 20_000, 1e30])
  func `sixteen rows at once get the codes of each row alone`(scheme: WeightScheme, scale: Float) {
    let elements = Self.elements(scale: scale)
    var search = ScaleSearch(scheme)
    search.run(elements)
    for row in 0..<16 {
      guard let plain = Plain((0..<32).map { elements[$0 * 16 + row] }, scheme) else {
        #expect(search.codes.scales[row] == .infinity, "row \(row)")
        continue
      }
      #expect(Binary16(search.codes.scales[row]) == plain.scale, "scale of row \(row)")
      #expect((0..<32).map { search.codes.integers[$0 * 16 + row] } == plain.integers, "integers of row \(row)")
    }
  }

  @Test func `a search leaves nothing behind for the next`() {
    var used = ScaleSearch(.int4)
    used.run(Self.elements(scale: 1e30))
    used.run(Self.elements(scale: 1))
    var fresh = ScaleSearch(.int4)
    fresh.run(Self.elements(scale: 1))
    #expect(used.codes.scales == fresh.codes.scales && used.codes.integers == fresh.codes.integers)
  }
}

/// Numbers that are the same in every run.
private struct Seeded {
  var state: UInt64

  /// Uniform in -1..<1.
  mutating func unit() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(state >> 40) / 8_388_608 - 1
  }
}
