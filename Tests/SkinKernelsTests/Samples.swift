import SkinKernels
import SkinQuantization
import SkinTensor
import Testing

/// Repeatable numbers for comparisons.
struct Samples {
  private var state: UInt32

  init(seed: UInt32) { state = seed &* 2_654_435_761 &+ 1 }

  /// The next number, -1 to 1, more often near 0: the mean of two even ones.
  mutating func next() -> Float {
    var total: Float = 0
    for _ in 0..<2 {
      state = state &* 1_664_525 &+ 1_013_904_223
      total += Float(Int32(bitPattern: state)) * 0x1p-31
    }
    return total / 2
  }

  mutating func elements(_ count: Int) -> [Float] { (0..<count).map { _ in next() } }

  mutating func matrix(_ rowCount: Int, _ columnCount: Int) -> Matrix {
    Matrix(rowCount: rowCount, columnCount: columnCount, elements: elements(rowCount * columnCount))
  }
}

extension KernelName {
  /// The sets to compare with the plain one.
  static var fast: [KernelName] { available.filter { $0 != .reference } }
}

/// The largest difference in units of the largest expected magnitude; NaN if there is one anywhere.
func relativeError(_ found: [Float], _ expected: [Float]) -> Float {
  guard found.count == expected.count else { return .infinity }
  let largest = expected.map(\.magnitude).reduce(Float.leastNormalMagnitude, max)
  return zip(found, expected).reduce(Float(0)) { worst, pair in
    let error = (pair.0 - pair.1).magnitude / largest
    return error > worst || error.isNaN ? error : worst
  }
}
