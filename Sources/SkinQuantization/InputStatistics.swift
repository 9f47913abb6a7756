/// What a linear layer reads: sums of the products of its input features over calibration rows.
///
/// With `H = Σ x xᵀ` the error that a changed row of weights makes is `Δw H Δwᵀ`, so `H` says which errors matter and
/// which can compensate for each other. For a wide layer only blocks on the diagonal are kept.
///
/// Source: Frantar et al. 2022, arXiv:2210.17323, section 3.
package struct InputStatistics: Sendable {
  /// Input features.
  package let columnCount: Int
  /// Features of a block, a multiple of 32; the last block may be narrower.
  package let blockColumnCount: Int
  /// Rows that were counted.
  package private(set) var rowCount = 0
  /// Block after block, `[width, width]` each, row after row; the upper triangles count.
  private(set) var sums: [Float]

  /// Nothing seen yet.
  ///
  /// - Precondition: `blockColumnCount` is a positive multiple of 32.
  package init(columnCount: Int, blockColumnCount: Int) {
    precondition(
      blockColumnCount > 0 && blockColumnCount % WeightScheme.groupSize == 0, "blocks of \(blockColumnCount)")
    self.columnCount = columnCount
    self.blockColumnCount = min(
      blockColumnCount, (columnCount + WeightScheme.groupSize - 1) / WeightScheme.groupSize * WeightScheme.groupSize)
    sums = []
    sums = [Float](repeating: 0, count: blocks.reduce(0) { $0 + $1.count * $1.count })
  }

  /// The features of each block.
  var blocks: [Range<Int>] {
    stride(from: 0, to: columnCount, by: blockColumnCount).map { $0..<min($0 + blockColumnCount, columnCount) }
  }

  /// Counts the rows of an input, `[rows, columns]`; rows with an element that is not finite are left out.
  ///
  /// - Precondition: `rows.count` is a multiple of the columns.
  package mutating func add(rows: [Float]) {
    precondition(columnCount > 0 && rows.count % columnCount == 0, "\(rows.count) elements in rows of \(columnCount)")
    let blocks = blocks
    let columnCount = columnCount
    var counted = 0
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe rows.withUnsafeBufferPointer { rows in
        for first in stride(from: 0, to: rows.count, by: columnCount) {
          // SAFETY: a whole row begins at `first`.
          let row = unsafe UnsafeBufferPointer(rebasing: rows[first..<first + columnCount])
          guard unsafe row.allSatisfy(\.isFinite) else { continue }
          counted += 1
          var place = 0
          for block in blocks {
            unsafe Self.add(row, block, to: sums, place)
            place += block.count * block.count
          }
        }
      }
    }
    rowCount += counted
  }

  /// Adds the products of a block's features to the upper triangle of its square, which begins at `place`.
  private static func add(
    _ row: UnsafeBufferPointer<Float>, _ block: Range<Int>, to sums: UnsafeMutableBufferPointer<Float>, _ place: Int
  ) {
    guard let row = row.baseAddress, let square = sums.baseAddress else { return }
    let width = block.count
    for i in 0..<width {
      // SAFETY: the block lies in the row, and the square has `width` rows of `width` sums behind `place`.
      let x = unsafe row[block.lowerBound + i]
      if x == 0 { continue }
      let source = unsafe row + block.lowerBound
      let target = unsafe square + place + i * width
      for j in i..<width { unsafe target[j] += x * source[j] }
    }
  }

  /// The mean square of each feature, `[columns]`.
  package var meanSquares: [Float] {
    var place = 0
    var squares: [Float] = []
    for block in blocks {
      for i in 0..<block.count { squares.append(sums[place + i * block.count + i] / Float(max(rowCount, 1))) }
      place += block.count * block.count
    }
    return squares
  }

  /// The sums as bytes, for a digest.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * sums.count)
    for sum in sums {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: sum.bitPattern >> shift))
      }
    }
    return bytes
  }
}
