import SkinKernels
import SkinTensor
import Testing

/// Attention in integers against its plain twin, and against attention in floats.
@Suite struct AttentionPerRowTests {
  private struct Case {
    var rows: Int
    var keyRows: Int
    var heads: Int
    var keyHeads: Int
    var width: Int
    var spoil: (row: Int, column: Int)?

    /// The result over one matrix `[q | k | v]` of random numbers.
    func attend(_ backend: ComputeBackend, inIntegers: Bool = true) -> [Float] {
      var samples = Samples(seed: UInt32(keyRows + width))
      var qkv = samples.matrix(keyRows, (heads + 2 * keyHeads) * width)
      if let spoil { qkv[spoil.row, spoil.column] = .nan }
      var queries = Matrix(rowCount: rows, columnCount: qkv.columnCount)
      queries.copyRows(0..<rows, of: qkv, to: 0)
      var y = Matrix(rowCount: rows, columnCount: heads * width)
      let shape = AttentionShape(
        headCount: heads, keyValueHeadCount: keyHeads, headWidth: width, scale: 1, queryColumn: 0,
        keyColumn: heads * width, valueColumn: (heads + keyHeads) * width, keyRowCount: keyRows, mask: .none)
      if inIntegers {
        backend.attendPerRow(shape, queries: queries, keys: qkv, values: qkv, into: &y)
      } else {
        backend.attend(shape, queries: queries, keys: qkv, values: qkv, into: &y)
      }
      return y.elements
    }
  }

  private static func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(Float(0)) { worst, pair in
      let difference = (pair.0 - pair.1).magnitude
      return difference > worst || difference.isNaN ? difference : worst
    }
  }

  @Test(arguments: KernelName.fast, [4, 20, 64, 88])
  func `every kernel set gives the plain attention in integers`(name: KernelName, width: Int) throws {
    let plain = try ComputeBackend(kernels: .reference, threadCount: 1)
    let fast = try ComputeBackend(kernels: name, threadCount: 2)
    for (rows, keyRows) in [(1, 1), (3, 5), (16, 16), (17, 17), (7, 40), (19, 50), (32, 257)] {
      for (heads, keyHeads) in [(2, 2), (4, 2)] {
        let test = Case(rows: rows, keyRows: keyRows, heads: heads, keyHeads: keyHeads, width: width)
        // Values are within 1; a weight that falls on the other side of a rounding moves the result by 1/255 of a sum of
        // at least 1.
        let difference = Self.largestDifference(test.attend(fast), test.attend(plain))
        #expect(difference <= 1.0 / 255, "\(rows) rows, \(keyRows) keys, \(heads) heads on \(keyHeads)")
      }
    }
  }

  @Test(arguments: KernelName.fast)
  func `many keys are read in parts, as the plain twin reads them`(name: KernelName) throws {
    let plain = try ComputeBackend(kernels: .reference, threadCount: 1)
    let fast = try ComputeBackend(kernels: name, threadCount: 2)
    for (keyRows, width) in [(1040, 8), (1041, 8), (1100, 72), (1539, 12)] {
      let test = Case(rows: 19, keyRows: keyRows, heads: 2, keyHeads: 1, width: width)
      let difference = Self.largestDifference(test.attend(fast), test.attend(plain))
      // As above, but the weights' sums are over 100 here: the last three keys of 1,539 show.
      #expect(difference <= 1.0 / 255 / 20, "\(keyRows) keys of \(width)")
    }
  }

  @Test func `parts keep what many small weights add up to`() throws {
    // One key that is seen 600 times as much as each of the others: under one scale for all, they would count nothing.
    let (keyRows, width) = (4096, 4)
    var keys = Matrix(rowCount: keyRows, columnCount: width)
    var values = Matrix(rowCount: keyRows, columnCount: width)
    for row in 1..<keyRows { values[row, 0] = 1 }
    keys[0, 0] = 6.397
    let queries = Matrix(rowCount: 1, columnCount: width, elements: [1, 0, 0, 0])
    let shape = AttentionShape(
      headCount: 1, keyValueHeadCount: 1, headWidth: width, scale: 1, queryColumn: 0, keyColumn: 0, valueColumn: 0,
      keyRowCount: keyRows, mask: .none)
    for name in KernelName.available {
      var y = Matrix(rowCount: 1, columnCount: width)
      let backend = try ComputeBackend(kernels: name, threadCount: 2)
      backend.attendPerRow(shape, queries: queries, keys: keys, values: values, into: &y)
      // 4,095 of 4,695; the first of eight parts counts the key alone, which leaves 3,584 of 4,184.
      #expect(abs(y[0, 0] - 3584.0 / 4184) < 0.002, "\(name): \(y[0, 0])")
    }
  }

  @Test func `integers lose little`() throws {
    let backend = try ComputeBackend(kernels: .reference, threadCount: 1)
    let test = Case(rows: 32, keyRows: 257, heads: 2, keyHeads: 2, width: 88)
    let exact = test.attend(backend, inIntegers: false)
    let found = test.attend(backend)
    let (noise, signal) = zip(exact, found).reduce((0.0, 0.0)) { sums, pair in
      let difference = Double(pair.0 - pair.1)
      return (sums.0 + difference * difference, sums.1 + Double(pair.0) * Double(pair.0))
    }
    #expect(noise > 0)
    #expect((noise / signal).squareRoot() <= 0.03)
  }

  @Test(arguments: KernelName.fast)
  func `the number of threads does not change a bit`(name: KernelName) throws {
    for rows in [1, 5, 40] {
      let test = Case(rows: rows, keyRows: 60, heads: 3, keyHeads: 3, width: 20)
      let results = try [1, 2, 3].map { test.attend(try ComputeBackend(kernels: name, threadCount: $0)) }
      #expect(results[0] == results[1] && results[1] == results[2])
    }
  }

  @Test(arguments: KernelName.available)
  func `what is not a number spoils its head and no other`(name: KernelName) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 1)
    // Row 3 of the keys of the second of two heads of 8 columns.
    let test = Case(rows: 20, keyRows: 20, heads: 2, keyHeads: 2, width: 8, spoil: (3, 16 + 8 + 2))
    for (index, element) in test.attend(backend).enumerated() {
      #expect(element.isNaN == (index % 16 >= 8), "element \(index)")
    }
    // In the first and in the last of four parts, in which four keys are left.
    for row in [0, 1539] {
      let long = Case(rows: 20, keyRows: 1540, heads: 2, keyHeads: 2, width: 8, spoil: (row, 16 + 8 + 2))
      for (index, element) in long.attend(backend).enumerated() {
        #expect(element.isNaN == (index % 16 >= 8), "element \(index) with key \(row) spoiled")
      }
    }
  }
}
