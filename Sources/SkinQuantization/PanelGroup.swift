/// The codes of 32 columns of a panel: `element = scale * integer`.
struct PanelGroup {
  /// Each row's scale, a number of binary16.
  var scales = [Float](repeating: 0, count: WeightLayout.panelRows)
  /// The integers, `[32, 16]`: column after column.
  var integers = [Float](repeating: 0, count: WeightScheme.groupSize * WeightLayout.panelRows)

  /// Zeros.
  init() {}

  /// The codes that were chosen with feedback.
  init(_ group: FeedbackEncoder.Group) {
    for row in 0..<WeightLayout.panelRows {
      scales[row] = group.scales[row].value
      for column in 0..<WeightScheme.groupSize {
        integers[column * WeightLayout.panelRows + row] = group.integers[column][row]
      }
    }
  }

  /// The nearest integers of each row, `[32, 16]` elements; infinite where a scale is beyond binary16.
  init(plain elements: [Float], scheme: WeightScheme) {
    for row in 0..<WeightLayout.panelRows {
      var lanes = Lanes32.zero
      for column in 0..<WeightScheme.groupSize { lanes[column] = elements[column * WeightLayout.panelRows + row] }
      let code = GroupCode(plain: lanes, scheme: scheme)
      scales[row] = code?.scale.value ?? .infinity
      for column in 0..<WeightScheme.groupSize {
        integers[column * WeightLayout.panelRows + row] = code?.integers[column] ?? 0
      }
    }
  }

  /// Writes scales and codes, laid out as ``WeightLayout`` says.
  ///
  /// - Parameters:
  ///   - scalePlace: where the group's 32 bytes of scales begin.
  ///   - codePlace: where its codes begin, which are zeros.
  func store(_ scheme: WeightScheme, in panel: inout [UInt8], scalePlace: Int, codePlace: Int) {
    let integers = integers.span
    var panel = panel.mutableSpan
    let rowCount = WeightLayout.panelRows
    precondition(integers.count == WeightScheme.groupSize * rowCount)
    for row in 0..<rowCount {
      let bits = Binary16(scales[row]).bitPattern
      panel[scalePlace + 2 * row] = UInt8(truncatingIfNeeded: bits)
      panel[scalePlace + 2 * row + 1] = UInt8(truncatingIfNeeded: bits >> 8)
    }
    /// The integer plus what makes it positive.
    @inline(__always) func code(_ column: Int, _ row: Int, _ shift: Int32) -> UInt8 {
      // An integer of a finite group: at most 127 in magnitude.
      UInt8(truncatingIfNeeded: Int32(integers[column &* rowCount &+ row]) &+ shift)
    }
    let byteCount = scheme == .int4 ? WeightScheme.groupSize / 2 : WeightScheme.groupSize
    for column in 0..<byteCount {
      let place = codePlace + column / 4 * 64 + column % 4
      for row in 0..<rowCount {
        panel[place + 4 * row] =
          scheme == .int4
          ? code(column, row, 8) | code(column + byteCount, row, 8) << 4 : code(column, row, 128)
      }
    }
  }
}
