package import SkinTensor

extension WeightMatrix {
  /// Decodes one row into a row of `y`.
  ///
  /// A row is an output feature or a token's embedding.
  ///
  /// - Precondition: `y` is as wide as the weight, and both rows exist.
  package func decodeRow(_ row: Int, into y: inout Matrix, at targetRow: Int) {
    precondition(row >= 0 && row < shape.rowCount, "row \(row) of \(shape)")
    precondition(y.columnCount == shape.columnCount, "\(shape.columnCount) columns into \(y.columnCount)")
    precondition(targetRow >= 0 && targetRow < y.rowCount, "row \(targetRow) of \(y.shape)")
    let layout = WeightLayout(shape: shape, scheme: scheme)
    let lane = row % WeightLayout.panelRows
    // SAFETY: `row` lies in the weight, so its panel's `panelByteCount` bytes are readable; every offset below is of an
    // element (lane, column) with `column < columnCount`, which ``WeightLayout`` places inside the panel. The target
    // holds `columnCount` floats from the start of `targetRow`.
    let panel = unsafe unsafeBase + row / WeightLayout.panelRows * layout.panelByteCount
    let target = unsafe y.unsafeMutableBase + targetRow * y.columnCount
    switch scheme {
    case .float32:
      for column in 0..<shape.columnCount {
        unsafe target[column] = unsafe panel.load(fromByteOffset: column * 64 + lane * 4, as: Float.self)
      }
    case .float16:
      for column in 0..<shape.columnCount {
        let bits = unsafe panel.load(fromByteOffset: column * 32 + lane * 2, as: UInt16.self)
        unsafe target[column] = Binary16(bitPattern: bits).value
      }
    case .int8PerRow:
      let scale = Binary16(bitPattern: unsafe panel.load(fromByteOffset: lane * 2, as: UInt16.self)).value
      for column in 0..<shape.columnCount {
        unsafe target[column] = Float(unsafe Self.integer(perRow: panel, lane: lane, column: column)) * scale
      }
    case .int8, .int4:
      for column in 0..<shape.columnCount {
        let group = column / WeightScheme.groupSize
        let superblock = unsafe panel + group / 2 * layout.superblockByteCount
        let bits = unsafe superblock.load(fromByteOffset: group % 2 * 32 + lane * 2, as: UInt16.self)
        let code = unsafe superblock + WeightLayout.scaleByteCount + group % 2 * layout.groupByteCount
        let integer = unsafe Self.integer(code, lane: lane, column: column % WeightScheme.groupSize, scheme: scheme)
        unsafe target[column] = Float(integer) * Binary16(bitPattern: bits).value
      }
    }
  }

  /// One integer of a panel with a scale for each row.
  ///
  /// - Precondition: `panel` is the start of such a panel, `0 <= lane < 16`, and the column exists.
  @unsafe package static func integer(perRow panel: UnsafeRawPointer, lane: Int, column: Int) -> Int {
    // SAFETY: the precondition.
    let offset = WeightLayout.perRowHeaderByteCount + column / 4 * 64 + lane * 4 + column % 4
    return unsafe Int(panel.load(fromByteOffset: offset, as: UInt8.self)) - 128
  }

  /// One integer of a group whose codes begin at `code`.
  ///
  /// - Precondition: `code` is the start of a group of a grouped scheme, `0 <= lane < 16`, `0 <= column < 32`.
  @unsafe package static func integer(
    _ code: UnsafeRawPointer, lane: Int, column: Int, scheme: WeightScheme
  ) -> Int {
    // SAFETY: the precondition; a group has 512 bytes in int8 and 256 in int4.
    if scheme == .int8 {
      return unsafe Int(code.load(fromByteOffset: column / 4 * 64 + lane * 4 + column % 4, as: UInt8.self)) - 128
    }
    let byte = unsafe code.load(fromByteOffset: column % 16 / 4 * 64 + lane * 4 + column % 4, as: UInt8.self)
    return Int(column < 16 ? byte & 15 : byte >> 4) - 8
  }
}
