import SkinKernels
import SkinQuantization
import SkinTensor
import Testing

@Suite struct MultiplyTests {
  /// One product by one kernel set.
  private static func product(
    _ name: KernelName, threads: Int = 1, _ x: borrowing Matrix, _ w: WeightMatrix, _ bias: FloatVector? = nil
  ) throws -> [Float] {
    let backend = try ComputeBackend(kernels: name, threadCount: threads)
    // More rows than asked for, and marked, so that a wrong stride or a missing store is seen.
    var y = Matrix(
      rowCount: x.rowCount, columnCount: w.shape.rowCount,
      elements: Array(repeating: 12345, count: x.rowCount * w.shape.rowCount))
    backend.multiply(x, w, bias: bias, into: &y)
    return y.elements
  }

  /// Without fused multiply-add (`base` and `sse41` on x86-64) each step rounds twice: at most 2^-24 more per step of at most 1408;
  /// errors are as good as random, so their sum stays far below.
  private static func expectEqual(_ name: KernelName, _ found: [Float], _ expected: [Float], _ note: Comment) {
    #if arch(x86_64)
      if name == .base || name == .sse41 {
        #expect(relativeError(found, expected) <= 2e-6, note)
        return
      }
    #endif
    #expect(found.map(\.bitPattern) == expected.map(\.bitPattern), note)
  }

  @Test(arguments: WeightScheme.allCases, [1, 3, 16, 17, 33])
  func `every kernel set gives the plain product on odd sizes`(scheme: WeightScheme, outputs: Int) throws {
    for (inputs, rowCounts) in [
      (32, [1, 2, 3, 7, 16, 17, 31]), (64, [1, 5, 33]), (96, [2, 257]), (192, [3, 15]), (200, [1, 4, 8, 23]), (7, [3]),
      (255, [2]), (256, [3]), (257, [1, 3]), (288, [1, 5]), (512, [16]), (528, [18]), (1408, [1, 2, 17]),
    ] {
      var samples = Samples(seed: UInt32(outputs * 1000 + inputs))
      let w = try WeightMatrix(encoding: samples.matrix(outputs, inputs), scheme: scheme)
      let bias = FloatVector(samples.elements(outputs))
      for rowCount in rowCounts {
        let x = samples.matrix(rowCount, inputs)
        let expected = try Self.product(.reference, x, w, bias)
        for name in KernelName.fast {
          Self.expectEqual(name, try Self.product(name, x, w, bias), expected, "\(name) \(rowCount) x \(inputs)")
        }
      }
    }
  }

  /// Zero, which fills up the last columns, is far from every element here.
  @Test(arguments: WeightScheme.allCases, KernelName.fast)
  func `rows on one side of zero give the plain product`(scheme: WeightScheme, name: KernelName) throws {
    for inputs in [4, 20, 33, 88] {
      var samples = Samples(seed: UInt32(inputs))
      let w = try WeightMatrix(encoding: samples.matrix(17, inputs), scheme: scheme)
      let elements = samples.elements(5 * inputs).map { 10 + $0 }
      let x = Matrix(rowCount: 5, columnCount: inputs, elements: elements)
      Self.expectEqual(name, try Self.product(name, x, w), try Self.product(.reference, x, w), "\(inputs) columns")
    }
  }

  @Test(arguments: WeightScheme.allCases)
  func `the plain product is that of the decoded numbers`(scheme: WeightScheme) throws {
    var samples = Samples(seed: 3)
    let w = try WeightMatrix(encoding: samples.matrix(19, 72), scheme: scheme)
    let x = samples.matrix(5, 72)
    var decoded = Matrix(rowCount: 19, columnCount: 72)
    for row in 0..<19 { w.decodeRow(row, into: &decoded, at: row) }
    let bias = samples.elements(19)
    var expected: [Float] = []
    for row in 0..<5 {
      for output in 0..<19 {
        var sum = Double(bias[output])
        for column in 0..<72 { sum += Double(x[row, column]) * Double(decoded[output, column]) }
        expected.append(Float(sum))
      }
    }
    // Integer schemes round the activations to 1/254 of their largest.
    let limit: Float = scheme == .float32 || scheme == .float16 ? 1e-6 : 1e-2
    #expect(relativeError(try Self.product(.reference, x, w, FloatVector(bias)), expected) <= limit)
  }

  @Test(arguments: WeightScheme.allCases, KernelName.fast)
  func `the number of threads does not change a bit`(scheme: WeightScheme, name: KernelName) throws {
    var samples = Samples(seed: 11)
    let w = try WeightMatrix(encoding: samples.matrix(200, 96), scheme: scheme)
    for rowCount in [1, 3, 50] {
      let x = samples.matrix(rowCount, 96)
      let alone = try Self.product(name, threads: 1, x, w)
      for threads in [2, 3] { #expect(try Self.product(name, threads: threads, x, w) == alone) }
    }
  }

  @Test(arguments: WeightScheme.allCases, KernelName.available)
  func `a product with steps is the steps one by one`(scheme: WeightScheme, name: KernelName) throws {
    var samples = Samples(seed: 21)
    let w = try WeightMatrix(encoding: samples.matrix(200, 96), scheme: scheme)
    let bias = FloatVector(samples.elements(200))
    let norms: [Norm] = [
      .layer(weight: FloatVector(samples.elements(96)), bias: FloatVector(samples.elements(96)), epsilon: 1e-6),
      .rootMeanSquare(weight: FloatVector(samples.elements(96)), epsilon: 1e-5),
    ]
    let inputSteps: [(InputStep, columnCount: Int)] = [
      (.none, 96), (.norm(norms[0]), 96), (.norm(norms[1]), 96), (.siluGate, 192), (.geluGate, 192),
    ]
    for (rowCount, threads) in [(1, 1), (3, 2), (50, 2)] {
      let backend = try ComputeBackend(kernels: name, threadCount: threads)
      let before = samples.matrix(rowCount, 200)
      for (inputStep, columnCount) in inputSteps {
        let x = samples.matrix(rowCount, columnCount)
        for outputStep in [OutputStep.none, .gelu, .tanhGelu, .add] {
          var apart = Matrix(rowCount: rowCount, columnCount: 200)
          backend.multiply(backend.rows(x, after: inputStep), w, bias: bias, into: &apart)
          if outputStep == .gelu { backend.gelu(&apart) }
          if outputStep == .tanhGelu { backend.tanhGelu(&apart) }
          if outputStep == .add { backend.add(before, to: &apart) }
          var together = Matrix(rowCount: rowCount, columnCount: 200, elements: before.elements)
          backend.multiply(x, w, bias: bias, after: inputStep, then: outputStep, into: &together)
          #expect(together.elements == apart.elements)
        }
      }
    }
  }

  @Test(arguments: WeightScheme.allCases, KernelName.fast)
  func `a row's product does not depend on its neighbours`(scheme: WeightScheme, name: KernelName) throws {
    var samples = Samples(seed: 12)
    let w = try WeightMatrix(encoding: samples.matrix(40, 128), scheme: scheme)
    let x = samples.matrix(31, 128)
    let all = try Self.product(name, x, w)
    for row in 0..<31 {
      var one = Matrix(rowCount: 1, columnCount: 128)
      one.copyRows(row..<row + 1, of: x, to: 0)
      #expect(try Self.product(name, one, w) == Array(all[row * 40..<(row + 1) * 40]))
    }
  }

  @Test(.enabled(if: KernelName.available.contains(.sse41)), arguments: WeightScheme.allCases)
  func `without fused multiply-add there are the same bits again`(scheme: WeightScheme) throws {
    var samples = Samples(seed: 31)
    let w = try WeightMatrix(encoding: samples.matrix(33, 200), scheme: scheme)
    for rowCount in [1, 2, 3, 4, 5, 8, 17, 31] {
      let x = samples.matrix(rowCount, 200)
      #expect(try Self.product(.sse41, x, w) == Self.product(.base, x, w))
    }
  }

  /// Every code there is, also those that no encoder writes, with activations of the largest magnitude: what a product of
  /// bytes in 16 bits would saturate at, and what only the decoded numbers can tell.
  @Test(arguments: [WeightScheme.int8, .int4], KernelName.available)
  func `no code and no activation saturates`(scheme: WeightScheme, name: KernelName) throws {
    let layout = WeightLayout(shape: Shape(16, 64), scheme: scheme)
    for code in [UInt8(0x00), 0xff, 0x0f, 0xf0, 0x80, 0x7f, 0x01, 0xfe] {
      var bytes = [UInt8](repeating: code, count: layout.byteCount)
      for place in 0..<64 { bytes[place] = place % 2 == 0 ? 0 : 0x3c }  // scales of 1
      let w = WeightMatrix(shape: layout.shape, scheme: scheme, copying: bytes)
      var decoded = Matrix(rowCount: 1, columnCount: 64)
      w.decodeRow(0, into: &decoded, at: 0)
      for signs in [[Float(1), 1], [-1, -1], [1, -1], [-1, 1]] {
        for rowCount in [1, 2, 4, 16] {
          let row = (0..<64).map { 127 * signs[$0 % 2] }
          let x = Matrix(rowCount: rowCount, columnCount: 64, elements: (0..<rowCount).flatMap { _ in row })
          var expected: Float = 0
          for column in 0..<64 { expected += row[column] * decoded[0, column] }
          #expect(try Self.product(name, x, w).allSatisfy { $0 == expected }, "code \(code), \(rowCount) rows")
        }
      }
    }
  }

  /// As above for one scale for each row, whose panel begins with scales and sums.
  @Test(arguments: KernelName.available)
  func `no code of a row with one scale saturates`(name: KernelName) throws {
    let layout = WeightLayout(shape: Shape(16, 64), scheme: .int8PerRow)
    for code in [UInt8(0x00), 0xff, 0x80, 0x7f, 0x01] {
      var bytes = [UInt8](repeating: code, count: layout.byteCount)
      let sum = 64 * (Int32(code) - 128)
      for row in 0..<16 {
        (bytes[2 * row], bytes[2 * row + 1]) = (0, 0x3c)  // a scale of 1
        for byte in 0..<4 { bytes[64 + 4 * row + byte] = UInt8(truncatingIfNeeded: sum >> (8 * Int32(byte))) }
      }
      let w = WeightMatrix(shape: layout.shape, scheme: .int8PerRow, copying: bytes)
      for (low, high) in [(Float(-127), Float(127)), (0, 254), (-254, 0)] {
        for rowCount in [1, 2, 4, 16] {
          let row = (0..<64).map { $0 % 4 == 1 ? low : high }
          let x = Matrix(rowCount: rowCount, columnCount: 64, elements: (0..<rowCount).flatMap { _ in row })
          let expected = row.reduce(0, +) * Float(Int(code) - 128)
          #expect(try Self.product(name, x, w).allSatisfy { $0 == expected }, "code \(code), \(rowCount) rows")
        }
      }
    }
  }

  @Test(arguments: [WeightScheme.int8, .int4], KernelName.fast)
  func `the largest integers do not saturate`(scheme: WeightScheme, name: KernelName) throws {
    for (weight, activation) in [(Float(1), Float(1)), (1, -1), (-1, 1), (-1, -1)] {
      let w = try WeightMatrix(
        encoding: Matrix(rowCount: 16, columnCount: 64, elements: Array(repeating: weight, count: 1024)), scheme: scheme
      )
      for rowCount in [1, 2, 16] {
        let x = Matrix(
          rowCount: rowCount, columnCount: 64, elements: Array(repeating: activation, count: rowCount * 64))
        let found = try Self.product(name, x, w)
        Self.expectEqual(name, found, try Self.product(.reference, x, w), "\(name) \(rowCount)")
        #expect(relativeError(found, found.map { _ in 64 * weight * activation }) <= 1e-3)
      }
    }
  }

  @Test(arguments: WeightScheme.allCases, KernelName.available)
  func `a NaN or an infinity spoils its row and no other`(scheme: WeightScheme, name: KernelName) throws {
    var samples = Samples(seed: 13)
    let w = try WeightMatrix(encoding: samples.matrix(17, 100), scheme: scheme)
    for value in [Float.nan, .infinity, -.infinity] {
      var x = samples.matrix(4, 100)
      x[2, 70] = value
      let y = try Self.product(name, x, w)
      #expect(y[34..<51].allSatisfy { !$0.isFinite })
      #expect(y[..<34].allSatisfy(\.isFinite) && y[51...].allSatisfy(\.isFinite))
    }
  }

  @Test(arguments: WeightScheme.allCases, KernelName.available)
  func `rows of zeros and of the tiniest numbers give zero`(scheme: WeightScheme, name: KernelName) throws {
    var samples = Samples(seed: 14)
    let w = try WeightMatrix(encoding: samples.matrix(5, 64), scheme: scheme)
    var x = Matrix(rowCount: 2, columnCount: 64)
    for column in 0..<64 { x[1, column] = 0x1p-130 }
    let y = try Self.product(name, x, w)
    #expect(y[..<5].allSatisfy { $0 == 0 })
    #expect(y[5...].allSatisfy { $0.magnitude <= 1e-38 })
  }

  @Test(arguments: KernelName.available)
  func `no rows are no work`(name: KernelName) throws {
    let w = try WeightMatrix(encoding: Matrix(rowCount: 3, columnCount: 64), scheme: .int4)
    #expect(try Self.product(name, Matrix(rowCount: 0, columnCount: 64), w).isEmpty)
  }
}
