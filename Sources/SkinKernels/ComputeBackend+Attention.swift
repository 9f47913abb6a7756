internal import SkinKernelTable
package import SkinTensor

extension ComputeBackend {
  /// Fewer rows than this are attended to one by one.
  static let fewRows = 16

  /// From this many keys on, each head's rows are copied to be contiguous: in one matrix of all heads nearly every row is
  /// in a page of its own, and all pages are looked up again for every few columns.
  static let manyKeys = 1024

  /// Attention of all heads: `softmax(scale · q · kᵀ) · v`, each head in its columns of `y`.
  ///
  ///     queries [n, ...], keys and values [keyRowCount, ...]  ->  y [n, headCount * headWidth]
  ///
  /// A row's result does not depend on which rows are computed together, as long as there are always fewer than 16 of
  /// them or always at least 16: a decoder that verifies some drafted tokens together gets the same bits as one by one,
  /// and one that continues a prompt gets the same bits as reading it whole. Rows with a window are always computed one
  /// by one.
  ///
  /// - Precondition: the heads lie inside the columns of their matrices, the key rows inside theirs; every query row
  ///   sees at least one key row and no more than exist; the head width is a multiple of 4.
  package func attend(
    _ shape: AttentionShape, queries: borrowing Matrix, keys: borrowing Matrix, values: borrowing Matrix,
    into y: inout Matrix
  ) {
    let (width, headCount, rowCount) = (shape.headWidth, shape.headCount, queries.rowCount)
    check(shape, queries: queries, keys: keys, values: values, y: y)
    let (visible, growth) = shape.visibleKeys(rowCount: rowCount)
    y.resize(rowCount: rowCount)
    // All rows of a head together where they are few, so that its keys stay in the cache.
    let blocks = RowBlocks(rowCount: rowCount, mayEndShort: shape.mask == .none)
    let scratchCount = (shape.keyRowCount + 2 * width) * 16
    for scratch in workerScratch { _ = unsafe scratch.floats(scratchCount) }
    let headsPerKey = headCount / shape.keyValueHeadCount
    let (queryStride, keyStride, valueStride, targetStride) = (
      queries.columnCount, keys.columnCount, values.columnCount, y.columnCount
    )
    // SAFETY: the lines above; each part writes its own rows and columns of `y` and uses its worker's scratch.
    let q = unsafe queries.unsafeBase
    let target = unsafe y.unsafeMutableBase
    let isCopied = shape.keyRowCount >= Self.manyKeys && rowCount >= Self.fewRows && shape.mask == .none
    let heads =
      unsafe isCopied
      ? copiedHeads(shape, keys.unsafeBase, keyStride, values.unsafeBase, valueStride)
      : HeadRows(
        keys: keys.unsafeBase + shape.keyColumn, keyStride: keyStride, values: values.unsafeBase + shape.valueColumn,
        valueStride: valueStride, fromHeadToHead: width)
    // Late blocks see more keys: they come first, so that no worker ends with a long one. Copied heads come one after the
    // other, so that a head stays in the cache.
    team.run(headCount * blocks.count) { part, worker in
      let (head, late) =
        isCopied
        ? part.quotientAndRemainder(dividingBy: blocks.count) : (part % headCount, part / headCount)
      let rows = blocks[blocks.count - 1 - late]
      // Few rows are computed one by one, and so have the same bits as when they come singly.
      let step = shape.goesRowByRow(rowCount: rowCount) ? 1 : rows.count
      for first in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
        let hidden = shape.mask.hiddenKeyCount(row: first)
        unsafe set.attend(
          AttentionArguments(
            queries: q + first * queryStride + shape.queryColumn + head * width, queryStride: queryStride,
            queryCount: step, keys: heads.keys + hidden * heads.keyStride + head / headsPerKey * heads.fromHeadToHead,
            keyStride: heads.keyStride,
            values: heads.values + hidden * heads.valueStride + head / headsPerKey * heads.fromHeadToHead,
            valueStride: heads.valueStride, width: width, scale: shape.scale,
            visible: visible + growth * first - hidden, growth: growth,
            output: target + first * targetStride + head * width, outputStride: targetStride,
            scratch: workerScratch[worker].floats(scratchCount)))
      }
    }
  }

  /// Where the rows of keys and values lie, and how many floats from one head to the next.
  @unsafe private struct HeadRows {
    let keys: UnsafePointer<Float>
    let keyStride: Int
    let values: UnsafePointer<Float>
    let valueStride: Int
    let fromHeadToHead: Int
  }

  /// Copies each head's keys, `[keyRowCount, width]`, and behind all keys each head's values.
  private func copiedHeads(
    _ shape: AttentionShape, _ keys: UnsafePointer<Float>, _ keyStride: Int, _ values: UnsafePointer<Float>,
    _ valueStride: Int
  ) -> HeadRows {
    let (width, rowCount, headCount) = (shape.headWidth, shape.keyRowCount, shape.keyValueHeadCount)
    let headLength = rowCount * width
    // SAFETY: there is room for all heads twice; the caller has checked that they lie inside their matrices; each part
    // writes the keys or the values of its own head.
    let copy = unsafe packed.floats(2 * headCount * headLength)
    team.run(2 * headCount) { part, _ in
      let isKeys = part < headCount
      let stride = isKeys ? keyStride : valueStride
      let source =
        unsafe isKeys
        ? keys + shape.keyColumn + part * width : values + shape.valueColumn + (part - headCount) * width
      let target = unsafe copy + part * headLength
      for row in 0..<rowCount { unsafe (target + row * width).update(from: source + row * stride, count: width) }
    }
    return unsafe HeadRows(
      keys: UnsafePointer(copy), keyStride: width, values: UnsafePointer(copy + headCount * headLength),
      valueStride: width, fromHeadToHead: headLength)
  }

  /// Attention of all heads without a mask, in integers: queries, keys and weights in 8 bits with one scale per row,
  /// values with one per column of a head.
  ///
  ///     queries [n, ...], keys and values [keyRowCount, ...]  ->  y [n, headCount * headWidth]
  ///
  /// - Precondition: as with floats; every row sees all keys.
  package func attendPerRow(
    _ shape: AttentionShape, queries: borrowing Matrix, keys: borrowing Matrix, values: borrowing Matrix,
    into y: inout Matrix
  ) {
    let (width, headCount, rowCount) = (shape.headWidth, shape.headCount, queries.rowCount)
    check(shape, queries: queries, keys: keys, values: values, y: y)
    precondition(shape.mask == .none, "a mask of attention in integers")
    y.resize(rowCount: rowCount)
    let (keyCount, headsPerKey) = (shape.keyRowCount, headCount / shape.keyValueHeadCount)
    let (queryStride, keyStride, valueStride, targetStride) = (
      queries.columnCount, keys.columnCount, values.columnCount, y.columnCount
    )
    // SAFETY: the lines above; each part packs its own head or writes its own rows and columns of `y`, and uses its
    // worker's scratch.
    let q = unsafe queries.unsafeBase + shape.queryColumn
    let (k, v) = unsafe (keys.unsafeBase + shape.keyColumn, values.unsafeBase + shape.valueColumn)
    let target = unsafe y.unsafeMutableBase
    guard let perRow = set.perRow else {
      for head in 0..<headCount {
        let column = head / headsPerKey * width
        unsafe Reference.attendPerRow(
          q + head * width, queryStride, rowCount, k + column, keyStride, v + column, valueStride, keyCount, width,
          shape.scale, target + head * width, targetStride)
      }
      return
    }
    let headByteCount = (perRow.packedByteCount(keyCount, width) + 63) / 64 * 64
    let scratchCount = perRow.scratchCount(keyCount, width)
    for scratch in workerScratch { _ = unsafe scratch.floats(scratchCount) }
    let packed = unsafe self.packed.bytes(headByteCount * shape.keyValueHeadCount)
    team.run(shape.keyValueHeadCount) { head, worker in
      unsafe perRow.pack(
        HeadPackingArguments(
          keys: k + head * width, keyStride: keyStride, values: v + head * width, valueStride: valueStride,
          keyCount: keyCount, width: width, packed: packed + head * headByteCount,
          scratch: workerScratch[worker].floats(scratchCount)))
    }
    let blocks = RowBlocks(rowCount: rowCount, mayEndShort: true)
    team.run(headCount * blocks.count) { part, worker in
      let (head, rows) = (part / blocks.count, blocks[part % blocks.count])
      unsafe perRow.attend(
        PerRowAttentionArguments(
          queries: q + rows.lowerBound * queryStride + head * width, queryStride: queryStride, queryCount: rows.count,
          packed: UnsafeRawPointer(packed + head / headsPerKey * headByteCount), keyCount: keyCount, width: width,
          scale: shape.scale, output: target + rows.lowerBound * targetStride + head * width,
          outputStride: targetStride, scratch: workerScratch[worker].floats(scratchCount)))
    }
  }

  /// Stops the program if heads and rows of an attention do not lie inside their matrices.
  private func check(
    _ shape: AttentionShape, queries: borrowing Matrix, keys: borrowing Matrix, values: borrowing Matrix,
    y: borrowing Matrix
  ) {
    let keyWidth = shape.keyValueHeadCount * shape.headWidth
    shape.checkHeads(queryColumnCount: queries.columnCount, outputColumnCount: y.columnCount)
    precondition(shape.keyColumn >= 0 && shape.keyColumn + keyWidth <= keys.columnCount)
    precondition(shape.valueColumn >= 0 && shape.valueColumn + keyWidth <= values.columnCount)
    precondition(
      shape.keyRowCount >= 1 && shape.keyRowCount <= min(keys.rowCount, values.rowCount),
      "\(shape.keyRowCount) rows of \(keys.rowCount) keys and \(values.rowCount) values")
  }
}
