import SkinTensor
import Testing

@testable import SkinQuantization

/// Codes that are chosen by what a layer reads.
@Suite struct FeedbackTests {
  private struct Numbers {
    var state: UInt64

    mutating func next() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / 8_388_608 - 1
    }
  }

  /// Inputs whose features depend on each other, and have very different sizes.
  private func inputs(_ columnCount: Int, rowCount: Int) -> [Float] {
    var numbers = Numbers(state: 3)
    var rows: [Float] = []
    for _ in 0..<rowCount {
      let common = (numbers.next(), numbers.next(), numbers.next())
      for column in 0..<columnCount {
        let mixed = common.0 + common.1 * Float(column % 3) + common.2 * Float(column % 7)
        rows.append((mixed + numbers.next() / 2) * (column % 5 == 0 ? 4 : 0.5))
      }
    }
    return rows
  }

  private func weights(_ columnCount: Int) -> [Float] {
    var numbers = Numbers(state: 11)
    return (0..<16 * columnCount).map { _ in numbers.next() + numbers.next() + numbers.next() }
  }

  /// The squared error of the layer's outputs.
  private func outputError(_ weights: [Float], _ rounding: PanelEncoder.Rounding, _ inputs: [Float], _ columns: Int)
    throws -> Double
  {
    let encoder = PanelEncoder(columnCount: columns, scheme: .int4, rounding: rounding)
    var bytes: [UInt8] = []
    var measures = EncodingMeasures()
    try encoder.encode(weights, rowCount: 16, into: &bytes, measures: &measures)
    let matrix = WeightMatrix(shape: Shape(16, columns), scheme: .int4, copying: bytes)
    var decoded = Matrix(rowCount: 16, columnCount: columns)
    for row in 0..<16 { matrix.decodeRow(row, into: &decoded, at: row) }
    var error = 0.0
    for first in stride(from: 0, to: inputs.count, by: columns) {
      for row in 0..<16 {
        var sum = 0.0
        for column in 0..<columns {
          sum += Double(inputs[first + column]) * Double(weights[row * columns + column] - decoded[row, column])
        }
        error += sum * sum
      }
    }
    return error
  }

  @Test(arguments: [(96, 96), (70, 96), (320, 64), (33, 32)])
  func `outputs change less than with plain and searched scales`(columns: Int, block: Int) throws {
    let (weights, inputs) = (weights(columns), inputs(columns, rowCount: 400))
    var statistics = InputStatistics(columnCount: columns, blockColumnCount: block)
    statistics.add(rows: inputs)
    let calibrated = try outputError(weights, .calibrated(ErrorFeedback(statistics)), inputs, columns)
    let searched = try outputError(weights, .searched, inputs, columns)
    let plain = try outputError(weights, .plain, inputs, columns)
    #expect(calibrated < searched * 0.75)
    #expect(calibrated < plain * 0.75)
  }

  @Test func `the factor is that of the inverse, and what it says of errors is what they cost`() {
    // H = [[2, 1], [1, 2]] by three rows; its inverse is [[2, -1], [-1, 2]] / 3.
    var statistics = InputStatistics(columnCount: 2, blockColumnCount: 32)
    statistics.add(rows: [1, 1, 1, 0, 0, 1])
    #expect(statistics.rowCount == 3)
    let squares: [Float] = [2.0 / 3, 2.0 / 3]
    #expect(statistics.meanSquares == squares)
    let block = ErrorFeedback(statistics).blocks[0]
    // With damping 0.01 of the mean diagonal: H / 3 + 0.01 * 2 / 3.
    let (a, b): (Float, Float) = (2.0 / 3 * 1.01, 1.0 / 3)
    // The last column's error costs its own H; the first's is lessened by the best change of the last.
    #expect((block.costs[1] - a).magnitude < 1e-5)
    #expect((block.costs[0] - (a - b * b / a)).magnitude < 1e-5)
    // That change is -H01 / H11 of the error, so the share is -(-b / a).
    #expect((block.shares[1] - (-b / a)).magnitude < 1e-5)
  }

  @Test func `inputs that are zero, and rows that are not finite, do no harm`() throws {
    var statistics = InputStatistics(columnCount: 40, blockColumnCount: 32)
    statistics.add(rows: [Float](repeating: 0, count: 40) + [Float](repeating: .nan, count: 40))
    #expect(statistics.rowCount == 1)
    let weights = weights(40)
    let error = try outputError(weights, .calibrated(ErrorFeedback(statistics)), [Float](repeating: 1, count: 40), 40)
    #expect(error.isFinite)
  }

  @Test func `plain rounding is ggml's`() throws {
    // quantize_row_q4_0_ref of 32 numbers: d = -2 / -8, q = round(x / d) + 8.
    let elements = (0..<32).map { Float($0 - 16) / 8 }
    let code = try #require(GroupCode(plain: Lanes32(elements[...]), scheme: .int4))
    #expect(code.scale.value == 0.25)
    #expect(
      (0..<32).map { code.integers[$0] }
        == (0..<32).map { (Float($0 - 16) / 2).rounded(.toNearestOrEven) }.map { min($0, 7) })
  }
}
