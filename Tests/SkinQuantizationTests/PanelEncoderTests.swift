import SkinQuantization
import SkinTensor
import Testing

@Suite struct PanelEncoderTests {
  /// Numbers like a weight's, -1 to 1, from a linear congruential generator.
  private static func elements(_ count: Int, seed: UInt32 = 7) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(Int32(bitPattern: state)) * 0x1p-31
    }
  }

  private static func decode(_ w: WeightMatrix) -> [Float] {
    var y = Matrix(rowCount: w.shape.rowCount, columnCount: w.shape.columnCount)
    for row in 0..<w.shape.rowCount { w.decodeRow(row, into: &y, at: row) }
    return y.elements
  }

  @Test(arguments: WeightScheme.allCases, [[1, 1], [16, 64], [17, 32], [33, 200], [3, 65]])
  func `a weight decodes to within half a step of itself`(scheme: WeightScheme, shape: [Int]) throws {
    let elements = Self.elements(shape[0] * shape[1])
    let matrix = Matrix(rowCount: shape[0], columnCount: shape[1], elements: elements)
    var measures = EncodingMeasures()
    let w = try WeightMatrix(encoding: matrix, scheme: scheme, measures: &measures)
    // Elements are below 1. f16: half a last place. int8: half of 1/127, and a little for another scale. int4: the
    // best scale may clip the largest element by 8.5 steps against 7.
    let limit: Float =
      switch scheme {
      case .float32: 0
      case .float16: 0x1p-12
      case .int8, .int8PerRow: 0.6 / 127
      case .int4: 1.6 / 8
      }
    let decoded = Self.decode(w)
    let largest = zip(elements, decoded).map { ($0 - $1).magnitude }.max() ?? .nan
    #expect(largest <= limit)
    #expect(measures.largestError == Double(largest))
    #expect(measures.elementCount == elements.count)
  }

  @Test(arguments: [WeightScheme.int8, .int4])
  func `a group of zeros decodes to zeros`(scheme: WeightScheme) throws {
    var elements = Self.elements(64)
    for column in 32..<64 { elements[column] = 0 }
    let w = try WeightMatrix(encoding: Matrix(rowCount: 1, columnCount: 64, elements: elements), scheme: scheme)
    #expect(Self.decode(w)[32...].allSatisfy { $0 == 0 })
    #expect(Self.decode(w)[..<32].contains { $0 != 0 })
  }

  @Test(arguments: [WeightScheme.int8, .int8PerRow, .int4])
  func `weights too small for a scale become zeros and are counted`(scheme: WeightScheme) throws {
    let tiny = [Float](repeating: 0x1p-140, count: 32)
    var measures = EncodingMeasures()
    let w = try WeightMatrix(
      encoding: Matrix(rowCount: 1, columnCount: 32, elements: tiny), scheme: scheme, measures: &measures)
    #expect(Self.decode(w).allSatisfy { $0 == 0 })
    #expect(measures.roundedToZeroShare == 1)
  }

  @Test(arguments: WeightScheme.allCases, [Float.nan, .infinity, -.infinity])
  func `what is not finite is refused with its place`(scheme: WeightScheme, value: Float) {
    var elements = Self.elements(80)
    elements[43] = value
    let encoder = PanelEncoder(columnCount: 40, scheme: scheme)
    var (panel, measures): ([UInt8], _) = ([], EncodingMeasures())
    #expect(throws: QuantizationError.notFinite(row: 1, column: 3)) {
      try encoder.encode(elements, rowCount: 2, into: &panel, measures: &measures)
    }
    #expect(panel.isEmpty)
  }

  @Test(arguments: [(WeightScheme.float16, Float(66_000)), (.int8, 1e7), (.int8PerRow, -1e7), (.int4, -1e6)])
  func `what is beyond binary16 is refused, not clamped`(scheme: WeightScheme, value: Float) {
    let encoder = PanelEncoder(columnCount: 3, scheme: scheme)
    var (panel, measures): ([UInt8], _) = ([], EncodingMeasures())
    #expect(throws: QuantizationError.tooLarge(row: 0, column: 2, value: value)) {
      try encoder.encode([1, 2, value], rowCount: 1, into: &panel, measures: &measures)
    }
    #expect(panel.isEmpty)
  }

  @Test func `int8 never uses the code of -128`() throws {
    var panel: [UInt8] = []
    var measures = EncodingMeasures()
    try PanelEncoder(columnCount: 64, scheme: .int8)
      .encode(Self.elements(1024), rowCount: 16, into: &panel, measures: &measures)
    #expect(!panel[64..<576].contains(0))
    #expect(panel.count == 1088)
  }

  @Test func `codes lie where the layout says`() throws {
    var panel: [UInt8] = []
    var measures = EncodingMeasures()
    var rows = [Float](repeating: 0, count: 2 * 64)
    rows[64 + 32 + 21] = -8  // row 1, group 1, column 21: high nibble
    try PanelEncoder(columnCount: 64, scheme: .int4).encode(rows, rowCount: 2, into: &panel, measures: &measures)
    #expect(panel.count == 576)
    #expect(panel[32 + 2] == 0 && panel[32 + 3] == 0x3c)  // scale 1
    let place = 64 + 256 + 64 * (21 % 16 / 4) + 4 * 1 + 21 % 4
    #expect(panel[place] == 0x08)
    #expect(panel[64...].enumerated().allSatisfy { $0.element == 0x88 || $0.offset + 64 == place })
  }

  @Test func `the signal-to-noise ratio is that of its definition`() throws {
    var measures = EncodingMeasures()
    // 2049 lies between 2048 and 2050 in binary16; ties to even give 2048, an error of 1.
    let matrix = Matrix(rowCount: 1, columnCount: 2, elements: [2049, 0])
    _ = try WeightMatrix(encoding: matrix, scheme: .float16, measures: &measures)
    // 20 log10(2049) = 66.230839...
    #expect(abs(measures.signalToNoiseRatio - 66.230839168) <= 1e-6)
    #expect(measures.dictionary["snr_db"] == measures.signalToNoiseRatio)
  }

  @Test func `every binary16 survives the way through binary32`() {
    for bits in UInt16.min...UInt16.max where bits & 0x7c00 != 0x7c00 {
      #expect(Binary16(Binary16(bitPattern: bits).value).bitPattern == bits)
    }
    #expect(Binary16(1.0009765625 - 0x1p-12).bitPattern == 0x3c01)  // above half
    #expect(Binary16(1 + 0x1p-11).bitPattern == 0x3c00)  // tie, to even
    #expect(Binary16(0x1p-25).bitPattern == 0)
    #expect(Binary16(0x1.8p-25).bitPattern == 1)
    #expect(Binary16(65519).value == 65504 && Binary16(65520).value == .infinity)
  }
}
