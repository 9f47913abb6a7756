/// 32 columns of a row as integers and a scale: `element = scale * integer`.
struct GroupCode {
  /// The binary16 scale; int4's may be negative, so that the largest element can use -8.
  var scale: Binary16
  /// The integers, -127...127 or -8...7.
  var integers: Lanes32

  /// What the integers decode to.
  var decoded: Lanes32 { integers * scale.value }

  /// The 32 zeros.
  static let zero = GroupCode(scale: Binary16(0), integers: .zero)

  init(scale: Binary16, integers: Lanes32) {
    self.scale = scale
    self.integers = integers
  }

  /// The code of least squared error; see ``ScaleSearch``.
  ///
  /// The elements are finite; where fewer than 32 columns are left, zeros follow. `nil` if the scale is beyond
  /// binary16.
  init?(_ elements: Lanes32, scheme: WeightScheme) {
    var rows = [Float](repeating: 0, count: WeightScheme.groupSize * WeightLayout.panelRows)
    for column in 0..<WeightScheme.groupSize { rows[column * WeightLayout.panelRows] = elements[column] }
    var search = ScaleSearch(scheme)
    search.run(rows)
    guard search.codes.scales[0].isFinite else { return nil }
    var integers = Lanes32.zero
    for column in 0..<WeightScheme.groupSize {
      integers[column] = search.codes.integers[column * WeightLayout.panelRows]
    }
    self.init(scale: Binary16(search.codes.scales[0]), integers: integers)
  }

  /// The nearest integers under the scale that the largest element gives; `nil` if that is beyond binary16.
  ///
  /// Source: ggml, `quantize_row_q4_0_ref` and `quantize_row_q8_0_ref`.
  init?(plain elements: Lanes32, scheme: WeightScheme) {
    let extreme = elements.extreme
    let scale = Binary16(scheme == .int4 ? extreme / -8 : extreme.magnitude / 127)
    guard scale.value.isFinite else { return nil }
    if scale.value == 0 {
      self = .zero
      return
    }
    let limits: ClosedRange<Float> = scheme == .int4 ? -8...7 : -127...127
    self.init(scale: scale, integers: elements.nearest(scale: scale.value, limits))
  }
}
