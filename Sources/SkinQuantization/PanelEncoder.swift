internal import SkinTensor

/// Encodes a weight panel by panel, so that a converter holds no more than 16 rows of it.
package struct PanelEncoder: Sendable {
  /// Input features, without padding.
  package let columnCount: Int
  /// How the elements are written.
  package let scheme: WeightScheme
  /// How the codes of the integer schemes are chosen.
  package let rounding: Rounding

  /// How codes are chosen.
  package enum Rounding: Sendable {
    /// The nearest integers under the scale that the largest element gives: what other programs call Q4_0 and Q8_0.
    case plain
    /// The scale of least squared error, searched for each group.
    case searched
    /// Scales and integers by what the layer reads, with errors passed on to later columns; grouped schemes only.
    case calibrated(ErrorFeedback)
  }

  /// An encoder for weights of this width.
  ///
  /// - Precondition: `columnCount` is not negative.
  package init(columnCount: Int, scheme: WeightScheme, rounding: Rounding = .searched) {
    precondition(columnCount >= 0, "a weight of \(columnCount) columns")
    self.columnCount = columnCount
    self.scheme = scheme
    self.rounding = rounding
  }

  /// Bytes that ``encode(_:rowCount:into:measures:)`` adds each time, a multiple of 64.
  package var panelByteCount: Int {
    WeightLayout(shape: Shape(WeightLayout.panelRows, columnCount), scheme: scheme).panelByteCount
  }

  /// Appends one panel to `panel`, laid out as ``WeightLayout`` says.
  ///
  /// - Parameters:
  ///   - rows: `[rowCount, columnCount]`, row after row.
  ///   - rowCount: the rows that are given; missing ones are encoded as zeros.
  ///   - panel: grows by ``panelByteCount`` bytes; unchanged after an error.
  ///   - measures: receives every element that was encoded.
  /// - Throws: ``QuantizationError`` if an element is not finite or too large for the scheme.
  /// - Precondition: `0 <= rowCount <= 16` and `rows.count == rowCount * columnCount`.
  package func encode(
    _ rows: [Float], rowCount: Int, into panel: inout [UInt8], measures: inout EncodingMeasures
  ) throws(QuantizationError) {
    precondition(rowCount >= 0 && rowCount <= WeightLayout.panelRows, "a panel of \(rowCount) rows")
    precondition(rows.count == rowCount * columnCount, "\(rows.count) elements for [\(rowCount), \(columnCount)]")
    try Self.check(rows, columnCount: columnCount)
    let start = panel.count
    panel.append(contentsOf: repeatElement(0, count: panelByteCount))
    do {
      switch scheme {
      case .float32, .float16: try encodeFloats(rows, rowCount, &panel, start, &measures)
      case .int8, .int4: try encodeIntegers(rows, rowCount, &panel, start, &measures)
      case .int8PerRow: try encodePerRow(rows, rowCount, &panel, start, &measures)
      }
    } catch {
      panel.removeLast(panel.count - start)
      throw error
    }
  }

  /// No trained weight comes near it; beyond it a few products in a row are no longer finite.
  package static let greatestMagnitude: Float = 0x1p40

  /// Checks that every element is a number whose products stay finite.
  ///
  /// - Throws: ``QuantizationError`` with the element's place.
  package static func check(_ elements: [Float], columnCount: Int) throws(QuantizationError) {
    // NaN fails this comparison too.
    guard let index = elements.firstIndex(where: { !($0.magnitude <= greatestMagnitude) }) else { return }
    let (row, column) = (index / max(columnCount, 1), index % max(columnCount, 1))
    throw elements[index].isFinite
      ? .overflows(row: row, column: column, value: elements[index]) : .notFinite(row: row, column: column)
  }

  private func encodeFloats(
    _ rows: [Float], _ rowCount: Int, _ panel: inout [UInt8], _ start: Int, _ measures: inout EncodingMeasures
  ) throws(QuantizationError) {
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let element = rows[row * columnCount + column]
        if scheme == .float32 {
          let bits = element.bitPattern
          let offset = start + column * 64 + row * 4
          for byte in 0..<4 { panel[offset + byte] = UInt8(truncatingIfNeeded: bits >> (8 * UInt32(byte))) }
          measures.record(element, decoded: element)
        } else {
          let half = Binary16(element)
          guard half.value.isFinite else { throw .tooLarge(row: row, column: column, value: element) }
          store(half, in: &panel, at: start + column * 32 + row * 2)
          measures.record(element, decoded: half.value)
        }
      }
    }
  }

  private func encodeIntegers(
    _ rows: [Float], _ rowCount: Int, _ panel: inout [UInt8], _ start: Int, _ measures: inout EncodingMeasures
  ) throws(QuantizationError) {
    let layout = WeightLayout(shape: Shape(1, columnCount), scheme: scheme)
    let chosen = try calibratedGroups(rows, rowCount, &measures)

    var search = ScaleSearch(scheme)
    var elements = [Float](repeating: 0, count: WeightScheme.groupSize * WeightLayout.panelRows)
    for group in 0..<layout.superblockCount * 2 {
      let firstColumn = group * WeightScheme.groupSize
      let width = max(0, min(WeightScheme.groupSize, columnCount - firstColumn))
      gather(rows, rowCount, firstColumn..<firstColumn + width, into: &elements)
      let codes: PanelGroup
      if width == 0 {
        codes = PanelGroup()
      } else if let chosen {
        codes = PanelGroup(chosen[group])
      } else if case .plain = rounding {
        codes = PanelGroup(plain: elements, scheme: scheme)
      } else {
        search.run(elements)
        codes = search.codes
      }
      if let row = codes.scales.firstIndex(where: { !$0.isFinite }) {
        let columns = rows[row * columnCount + firstColumn..<row * columnCount + firstColumn + width]
        let place = columns.indices.first { index in columns.allSatisfy { $0.magnitude <= rows[index].magnitude } }
        let index = place ?? columns.startIndex
        throw .tooLarge(row: row, column: index - row * columnCount, value: rows[index])
      }
      measures.record(elements, codes, rowCount: rowCount, width: width)
      let superblock = start + group / 2 * layout.superblockByteCount
      codes.store(
        scheme, in: &panel, scalePlace: superblock + group % 2 * 2 * WeightLayout.panelRows,
        codePlace: superblock + WeightLayout.scaleByteCount + group % 2 * layout.groupByteCount)
    }
  }

  /// Transposes at most 32 columns of the rows into `[32, 16]`; zeros where there are no more.
  private func gather(_ rows: [Float], _ rowCount: Int, _ columns: Range<Int>, into elements: inout [Float]) {
    let rows = rows.span
    var elements = elements.mutableSpan
    if columns.count < WeightScheme.groupSize || rowCount < WeightLayout.panelRows {
      for index in elements.indices { elements[index] = 0 }
    }
    for row in 0..<rowCount {
      let first = row * columnCount + columns.lowerBound
      for column in 0..<columns.count { elements[column * WeightLayout.panelRows + row] = rows[first + column] }
    }
  }

  /// The groups of a panel whose codes depend on each other; nil if they do not.
  private func calibratedGroups(
    _ rows: [Float], _ rowCount: Int, _ measures: inout EncodingMeasures
  ) throws(QuantizationError) -> [FeedbackEncoder.Group]? {
    guard case .calibrated(let feedback) = rounding, rowCount > 0 else { return nil }
    var columns = [FeedbackEncoder.Lanes](repeating: .zero, count: columnCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount { columns[column][row] = rows[row * columnCount + column] }
    }
    guard let groups = FeedbackEncoder(feedback, scheme: scheme).encode(columns) else {
      let index = rows.indices.max { rows[$0].magnitude < rows[$1].magnitude } ?? 0
      throw .tooLarge(row: index / columnCount, column: index % columnCount, value: rows[index])
    }
    var changed = columns
    for (group, found) in groups.enumerated() {
      var scales = FeedbackEncoder.Lanes.zero
      for lane in 0..<WeightLayout.panelRows { scales[lane] = found.scales[lane].value }
      for offset in 0..<min(WeightScheme.groupSize, columnCount - group * WeightScheme.groupSize) {
        changed[group * WeightScheme.groupSize + offset] -= found.integers[offset] * scales
      }
    }
    measures.recordOutput(
      signal: feedback.outputPower(columns, rowCount: rowCount),
      noise: feedback.outputPower(changed, rowCount: rowCount))
    return groups
  }

  func store(_ half: Binary16, in panel: inout [UInt8], at offset: Int) {
    panel[offset] = UInt8(truncatingIfNeeded: half.bitPattern)
    panel[offset + 1] = UInt8(truncatingIfNeeded: half.bitPattern >> 8)
  }
}
