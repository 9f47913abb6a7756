internal import SkinTensor

/// Encodes a weight panel by panel, so that a converter holds no more than 16 rows of it.
public struct PanelEncoder: Sendable {
  /// Input features, without padding.
  public let columnCount: Int
  /// How the elements are written.
  public let scheme: WeightScheme
  /// How the codes of the integer schemes are chosen.
  public let rounding: Rounding

  /// How codes are chosen.
  public enum Rounding: Sendable {
    /// The nearest integers under the scale that the largest element gives: what other programs call Q4_0 and Q8_0.
    case plain
    /// The scale of least squared error, searched for each group.
    case searched
    /// Scales and integers by what the layer reads: errors are handed on to later columns; grouped schemes only.
    case calibrated(ErrorFeedback)
  }

  /// An encoder for weights of this width.
  ///
  /// - Precondition: `columnCount` is not negative.
  public init(columnCount: Int, scheme: WeightScheme, rounding: Rounding = .searched) {
    precondition(columnCount >= 0, "a weight of \(columnCount) columns")
    self.columnCount = columnCount
    self.scheme = scheme
    self.rounding = rounding
  }

  /// Bytes that ``encode(_:rowCount:into:measures:)`` adds each time, a multiple of 64.
  public var panelByteCount: Int {
    WeightLayout(shape: Shape(WeightLayout.panelRows, columnCount), scheme: scheme).panelByteCount
  }

  /// Appends one panel to `panel`, laid out as ``WeightLayout`` says.
  ///
  /// - Parameters:
  ///   - rows: `[rowCount, columnCount]`, row after row.
  ///   - rowCount: rows that there are; the missing ones are encoded as zeros.
  ///   - panel: grows by ``panelByteCount`` bytes; unchanged after an error.
  ///   - measures: receives every element that was encoded.
  /// - Throws: ``QuantizationError`` if an element is not finite or too large for the scheme.
  /// - Precondition: `0 <= rowCount <= 16` and `rows.count == rowCount * columnCount`.
  public func encode(
    _ rows: [Float], rowCount: Int, into panel: inout [UInt8], measures: inout EncodingMeasures
  ) throws(QuantizationError) {
    precondition(rowCount >= 0 && rowCount <= WeightLayout.panelRows, "a panel of \(rowCount) rows")
    precondition(rows.count == rowCount * columnCount, "\(rows.count) elements for [\(rowCount), \(columnCount)]")
    for (index, element) in rows.enumerated() where !element.isFinite {
      throw .notFinite(row: index / columnCount, column: index % columnCount)
    }
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

    for group in 0..<layout.superblockCount * 2 {
      let superblock = start + group / 2 * layout.superblockByteCount
      let codes = superblock + WeightLayout.scaleByteCount + group % 2 * layout.groupByteCount
      let firstColumn = group * WeightScheme.groupSize
      let width = max(0, min(WeightScheme.groupSize, columnCount - firstColumn))
      for row in 0..<WeightLayout.panelRows {
        var elements = Lanes32.zero
        var code = GroupCode.zero
        if row < rowCount && width > 0 {
          let first = row * columnCount + firstColumn
          elements = Lanes32(rows[first..<first + width])
          let found: GroupCode? =
            if let chosen {
              GroupCode(chosen[group], lane: row)
            } else if case .plain = rounding {
              GroupCode(plain: elements, scheme: scheme)
            } else { GroupCode(elements, scheme: scheme) }
          guard let found else {
            var lane = 0
            for other in 0..<width where elements[other].magnitude > elements[lane].magnitude { lane = other }
            throw .tooLarge(row: row, column: firstColumn + lane, value: elements[lane])
          }
          code = found
          let decoded = code.decoded
          for lane in 0..<width { measures.record(elements[lane], decoded: decoded[lane]) }
        }
        store(code.scale, in: &panel, at: superblock + group % 2 * 32 + row * 2)
        for lane in 0..<WeightScheme.groupSize {
          let integer = Int(code.integers[lane])
          if scheme == .int8 {
            panel[codes + lane / 4 * 64 + row * 4 + lane % 4] = UInt8(integer + 128)
          } else {
            let shift = lane < 16 ? 0 : 4
            panel[codes + lane % 16 / 4 * 64 + row * 4 + lane % 4] |= UInt8(integer + 8) << UInt8(shift)
          }
        }
      }
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
