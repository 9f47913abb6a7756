import SkinKernels
import SkinQuantization
import SkinTensor

/// Compares a kernel set with the plain one on odd sizes: quick enough for an emulated processor.
struct Check {
  let kernels: KernelName

  /// The largest relative error that is not a fault; multiplications by fused multiply-adds have none at all.
  private static let limit: Float = 1e-5

  private static let shapes = [(1, 200, 33), (2, 64, 16), (3, 96, 17), (4, 128, 40), (8, 64, 5), (31, 100, 35)]

  /// What differs, as text.
  func faults() throws -> [String] {
    let plain = try ComputeBackend(kernels: .reference, threadCount: 1)
    let fast = try ComputeBackend(kernels: kernels, threadCount: 2)
    var samples = Samples(seed: 5)
    var faults: [String] = []
    for scheme in WeightScheme.allCases {
      for (rowCount, inputs, outputs) in Self.shapes {
        let w = try WeightMatrix(encoding: samples.matrix(outputs, inputs), scheme: scheme)
        let x = samples.matrix(rowCount, inputs)
        var y = Matrix(rowCount: rowCount, columnCount: outputs)
        plain.multiply(x, w, bias: nil, into: &y)
        let expected = y.elements
        fast.multiply(x, w, bias: nil, into: &y)
        note("\(scheme) \(rowCount) x \(inputs) x \(outputs)", y.elements, expected, &faults)
      }
    }
    for (rows, keys, width, firstPosition) in [(1, 33, 64, 32), (7, 40, 88, 33), (19, 50, 80, 10)] {
      let qkv = samples.matrix(keys, 3 * width)
      var queries = Matrix(rowCount: rows, columnCount: 3 * width)
      queries.copyRows(firstPosition..<firstPosition + rows, of: qkv, to: 0)
      let shape = AttentionShape(
        headCount: 1, keyValueHeadCount: 1, headWidth: width, scale: 0.2, queryColumn: 0, keyColumn: width,
        valueColumn: 2 * width, keyRowCount: keys, mask: .causal(firstPosition: firstPosition))
      var y = Matrix(rowCount: rows, columnCount: width)
      plain.attend(shape, queries: queries, keys: qkv, values: qkv, into: &y)
      let expected = y.elements
      fast.attend(shape, queries: queries, keys: qkv, values: qkv, into: &y)
      note("attention \(rows) x \(keys) x \(width)", y.elements, expected, &faults)
      noteBytes(shape, queries, qkv, plain, fast, &faults)
    }
    let x = samples.matrix(3, 66)
    let (weight, bias) = (samples.vector(66), samples.vector(66))
    var y = Matrix(rowCount: 3, columnCount: 66)
    plain.normalize(x, by: .layer(weight: weight, bias: bias, epsilon: 1e-6), into: &y)
    var expected = y.elements
    fast.normalize(x, by: .layer(weight: weight, bias: bias, epsilon: 1e-6), into: &y)
    note("layer norm", y.elements, expected, &faults)
    plain.normalize(x, by: .rootMeanSquare(weight: weight, epsilon: 1e-6), into: &y)
    expected = y.elements
    fast.normalize(x, by: .rootMeanSquare(weight: weight, epsilon: 1e-6), into: &y)
    note("root mean square norm", y.elements, expected, &faults)
    var gated = Matrix(rowCount: 3, columnCount: 33)
    plain.siluGate(x, into: &gated)
    expected = gated.elements
    fast.siluGate(x, into: &gated)
    note("gate", gated.elements, expected, &faults)
    var a = Matrix(rowCount: 3, columnCount: 66)
    var b = Matrix(rowCount: 3, columnCount: 66)
    a.copyRows(0..<3, of: x, to: 0)
    b.copyRows(0..<3, of: x, to: 0)
    plain.gelu(&a)
    fast.gelu(&b)
    note("gelu", b.elements, a.elements, &faults)
    return faults
  }

  /// Attention over keys and values in 8 bits.
  private func noteBytes(
    _ shape: AttentionShape, _ queries: borrowing Matrix, _ qkv: borrowing Matrix, _ plain: ComputeBackend,
    _ fast: ComputeBackend, _ faults: inout [String]
  ) {
    var shape = shape
    shape.keyColumn = 0
    shape.valueColumn = 0
    var results: [[Float]] = []
    for backend in [plain, fast] {
      var keys = ByteRows(rowCapacity: qkv.rowCount, headCount: 1, headWidth: shape.headWidth)
      var values = ByteRows(rowCapacity: qkv.rowCount, headCount: 1, headWidth: shape.headWidth)
      backend.store(qkv, firstColumn: shape.headWidth, into: &keys, at: 0)
      backend.store(qkv, firstColumn: 2 * shape.headWidth, into: &values, at: 0)
      var y = Matrix(rowCount: queries.rowCount, columnCount: shape.headWidth)
      backend.attend(shape, queries: queries, keys: keys, values: values, into: &y)
      results.append(y.elements)
    }
    note("attention over bytes, \(queries.rowCount) rows", results[1], results[0], &faults)
  }

  private func note(_ what: String, _ found: [Float], _ expected: [Float], _ faults: inout [String]) {
    let largest = expected.map(\.magnitude).max() ?? 0
    let error = zip(found, expected).map { ($0 - $1).magnitude }.max() ?? 0
    if !(error <= Self.limit * largest) { faults.append("\(what) differs by \(error) of \(largest)") }
  }
}
