import SkinKernels
import SkinTensor
import Testing

@Suite struct AttentionTests {
  /// Attention over one matrix `[q | k | v]` of random numbers.
  private static func attend(
    _ backend: ComputeBackend, rows: Int, keyRows: Int, heads: Int, keyHeads: Int, width: Int, causalFrom: Int?,
    spoil: (row: Int, column: Int)? = nil, seesAll: AttentionMask = .none
  ) -> [Float] {
    var samples = Samples(seed: UInt32(keyRows + width))
    var qkv = samples.matrix(keyRows, (heads + 2 * keyHeads) * width)
    if let spoil { qkv[spoil.row, spoil.column] = .nan }
    var queries = Matrix(rowCount: rows, columnCount: qkv.columnCount)
    queries.copyRows((causalFrom ?? 0)..<(causalFrom ?? 0) + rows, of: qkv, to: 0)
    var y = Matrix(rowCount: rows, columnCount: heads * width)
    let shape = AttentionShape(
      headCount: heads, keyValueHeadCount: keyHeads, headWidth: width, scale: 3, queryColumn: 0,
      keyColumn: heads * width, valueColumn: (heads + keyHeads) * width, keyRowCount: keyRows,
      mask: causalFrom.map { .causal(firstPosition: $0) } ?? seesAll)
    backend.attend(shape, queries: queries, keys: qkv, values: qkv, into: &y)
    return y.elements
  }

  @Test(arguments: KernelName.fast, [4, 20, 48, 64, 80, 88, 96, 112, 128, 180])
  func `every kernel set gives the plain attention`(name: KernelName, width: Int) throws {
    let plain = try ComputeBackend(kernels: .reference, threadCount: 1)
    let fast = try ComputeBackend(kernels: name, threadCount: 2)
    for (rows, keyRows, causalFrom) in [
      (1, 1, nil), (1, 33, 32), (2, 9, 3), (7, 40, 33), (16, 16, 0), (17, 17, 0), (19, 50, 10), (32, 257, nil),
      (33, 65, 5), (3, 5, nil),
    ] as [(Int, Int, Int?)] {
      for (heads, keyHeads) in [(2, 2), (4, 2)] {
        let found = Self.attend(
          fast, rows: rows, keyRows: keyRows, heads: heads, keyHeads: keyHeads, width: width, causalFrom: causalFrom)
        let expected = Self.attend(
          plain, rows: rows, keyRows: keyRows, heads: heads, keyHeads: keyHeads, width: width, causalFrom: causalFrom)
        // Scores up to some 50 have errors of a few 1e-6, and so have the weights.
        #expect(relativeError(found, expected) <= 1e-5, "\(rows) rows, \(keyRows) keys, \(heads) heads on \(keyHeads)")
      }
    }
  }

  @Test(arguments: KernelName.fast)
  func `many keys are copied, which changes no bit`(name: KernelName) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 2)
    for (heads, keyHeads) in [(2, 2), (4, 2)] {
      func attend(_ mask: AttentionMask) -> [Float] {
        Self.attend(
          backend, rows: 23, keyRows: 1031, heads: heads, keyHeads: keyHeads, width: 20, causalFrom: nil, seesAll: mask)
      }
      // The rows of an image see all keys too, and nothing is copied for them.
      #expect(attend(.none).map(\.bitPattern) == attend(.image(firstPosition: 0, length: nil)).map(\.bitPattern))
    }
  }

  @Test(arguments: KernelName.fast)
  func `the number of threads does not change a bit`(name: KernelName) throws {
    for rows in [1, 5, 40] {
      let results = try [1, 2, 3].map { threads in
        Self.attend(
          try ComputeBackend(kernels: name, threadCount: threads), rows: rows, keyRows: 60, heads: 3, keyHeads: 3,
          width: 20, causalFrom: 60 - rows)
      }
      #expect(results[0] == results[1] && results[1] == results[2])
    }
  }

  /// The last block of 16 would have 2 rows in one case and 10 in the other.
  @Test(arguments: KernelName.available)
  func `sixteen rows or more give the same bits whatever stands before them`(name: KernelName) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 1)
    func rows(from first: Int) -> [Float] {
      Self.attend(backend, rows: 82 - first, keyRows: 82, heads: 2, keyHeads: 1, width: 88, causalFrom: first)
    }
    let whole = rows(from: 0)
    for first in [8, 40, 41, 65] { #expect(rows(from: first) == Array(whole[(first * 176)...])) }
  }

  @Test(arguments: KernelName.available)
  func `fewer than sixteen rows give the bits of one by one`(name: KernelName) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 1)
    let together = Self.attend(
      backend, rows: 15, keyRows: 45, heads: 2, keyHeads: 1, width: 88, causalFrom: 30)
    var samples = Samples(seed: 45 + 88)
    let qkv = samples.matrix(45, 4 * 88)
    for row in 0..<15 {
      var query = Matrix(rowCount: 1, columnCount: 4 * 88)
      query.copyRows(30 + row..<31 + row, of: qkv, to: 0)
      var y = Matrix(rowCount: 1, columnCount: 2 * 88)
      let shape = AttentionShape(
        headCount: 2, keyValueHeadCount: 1, headWidth: 88, scale: 3, queryColumn: 0, keyColumn: 176,
        valueColumn: 264, keyRowCount: 45, mask: .causal(firstPosition: 30 + row))
      backend.attend(shape, queries: query, keys: qkv, values: qkv, into: &y)
      #expect(y.elements == Array(together[row * 176..<(row + 1) * 176]))
    }
  }

  @Test(arguments: KernelName.available, [3, 20])
  func `what a row may not see does not reach it`(name: KernelName, rows: Int) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 1)
    // A key of the last row, then a value of the last row: only the last query row may become NaN. A masked NaN in a
    // value counts zero times NaN, so values that nobody may see are never spoiled in a block; keys are hidden before.
    let clean = Self.attend(
      backend, rows: rows, keyRows: rows, heads: 1, keyHeads: 1, width: 16, causalFrom: 0)
    let spoiled = Self.attend(
      backend, rows: rows, keyRows: rows, heads: 1, keyHeads: 1, width: 16, causalFrom: 0,
      spoil: (rows - 1, 16 + 2))
    #expect(Array(spoiled[..<((rows - 1) * 16)]) == Array(clean[..<((rows - 1) * 16)]))
    #expect(spoiled[((rows - 1) * 16)...].allSatisfy { $0.isNaN })
  }

  /// Each row alone, over a copy of the keys and values that its window shows.
  @Test(arguments: KernelName.available, [(1, 30), (5, 7), (33, 33), (20, 50)])
  func `a window shows a row the last keys up to its own, and nothing before`(
    name: KernelName, extent: (rows: Int, keys: Int)
  ) throws {
    let backend = try ComputeBackend(kernels: name, threadCount: 2)
    let (rows, keyRows, width) = (extent.rows, extent.keys, 20)
    var samples = Samples(seed: 77)
    let qkv = samples.matrix(keyRows, 4 * width)
    for length in [1, 3, 16, 100] {
      let first = keyRows - rows
      func shape(_ keyRowCount: Int, _ mask: AttentionMask) -> AttentionShape {
        AttentionShape(
          headCount: 2, keyValueHeadCount: 1, headWidth: width, scale: 3, queryColumn: 0, keyColumn: 2 * width,
          valueColumn: 3 * width, keyRowCount: keyRowCount, mask: mask)
      }
      var queries = Matrix(rowCount: rows, columnCount: 4 * width)
      queries.copyRows(first..<keyRows, of: qkv, to: 0)
      var y = Matrix(rowCount: rows, columnCount: 2 * width)
      backend.attend(
        shape(keyRows, .window(firstPosition: first, length: length)), queries: queries, keys: qkv, values: qkv,
        into: &y)
      for row in 0..<rows {
        let seen = max(0, first + row + 1 - length)..<first + row + 1
        var keys = Matrix(rowCount: seen.count, columnCount: 4 * width)
        keys.copyRows(seen, of: qkv, to: 0)
        var query = Matrix(rowCount: 1, columnCount: 4 * width)
        query.copyRows(first + row..<first + row + 1, of: qkv, to: 0)
        var expected = Matrix(rowCount: 1, columnCount: 2 * width)
        backend.attend(
          shape(seen.count, .causal(firstPosition: seen.count - 1)), queries: query, keys: keys, values: keys,
          into: &expected)
        #expect((0..<2 * width).map { y[row, $0] } == expected.elements, "row \(row), window \(length)")
      }
    }
  }
}
