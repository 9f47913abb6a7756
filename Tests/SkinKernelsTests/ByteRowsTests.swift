import SkinKernels
import SkinTensor
import Testing

/// Keys and values in 8 bits.
@Suite struct ByteRowsTests {
  private struct Case {
    let rows: Int
    let keyRows: Int
    let heads: Int
    let keyHeads: Int
    let width: Int
    /// A cache that is longer than what is in use.
    var capacity: Int { keyRows + 3 }

    func shape(isByte: Bool) -> AttentionShape {
      AttentionShape(
        headCount: heads, keyValueHeadCount: keyHeads, headWidth: width, scale: 0.3, queryColumn: 0,
        keyColumn: isByte ? 0 : heads * width, valueColumn: isByte ? 0 : (heads + keyHeads) * width,
        keyRowCount: keyRows, mask: .causal(firstPosition: keyRows - rows))
    }

    var matrix: Matrix {
      var samples = Samples(seed: UInt32(rows + keyRows + width))
      return samples.matrix(keyRows, (heads + 2 * keyHeads) * width)
    }

    func queries(_ qkv: borrowing Matrix) -> Matrix {
      var queries = Matrix(rowCount: rows, columnCount: qkv.columnCount)
      queries.copyRows(keyRows - rows..<keyRows, of: qkv, to: 0)
      return queries
    }

    /// Attention over bytes; the rows are written in two parts.
    func attend(_ backend: ComputeBackend, _ qkv: borrowing Matrix) -> [Float] {
      var keys = ByteRows(rowCapacity: capacity, headCount: keyHeads, headWidth: width)
      var values = ByteRows(rowCapacity: capacity, headCount: keyHeads, headWidth: width)
      for part in [0..<keyRows / 2, keyRows / 2..<keyRows] {
        var x = Matrix(rowCount: part.count, columnCount: qkv.columnCount)
        x.copyRows(part, of: qkv, to: 0)
        backend.store(x, firstColumn: heads * width, into: &keys, at: part.lowerBound)
        backend.store(x, firstColumn: (heads + keyHeads) * width, into: &values, at: part.lowerBound)
      }
      var y = Matrix(rowCount: rows, columnCount: heads * width)
      backend.attend(shape(isByte: true), queries: queries(qkv), keys: keys, values: values, into: &y)
      return y.elements
    }

    /// Attention over the floats.
    func attendFloats(_ backend: ComputeBackend, _ qkv: borrowing Matrix) -> [Float] {
      var y = Matrix(rowCount: rows, columnCount: heads * width)
      backend.attend(shape(isByte: false), queries: queries(qkv), keys: qkv, values: qkv, into: &y)
      return y.elements
    }
  }

  private static let cases = [
    Case(rows: 1, keyRows: 1, heads: 2, keyHeads: 2, width: 64),
    Case(rows: 1, keyRows: 33, heads: 4, keyHeads: 2, width: 128),
    Case(rows: 3, keyRows: 30, heads: 2, keyHeads: 2, width: 88),
    Case(rows: 15, keyRows: 47, heads: 2, keyHeads: 1, width: 80),
    Case(rows: 16, keyRows: 16, heads: 2, keyHeads: 2, width: 12),
    Case(rows: 37, keyRows: 50, heads: 3, keyHeads: 3, width: 100),
    Case(rows: 2, keyRows: 9, heads: 1, keyHeads: 1, width: 256),
    Case(rows: 1, keyRows: 19, heads: 1, keyHeads: 1, width: 48),
    Case(rows: 1, keyRows: 6, heads: 1, keyHeads: 1, width: 112),
    Case(rows: 2, keyRows: 11, heads: 1, keyHeads: 1, width: 180),
  ]

  @Test(arguments: KernelName.fast, cases.indices)
  func `every kernel set gives the plain attention over bytes`(name: KernelName, index: Int) throws {
    let plain = try ComputeBackend(kernels: .reference, threadCount: 1)
    let one = Self.cases[index]
    let qkv = one.matrix
    let expected = one.attend(plain, qkv)
    for threads in [1, 2] {
      let found = one.attend(try ComputeBackend(kernels: name, threadCount: threads), qkv)
      #expect(relativeError(found, expected) <= 1e-5, "\(threads) threads")
    }
  }

  /// Keys and values are wrong by at most 1/254 of their row's largest, 0.004.
  ///
  /// The errors of many columns and keys are as good as random, so that they do not add up.
  @Test(arguments: KernelName.available, cases.indices)
  func `eight bits lose little`(name: KernelName, index: Int) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 2)
    let one = Self.cases[index]
    let qkv = one.matrix
    let found = one.attend(backend, qkv)
    let expected = one.attendFloats(backend, qkv)
    #expect(relativeError(found, expected) <= 1e-2)
    #expect(found != expected)
  }

  @Test(arguments: KernelName.available)
  func `fewer than sixteen rows give the bits of one by one`(name: KernelName) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 2)
    let one = Case(rows: 15, keyRows: 47, heads: 2, keyHeads: 1, width: 80)
    let together = one.attend(backend, one.matrix)
    for row in 0..<15 {
      let single = Case(rows: 1, keyRows: 33 + row, heads: 2, keyHeads: 1, width: 80)
      var qkv = Matrix(rowCount: single.keyRows, columnCount: one.matrix.columnCount)
      qkv.copyRows(0..<single.keyRows, of: one.matrix, to: 0)
      #expect(single.attend(backend, qkv) == Array(together[row * 160..<(row + 1) * 160]))
    }
  }

  @Test(arguments: KernelName.available)
  func `a NaN spoils the rows that see it and no other`(name: KernelName) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 1)
    let one = Case(rows: 3, keyRows: 9, heads: 1, keyHeads: 1, width: 16)
    var qkv = one.matrix
    qkv[8, 16 + 5] = .nan  // the last position's key
    let found = one.attend(backend, qkv)
    #expect(found[..<32].allSatisfy { $0.isFinite })
    #expect(found[32...].allSatisfy { $0.isNaN })
  }

  @Test func `rows that were copied into more room give the same attention`() throws {
    let backend = try ComputeBackend(kernels: .best, threadCount: 1)
    var samples = Samples(seed: 5)
    let x = samples.matrix(9, 3 * 20)
    var rows = ByteRows(rowCapacity: 9, headCount: 3, headWidth: 20)
    backend.store(x, firstColumn: 0, into: &rows, at: 0)
    let copy = ByteRows(rowCapacity: 40, copying: 7, of: rows)
    let shape = AttentionShape(
      headCount: 3, keyValueHeadCount: 3, headWidth: 20, scale: 1, queryColumn: 0, keyColumn: 0, valueColumn: 0,
      keyRowCount: 7, mask: .causal(firstPosition: 6))
    let query = samples.matrix(1, 60)
    var found = Matrix(rowCount: 1, columnCount: 60)
    var expected = Matrix(rowCount: 1, columnCount: 60)
    backend.attend(shape, queries: query, keys: copy, values: copy, into: &found)
    backend.attend(shape, queries: query, keys: rows, values: rows, into: &expected)
    #expect(found.elements == expected.elements)
  }

  @Test func `they take a quarter of the floats' memory, and a scale`() {
    let rows = ByteRows(rowCapacity: 100, headCount: 8, headWidth: 88)
    #expect(rows.byteCount == 100 * 8 * (96 + 4))
  }

  /// A window's row alone, over bytes of the keys and values that it shows.
  @Test(arguments: KernelName.available, [1, 4, 19])
  func `a window over bytes shows the last keys up to a row's own`(name: KernelName, length: Int) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 2)
    var samples = Samples(seed: 8)
    let (rowCount, width) = (18, 20)
    let x = samples.matrix(rowCount, width)
    func bytes(_ rows: Range<Int>) -> ByteRows {
      var part = Matrix(rowCount: rows.count, columnCount: width)
      part.copyRows(rows, of: x, to: 0)
      var stored = ByteRows(rowCapacity: rows.count, headCount: 1, headWidth: width)
      backend.store(part, firstColumn: 0, into: &stored, at: 0)
      return stored
    }
    func shape(_ keyRowCount: Int, _ mask: AttentionMask) -> AttentionShape {
      AttentionShape(
        headCount: 1, keyValueHeadCount: 1, headWidth: width, scale: 2, queryColumn: 0, keyColumn: 0, valueColumn: 0,
        keyRowCount: keyRowCount, mask: mask)
    }
    let whole = bytes(0..<rowCount)
    var found = Matrix(rowCount: rowCount, columnCount: width)
    backend.attend(
      shape(rowCount, .window(firstPosition: 0, length: length)), queries: x, keys: whole, values: whole, into: &found)
    for row in 0..<rowCount {
      let seen = max(0, row + 1 - length)..<row + 1
      var query = Matrix(rowCount: 1, columnCount: width)
      query.copyRows(row..<row + 1, of: x, to: 0)
      var expected = Matrix(rowCount: 1, columnCount: width)
      let part = bytes(seen)
      backend.attend(
        shape(seen.count, .causal(firstPosition: seen.count - 1)), queries: query, keys: part, values: part,
        into: &expected)
      #expect((0..<width).map { found[row, $0] } == expected.elements, "row \(row)")
    }
  }
}
