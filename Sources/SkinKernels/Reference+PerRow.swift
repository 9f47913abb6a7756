#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// Attention in integers, plainly: what is rounded, and how.
extension Reference {
  /// Attention of one head: queries symmetric in 8 bits, keys by rows and values by columns between their least and
  /// greatest, weights in steps of 1/255 of the greatest; more than 1,040 keys are read in parts of 512, each rounded by
  /// itself.
  static func attendPerRow(
    _ q: UnsafePointer<Float>, _ queryStride: Int, _ queryCount: Int, _ k: UnsafePointer<Float>, _ keyStride: Int,
    _ v: UnsafePointer<Float>, _ valueStride: Int, _ keyCount: Int, _ width: Int, _ scale: Float,
    _ y: UnsafeMutablePointer<Float>, _ targetStride: Int
  ) {
    let partLength = keyCount <= 1040 ? max(1, keyCount) : 512
    let parts = stride(from: 0, to: keyCount, by: partLength).map { first in
      let count = min(partLength, keyCount - first)
      return (
        keys: (0..<count).map { unsafe decoded(k + (first + $0) * keyStride, 1, width) },
        values: (0..<width).map { unsafe decoded(v + first * valueStride + $0, valueStride, count) }
      )
    }
    for row in 0..<queryCount {
      let query = (0..<width).map { unsafe q[row * queryStride + $0] }
      let largest = query.map(\.magnitude).max() ?? 0
      let step = Double(largest / 127)
      let rounded = query.map { Double(($0 * (127 / largest)).rounded(.toNearestOrEven)) * step }
      let usable = largest < 0x1p-110 ? query.map { _ in 0 } : rounded
      let scores = parts.map { part in
        part.keys.map { key in zip(usable, key).reduce(0) { $0 + $1.0 * $1.1 } * Double(scale) }
      }
      let greatest = scores.map { $0.max() ?? 0 }
      let shares = greatest.map { exp($0 - (greatest.max() ?? 0)) }
      let weights = zip(scores, greatest).map { scores, greatest in
        scores.map { (exp($0 - greatest) * 255).rounded(.toNearestOrEven) }
      }
      let total = zip(weights, shares).reduce(0) { $0 + $1.0.reduce(0, +) * $1.1 }
      for column in 0..<width {
        let sums = zip(weights, parts).map { weights, part in
          zip(weights, part.values[column]).reduce(0) { $0 + $1.0 * $1.1 }
        }
        unsafe y[row * targetStride + column] = Float(zip(sums, shares).reduce(0) { $0 + $1.0 * $1.1 } / total)
      }
    }
  }

  /// Numbers `stride` apart, as decoded from their 8 bits between the least and the greatest.
  private static func decoded(_ x: UnsafePointer<Float>, _ stride: Int, _ count: Int) -> [Double] {
    let elements = (0..<count).map { unsafe x[$0 * stride] }
    guard let row = quantizeRow(elements) else { return [] }
    return row.integers.map { Double($0) * Double(row.scale) + Double(row.middle) }
  }
}
