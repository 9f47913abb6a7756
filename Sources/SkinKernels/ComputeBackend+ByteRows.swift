internal import SkinKernelTable
package import SkinTensor

extension ComputeBackend {
  /// Writes rows of heads in 8 bits, from position `firstRow` on.
  ///
  ///     x [n, ...], its columns from firstColumn on  ->  rows firstRow..<firstRow + n
  ///
  /// The same bits for every kernel set. A row with a number that is not finite makes what attends to it NaN.
  ///
  /// - Precondition: the heads lie inside the columns of `x`, the positions inside the memory.
  package func store(_ x: borrowing Matrix, firstColumn: Int, into rows: inout ByteRows, at firstRow: Int) {
    let (rowCount, stride) = (x.rowCount, x.columnCount)
    precondition(
      firstColumn >= 0 && firstColumn + rows.headCount * rows.headWidth <= stride,
      "\(rows.headCount) heads of \(rows.headWidth) from column \(firstColumn) of \(stride)")
    precondition(
      firstRow >= 0 && firstRow + rowCount <= rows.rowCapacity,
      "rows \(firstRow)..<\(firstRow + rowCount) of \(rows.rowCapacity)")
    // SAFETY: the lines above.
    unsafe set.bytes.store(
      ByteStoringArguments(
        rows: x.unsafeBase + firstColumn, stride: stride, rowCount: rowCount, headCount: rows.headCount,
        headWidth: rows.headWidth, codes: rows.codes, scales: rows.scales, capacity: rows.rowCapacity,
        firstPosition: firstRow))
  }

  /// Attention of all heads over keys and values in 8 bits, each head in its columns of `y`.
  ///
  ///     queries [n, ...], keys and values [keyRowCount, ...]  ->  y [n, headCount * headWidth]
  ///
  /// As with float keys, fewer than 16 rows get the same bits as one by one. More rows attend to floats that are
  /// decoded once for each head.
  ///
  /// - Precondition: as with float keys; the columns of keys and values in `shape` are 0, and both have its heads.
  package func attend(
    _ shape: AttentionShape, queries: borrowing Matrix, keys: borrowing ByteRows, values: borrowing ByteRows,
    into y: inout Matrix
  ) {
    let (width, headCount, rowCount) = (shape.headWidth, shape.headCount, queries.rowCount)
    shape.checkHeads(queryColumnCount: queries.columnCount, outputColumnCount: y.columnCount)
    precondition(shape.keyColumn == 0 && shape.valueColumn == 0, "keys and values in 8 bits begin at column 0")
    precondition(keys.headCount == shape.keyValueHeadCount && values.headCount == shape.keyValueHeadCount)
    precondition(keys.headWidth == width && values.headWidth == width, "\(keys.headWidth) and \(values.headWidth)")
    precondition(
      shape.keyRowCount >= 1 && shape.keyRowCount <= min(keys.rowCapacity, values.rowCapacity),
      "\(shape.keyRowCount) rows of \(keys.rowCapacity) keys and \(values.rowCapacity) values")
    let (visible, growth) = shape.visibleKeys(rowCount: rowCount)
    y.resize(rowCount: rowCount)
    let keyCount = shape.keyRowCount
    let isFew = shape.goesRowByRow(rowCount: rowCount)
    let scratchCount = isFew ? keyCount + width + 16 : (keyCount + 2 * width) * 16 + 2 * keyCount * width
    for scratch in workerScratch { _ = unsafe scratch.floats(scratchCount) }
    let headsPerKey = headCount / shape.keyValueHeadCount
    let (queryStride, targetStride) = (queries.columnCount, y.columnCount)
    // SAFETY: the lines above; each part writes its own columns of `y` and uses its worker's scratch.
    let (q, target) = unsafe (queries.unsafeBase + shape.queryColumn, y.unsafeMutableBase)
    let keyBytes = keys.rowCapacity * keys.rowByteCount
    let valueBytes = values.rowCapacity * values.rowByteCount
    let (k, v) = unsafe (UnsafeRawPointer(keys.codes), UnsafeRawPointer(values.codes))
    let (keyScales, valueScales) = unsafe (UnsafePointer(keys.scales), UnsafePointer(values.scales))
    let (keyRowBytes, valueRowBytes) = (keys.rowByteCount, values.rowByteCount)
    let (keyCapacity, valueCapacity) = (keys.rowCapacity, values.rowCapacity)
    team.run(rowCount == 0 ? 0 : headCount) { head, worker in
      let scratch = unsafe workerScratch[worker].floats(scratchCount)
      let key = head / headsPerKey
      let (codes, scales) = unsafe (k + key * keyBytes, keyScales + key * keyCapacity)
      let (valueCodes, valueFactors) = unsafe (v + key * valueBytes, valueScales + key * valueCapacity)
      if isFew {
        for row in 0..<rowCount {
          let hidden = shape.mask.hiddenKeyCount(row: row)
          unsafe set.bytes.attend(
            ByteAttentionArguments(
              query: q + row * queryStride + head * width, keys: codes + hidden * keyRowBytes,
              keyScales: scales + hidden, values: valueCodes + hidden * valueRowBytes,
              valueScales: valueFactors + hidden, width: width, scale: shape.scale,
              keyCount: visible + growth * row - hidden, output: target + row * targetStride + head * width,
              scratch: scratch))
        }
      } else {
        let floats = unsafe scratch + (keyCount + 2 * width) * 16
        unsafe set.bytes.decode(codes, scales, keyCount, width, floats)
        unsafe set.bytes.decode(valueCodes, valueFactors, keyCount, width, floats + keyCount * width)
        let blocks = RowBlocks(rowCount: rowCount, mayEndShort: shape.mask == .none)
        for block in 0..<blocks.count {
          let (row, count) = (blocks[block].lowerBound, blocks[block].count)
          unsafe set.attend(
            AttentionArguments(
              queries: q + row * queryStride + head * width, queryStride: queryStride, queryCount: count,
              keys: floats, keyStride: width, values: floats + keyCount * width, valueStride: width, width: width,
              scale: shape.scale, visible: visible + growth * row, growth: growth,
              output: target + row * targetStride + head * width, outputStride: targetStride, scratch: scratch))
        }
      }
    }
  }
}
