import SkinFailure

/// Why a weight cannot be encoded.
package enum QuantizationError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// An element is infinite or not a number; `row` counts inside the panel.
  case notFinite(row: Int, column: Int)
  /// An element, or the scale that its group needs, is beyond binary16; `row` counts inside the panel.
  case tooLarge(row: Int, column: Int, value: Float)
  /// An element is finite, but products of it are not; `row` counts inside the panel.
  case overflows(row: Int, column: Int, value: Float)
  /// A row is so wide that sums of its products do not fit 32 bits.
  case tooWide(columnCount: Int)

  /// What and where, for developers.
  package var description: String {
    switch self {
    case .notFinite(let row, let column): "element (\(row), \(column)) of the panel is not finite"
    case .tooLarge(let row, let column, let value):
      "element (\(row), \(column)) of the panel, \(value), is beyond the range of binary16"
    case .overflows(let row, let column, let value):
      "element (\(row), \(column)) of the panel, \(value), is so large that products of it overflow"
    case .tooWide(let columnCount): "\(columnCount) columns are too many for one scale for each row"
    }
  }
}
