import SkinKernels
import SkinQuantization
import SkinTensor

/// Repeatable numbers.
struct Samples {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1 }

  private mutating func bits() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  /// A matrix of numbers from -1 to 1.
  mutating func matrix(_ rowCount: Int, _ columnCount: Int) -> Matrix {
    let elements = (0..<rowCount * columnCount).map { _ in Float(Int32(truncatingIfNeeded: bits())) * 0x1p-31 }
    return Matrix(rowCount: rowCount, columnCount: columnCount, elements: elements)
  }

  /// A vector of numbers from -1 to 1.
  mutating func vector(_ count: Int) -> FloatVector { FloatVector(matrix(1, count).elements) }

  /// A weight of random integers with scales near 2^-7, as fast to make as memory can be written.
  mutating func weight(_ shape: Shape, _ scheme: WeightScheme) -> WeightMatrix {
    let layout = WeightLayout(shape: shape, scheme: scheme)
    var bytes = [UInt8](repeating: 0, count: layout.byteCount)
    switch scheme {
    case .float32:
      for place in stride(from: 0, to: bytes.count, by: 4) {
        bytes[place + 2] = UInt8(truncatingIfNeeded: place / 4) | 1
        bytes[place + 3] = 0x3c
      }
    case .float16:
      for place in stride(from: 0, to: bytes.count, by: 2) {
        bytes[place] = UInt8(truncatingIfNeeded: place / 2 * 37)
        bytes[place + 1] = 0x28
      }
    case .int8, .int4, .int8PerRow:
      for place in stride(from: 0, to: bytes.count, by: 8) {
        let word = bits() | 0x0101_0101_0101_0101
        for index in 0..<8 { bytes[place + index] = UInt8(truncatingIfNeeded: word >> UInt64(8 * index)) }
      }
      let blockByteCount = scheme == .int8PerRow ? layout.panelByteCount : layout.superblockByteCount
      for block in stride(from: 0, to: bytes.count, by: blockByteCount) {
        for place in stride(from: block, to: block + WeightLayout.scaleByteCount, by: 2) {
          bytes[place] = UInt8(truncatingIfNeeded: place / 2)
          bytes[place + 1] = 0x20
        }
      }
    }
    return WeightMatrix(shape: shape, scheme: scheme, copying: bytes)
  }
}
