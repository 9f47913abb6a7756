internal import SkinTensor

extension WeightMatrix {
  /// The codes of a row in an integer scheme: a binary16 scale per group of 32 columns, and an integer per column.
  ///
  /// For writers of other formats with the same groups: nothing is rounded. Columns that fill up the last group are
  /// zeros; groups that are only padding are left out. Where a whole row has one scale, every group gets it.
  ///
  /// - Precondition: the scheme is int8, int8-row or int4, and the row exists.
  package func codes(ofRow row: Int) -> (scales: [Binary16], integers: [Int8]) {
    precondition(!scheme.isFloat, "codes of \(scheme)")
    precondition(row >= 0 && row < shape.rowCount, "row \(row) of \(shape)")
    let layout = WeightLayout(shape: shape, scheme: scheme)
    let lane = row % WeightLayout.panelRows
    let groupCount = (shape.columnCount + WeightScheme.groupSize - 1) / WeightScheme.groupSize
    var scales: [Binary16] = []
    var integers: [Int8] = []
    scales.reserveCapacity(groupCount)
    integers.reserveCapacity(groupCount * WeightScheme.groupSize)
    // SAFETY: the row lies in the weight, so its panel is readable; a group below `groupCount` lies in a superblock.
    let panel = unsafe unsafeBase + row / WeightLayout.panelRows * layout.panelByteCount
    if scheme == .int8PerRow {
      let scale = Binary16(bitPattern: unsafe panel.load(fromByteOffset: lane * 2, as: UInt16.self))
      for column in 0..<groupCount * WeightScheme.groupSize {
        let integer =
          column < shape.columnCount ? unsafe Self.integer(perRow: panel, lane: lane, column: column) : 0
        integers.append(Int8(truncatingIfNeeded: integer))
      }
      return (Array(repeating: scale, count: groupCount), integers)
    }
    for group in 0..<groupCount {
      let superblock = unsafe panel + group / 2 * layout.superblockByteCount
      let bits = unsafe superblock.load(fromByteOffset: group % 2 * 32 + lane * 2, as: UInt16.self)
      scales.append(Binary16(bitPattern: bits))
      let code = unsafe superblock + WeightLayout.scaleByteCount + group % 2 * layout.groupByteCount
      for column in 0..<WeightScheme.groupSize {
        integers.append(Int8(truncatingIfNeeded: unsafe Self.integer(code, lane: lane, column: column, scheme: scheme)))
      }
    }
    return (scales, integers)
  }

  /// The binary16 elements of a row in the `f16` scheme.
  ///
  /// - Precondition: the scheme is f16, and the row exists.
  package func halves(ofRow row: Int) -> [Binary16] {
    precondition(scheme == .float16, "halves of \(scheme)")
    precondition(row >= 0 && row < shape.rowCount, "row \(row) of \(shape)")
    let layout = WeightLayout(shape: shape, scheme: scheme)
    let lane = row % WeightLayout.panelRows
    // SAFETY: the row lies in the weight; element (lane, column) of its panel is at 32 column + 2 lane.
    let panel = unsafe unsafeBase + row / WeightLayout.panelRows * layout.panelByteCount
    return (0..<shape.columnCount).map { column in
      Binary16(bitPattern: unsafe panel.load(fromByteOffset: column * 32 + lane * 2, as: UInt16.self))
    }
  }
}
