import SkinTensor
import Testing

@testable import SkinQuantization

@Suite struct EncodingErrorTests {
  /// Numbers that are about normal: sums of twelve uniform ones, the same every time.
  private static func gaussian(_ count: Int) -> [Float] {
    var state: UInt64 = 7
    return (0..<count).map { _ in
      var sum: Float = -6
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        sum += Float(state >> 40) / 16_777_216
      }
      return sum
    }
  }

  private static func squaredError(_ elements: [Float], _ scheme: WeightScheme) throws -> Double {
    let matrix = Matrix(rowCount: elements.count / 256, columnCount: 256, elements: elements)
    let weight = try WeightMatrix(encoding: matrix, scheme: scheme)
    var row = Matrix(rowCount: 1, columnCount: 256)
    var error = 0.0
    for index in 0..<matrix.rowCount {
      weight.decodeRow(index, into: &row, at: 0)
      for column in 0..<256 {
        let difference = Double(row[0, column] - elements[index * 256 + column])
        error += difference * difference
      }
    }
    return error
  }

  /// What rounding with the scale of the largest element costs: llama.cpp's Q4_0 and Q8_0, scales in float.
  private static func roundingError(_ elements: [Float], _ divisor: Float) -> Double {
    var error = 0.0
    for start in stride(from: 0, to: elements.count, by: 32) {
      let group = elements[start..<start + 32]
      let extreme = group.max { $0.magnitude < $1.magnitude } ?? 0
      let scale = extreme / divisor
      for element in group {
        let limit = divisor == -8 ? Float(7) : 127
        let code = min(max((element / scale).rounded(), divisor == -8 ? -8 : -127), limit)
        let difference = Double(element - code * scale)
        error += difference * difference
      }
    }
    return error
  }

  @Test func `searched int4 scales lose at least a tenth less than those of the largest element`() throws {
    let elements = Self.gaussian(256 * 64)
    let ratio = try Self.squaredError(elements, .int4) / Self.roundingError(elements, -8)
    #expect(ratio <= 0.90)
  }

  @Test func `searched int8 scales lose at least a tenth less than those of the largest element`() throws {
    let elements = Self.gaussian(256 * 64)
    let ratio = try Self.squaredError(elements, .int8) / Self.roundingError(elements, 127)
    #expect(ratio <= 0.90)
  }
}
