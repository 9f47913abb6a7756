/// Codes with one scale for each row.
extension PanelEncoder {
  /// What the largest element of a row becomes: 127, or more where clipping it leaves less error in all others.
  private static let targets: [Float] = [127, 132, 138, 146, 156, 170, 190, 220]
  /// Columns above which a sum of products would not fit 32 bits.
  private static let greatestColumnCount = Int(Int32.max) / (127 * 127)

  func encodePerRow(
    _ rows: [Float], _ rowCount: Int, _ panel: inout [UInt8], _ start: Int, _ measures: inout EncodingMeasures
  ) throws(QuantizationError) {
    guard columnCount <= Self.greatestColumnCount else { throw .tooWide(columnCount: columnCount) }
    let codes = start + WeightLayout.perRowHeaderByteCount
    for place in codes..<panel.count { panel[place] = 128 }
    for row in 0..<rowCount {
      let elements = rows[row * columnCount..<(row + 1) * columnCount]
      let scale = try bestScale(elements, row: row)
      store(scale, in: &panel, at: start + row * 2)
      var sum: Int32 = 0
      for (column, element) in elements.enumerated() {
        let integer = Self.integer(element, scale.value)
        sum += Int32(integer)
        panel[codes + column / 4 * 64 + row * 4 + column % 4] = UInt8(Int(integer) + 128)
        measures.record(element, decoded: integer * scale.value)
      }
      let place = start + WeightLayout.scaleByteCount + row * 4
      for byte in 0..<4 { panel[place + byte] = UInt8(truncatingIfNeeded: sum >> (8 * Int32(byte))) }
    }
  }

  /// The nearest integer of `element / scale`, ties to even, -127...127.
  @inline(__always) private static func integer(_ element: Float, _ scale: Float) -> Float {
    scale == 0 ? 0 : min(max((element / scale).rounded(.toNearestOrEven), -127), 127)
  }

  /// The scale of least squared error among ``targets``; the first for plain rounding.
  private func bestScale(_ elements: ArraySlice<Float>, row: Int) throws(QuantizationError) -> Binary16 {
    var extreme: Float = 0
    var extremeColumn = 0
    for (column, element) in elements.enumerated() where element.magnitude > extreme {
      (extreme, extremeColumn) = (element.magnitude, column)
    }
    var best = Binary16(extreme / 127)
    guard best.value.isFinite else {
      throw .tooLarge(row: row, column: extremeColumn, value: elements[elements.startIndex + extremeColumn])
    }
    if case .plain = rounding { return best }
    var least = Double.infinity
    for target in Self.targets {
      let scale = Binary16(extreme / target)
      var error = 0.0
      for element in elements {
        let difference = Double(element - Self.integer(element, scale.value) * scale.value)
        error += difference * difference
      }
      if error < least { (best, least) = (scale, error) }
    }
    return best
  }
}
