import SkinTensor

extension PanelEncoder {
  /// A row that is already quantized in groups of 32: a binary16 scale for each group, an integer for each column.
  package struct CodedRow: Hashable, Sendable {
    /// The bits of each group's binary16 scale.
    package var scales: [UInt16]
    /// The integers, -128...127 in int8 and -8...7 in int4.
    package var integers: [Int8]

    /// A row of some groups.
    package init(scales: [UInt16], integers: [Int8]) {
      self.scales = scales
      self.integers = integers
    }
  }

  /// Appends one panel of rows whose codes are known, laid out as ``WeightLayout`` says.
  ///
  /// Scales and integers stay what they are. A group that uses -128 under int8, which the layout does not use, is
  /// encoded again from what it decodes to.
  ///
  /// - Parameter measures: receives every element; what was moved has no error.
  /// - Throws: ``QuantizationError/notFinite(row:column:)`` if a scale is not a number.
  /// - Precondition: an integer scheme, at most 16 rows of ``columnCount`` columns, which are whole groups.
  package func move(
    _ rows: [CodedRow], into panel: inout [UInt8], measures: inout EncodingMeasures
  ) throws(QuantizationError) {
    let size = WeightScheme.groupSize
    precondition(scheme == .int8 || scheme == .int4, "codes for \(scheme)")
    precondition(rows.count <= WeightLayout.panelRows && columnCount.isMultiple(of: size), "\(rows.count) rows")
    let layout = WeightLayout(shape: .init(1, columnCount), scheme: scheme)
    var codes: [[GroupCode]] = []
    for (row, coded) in rows.enumerated() {
      precondition(coded.integers.count == columnCount && coded.scales.count == columnCount / size, "row \(row)")
      codes.append(
        try coded.scales.indices.map { group throws(QuantizationError) in
          try self.code(coded, group, row: row, measures: &measures)
        })
    }
    let start = panel.count
    panel.append(contentsOf: repeatElement(0, count: panelByteCount))
    for group in 0..<layout.superblockCount * 2 {
      let superblock = start + group / 2 * layout.superblockByteCount
      let place = superblock + WeightLayout.scaleByteCount + group % 2 * layout.groupByteCount
      for row in 0..<WeightLayout.panelRows {
        let code = row < rows.count && group < columnCount / size ? codes[row][group] : .zero
        let scale = superblock + group % 2 * 32 + row * 2
        panel[scale] = UInt8(truncatingIfNeeded: code.scale.bitPattern)
        panel[scale + 1] = UInt8(truncatingIfNeeded: code.scale.bitPattern >> 8)
        for lane in 0..<size {
          let integer = Int(code.integers[lane])
          if scheme == .int8 {
            panel[place + lane / 4 * 64 + row * 4 + lane % 4] = UInt8(integer + 128)
          } else {
            panel[place + lane % 16 / 4 * 64 + row * 4 + lane % 4] |= UInt8(integer + 8) << UInt8(lane < 16 ? 0 : 4)
          }
        }
      }
    }
  }

  /// One group of a row as it will be written.
  private func code(
    _ row: CodedRow, _ group: Int, row number: Int, measures: inout EncodingMeasures
  ) throws(QuantizationError) -> GroupCode {
    let size = WeightScheme.groupSize
    let integers = row.integers[group * size..<(group + 1) * size]
    let scale = Binary16(bitPattern: row.scales[group])
    guard scale.value.isFinite else { throw .notFinite(row: number, column: group * size) }
    let moved = GroupCode(scale: scale, integers: Lanes32(integers.map { Float($0) }[...]))
    let elements = moved.decoded
    var written = moved
    if scheme == .int8, integers.contains(-128) {
      guard let again = GroupCode(elements, scheme: .int8) else {
        throw .tooLarge(row: number, column: group * size, value: scale.value * -128)
      }
      written = again
    } else {
      measures.recordMoved(size)
    }
    let decoded = written.decoded
    for lane in 0..<size { measures.record(elements[lane], decoded: decoded[lane]) }
    return written
  }
}
