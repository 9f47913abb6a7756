import SkinKernels
import SkinTensor
import Testing

/// Norms, activations and rotary against their plain twins, which compute in `Double`.
@Suite struct FunctionTests {
  /// `[rows, columns]` with odd numbers of both.
  static let shapes = [[1, 16], [3, 33], [17, 200], [2, 1408], [5, 7], [257, 88], [0, 32]]

  private static func backends(_ name: KernelName) throws -> (plain: ComputeBackend, fast: ComputeBackend) {
    (try ComputeBackend(kernels: .reference, threadCount: 1), try ComputeBackend(kernels: name, threadCount: 2))
  }

  @Test(arguments: KernelName.fast, shapes)
  func `layer norm is the plain one`(name: KernelName, shape: [Int]) throws {
    let (plain, fast) = try Self.backends(name)
    var samples = Samples(seed: 1)
    var x = samples.matrix(shape[0], shape[1])
    // A mean far from zero, which a one-pass variance would lose.
    for row in 0..<shape[0] { for column in 0..<shape[1] { x[row, column] += 10 } }
    let (weight, bias) = (FloatVector(samples.elements(shape[1])), FloatVector(samples.elements(shape[1])))
    var y = Matrix(rowCount: shape[0], columnCount: shape[1])
    plain.normalize(x, by: .layer(weight: weight, bias: bias, epsilon: 1e-6), into: &y)
    let expected = y.elements
    fast.normalize(x, by: .layer(weight: weight, bias: bias, epsilon: 1e-6), into: &y)
    // The elements, near 10, have last places of 1e-6; their deviations are near 0.4.
    #expect(relativeError(y.elements, expected) <= 1e-5)
  }

  @Test(arguments: KernelName.fast, shapes)
  func `root mean square norm is the plain one`(name: KernelName, shape: [Int]) throws {
    let (plain, fast) = try Self.backends(name)
    var samples = Samples(seed: 2)
    let x = samples.matrix(shape[0], shape[1])
    let weight = FloatVector(samples.elements(shape[1]))
    var y = Matrix(rowCount: shape[0], columnCount: shape[1])
    plain.normalize(x, by: .rootMeanSquare(weight: weight, epsilon: 1e-5), into: &y)
    let expected = y.elements
    fast.normalize(x, by: .rootMeanSquare(weight: weight, epsilon: 1e-5), into: &y)
    #expect(relativeError(y.elements, expected) <= 1e-6)
  }

  @Test(arguments: KernelName.fast)
  func `gelu is the exact one to a millionth`(name: KernelName) throws {
    let (plain, fast) = try Self.backends(name)
    let numbers = (-4000...4000).map { Float($0) * 0.005 } + [-100, -1e30, 100, 0x1p-130, -0.0]
    var x = Matrix(rowCount: 1, columnCount: numbers.count, elements: numbers)
    var y = Matrix(rowCount: 1, columnCount: numbers.count, elements: numbers)
    plain.gelu(&x)
    fast.gelu(&y)
    for (index, number) in numbers.enumerated() {
      #expect((y[0, index] - x[0, index]).magnitude <= 1e-6 * max(1, number.magnitude))
    }
    #expect(abs(x[0, 4200] - 0.841344746) <= 1e-6)  // 1 times the normal distribution's value at 1
  }

  @Test(arguments: KernelName.fast)
  func `gelu by tanh is the plain one to a millionth`(name: KernelName) throws {
    let (plain, fast) = try Self.backends(name)
    let numbers = (-4000...4000).map { Float($0) * 0.005 } + [-100, -1e6, 100, 0x1p-130, -0.0]
    var x = Matrix(rowCount: 1, columnCount: numbers.count, elements: numbers)
    var y = Matrix(rowCount: 1, columnCount: numbers.count, elements: numbers)
    plain.tanhGelu(&x)
    fast.tanhGelu(&y)
    for (index, number) in numbers.enumerated() {
      #expect((y[0, index] - x[0, index]).magnitude <= 1e-6 * max(1, number.magnitude))
    }
    #expect(abs(x[0, 4200] - 0.841192) <= 1e-6)  // torch.nn.functional.gelu(1, approximate="tanh")
  }

  @Test(arguments: KernelName.fast)
  func `the gate is silu to a millionth, for small and huge numbers`(name: KernelName) throws {
    let (plain, fast) = try Self.backends(name)
    let gates = (-1000...1000).map { Float($0) * 0.03 } + [-200, 200, 1e30]
    let ups = gates.indices.map { Float($0 % 7) - 3 }
    let x = Matrix(rowCount: 2, columnCount: 2 * gates.count, elements: gates + ups + gates.reversed() + ups)
    var y = Matrix(rowCount: 2, columnCount: gates.count)
    var z = Matrix(rowCount: 2, columnCount: gates.count)
    plain.siluGate(x, into: &y)
    fast.siluGate(x, into: &z)
    for (found, expected) in zip(z.elements, y.elements) {
      #expect((found - expected).magnitude <= 1e-6 * max(1, expected.magnitude))
    }
  }

  @Test(arguments: KernelName.fast)
  func `the gate is the GELU by tanh to a millionth, for small and huge numbers`(name: KernelName) throws {
    let (plain, fast) = try Self.backends(name)
    let gates = (-1000...1000).map { Float($0) * 0.01 } + [-200, 200, 1e6]
    let ups = gates.indices.map { Float($0 % 7) - 3 }
    let x = Matrix(rowCount: 2, columnCount: 2 * gates.count, elements: gates + ups + gates.reversed() + ups)
    var y = Matrix(rowCount: 2, columnCount: gates.count)
    var z = Matrix(rowCount: 2, columnCount: gates.count)
    plain.geluGate(x, into: &y)
    fast.geluGate(x, into: &z)
    for (found, expected) in zip(z.elements, y.elements) {
      #expect((found - expected).magnitude <= 2e-6 * max(1, expected.magnitude))
    }
    // torch.nn.functional.gelu(torch.tensor(1.0), approximate="tanh") is 0.841192; column 1100 has the gate 1.
    #expect(abs(y[0, 1100] - 0.841192 * Float(1100 % 7 - 3)) <= 1e-5)
  }

  @Test(arguments: KernelName.available, [4, 16, 20, 256])
  func `heads are normalized each by itself, and other columns stay`(name: KernelName, width: Int) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 2)
    var samples = Samples(seed: 6)
    let original = samples.matrix(5, 3 * width + 7)
    let weight = FloatVector(samples.elements(width))
    let norm = Norm.rootMeanSquare(weight: weight, epsilon: 1e-6)
    var x = Matrix(rowCount: 5, columnCount: 3 * width + 7, elements: original.elements)
    backend.normalizeHeads(&x, firstColumn: 3, headCount: 2, by: norm)
    for row in 0..<5 {
      for head in 0..<2 {
        let columns = (0..<width).map { original[row, 3 + head * width + $0] }
        let one = Matrix(rowCount: 1, columnCount: width, elements: columns)
        var expected = Matrix(rowCount: 1, columnCount: width)
        backend.normalize(one, by: norm, into: &expected)
        #expect((0..<width).map { x[row, 3 + head * width + $0] } == expected.elements)
      }
      for column in [0, 2, 3 + 2 * width, 3 * width + 6] { #expect(x[row, column] == original[row, column]) }
    }
  }

  @Test(arguments: KernelName.fast, [64, 88, 80, 128, 12])
  func `rotary turns pairs by their position's angle and leaves other columns`(name: KernelName, width: Int) throws {
    let (plain, fast) = try Self.backends(name)
    var samples = Samples(seed: 4)
    let cosines = samples.matrix(30, width / 2)
    let sines = samples.matrix(30, width / 2)
    let original = samples.matrix(9, 3 * width + 8)
    var x = Matrix(rowCount: 9, columnCount: 3 * width + 8, elements: original.elements)
    var y = Matrix(rowCount: 9, columnCount: 3 * width + 8, elements: original.elements)
    plain.rotate(
      &x, firstColumn: 4, headCount: 2, headWidth: width, cosines: cosines, sines: sines, firstPosition: 20)
    fast.rotate(
      &y, firstColumn: 4, headCount: 2, headWidth: width, cosines: cosines, sines: sines, firstPosition: 20)
    #expect(relativeError(y.elements, x.elements) <= 1e-6)
    let (a, b) = (original[3, 4 + 1], original[3, 4 + 1 + width / 2])
    #expect(abs(y[3, 4 + 1] - (a * cosines[23, 1] - b * sines[23, 1])) <= 1e-6)
    for column in [0, 3, 4 + 2 * width] { #expect(y[3, column] == original[3, column]) }
  }

  @Test(arguments: KernelName.available)
  func `add adds`(name: KernelName) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 2)
    let x = Matrix(rowCount: 3, columnCount: 7, elements: (0..<21).map { Float($0) })
    var y = Matrix(rowCount: 3, columnCount: 7, elements: (0..<21).map { Float(100 * $0) })
    backend.add(x, to: &y)
    #expect(y.elements == (0..<21).map { Float(101 * $0) })
  }

  @Test(arguments: KernelName.available)
  func `a NaN stays one`(name: KernelName) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 1)
    var x = Matrix(rowCount: 1, columnCount: 36, elements: Array(repeating: 1, count: 36))
    x[0, 5] = .nan
    let ones = FloatVector(Array(repeating: 1, count: 36))
    var y = Matrix(rowCount: 1, columnCount: 36)
    backend.normalize(x, by: .rootMeanSquare(weight: ones, epsilon: 1e-6), into: &y)
    #expect(y.elements.allSatisfy { $0.isNaN })
    backend.normalize(x, by: .layer(weight: ones, bias: ones, epsilon: 1e-6), into: &y)
    #expect(y.elements.allSatisfy { $0.isNaN })
    var gated = Matrix(rowCount: 1, columnCount: 18)
    backend.siluGate(x, into: &gated)
    #expect(gated.elements.map(\.isNaN) == (0..<18).map { $0 == 5 })
    backend.gelu(&x)
    #expect(x.elements.map(\.isNaN) == (0..<36).map { $0 == 5 })
  }
}
