/// The extents of a matrix, `[rows, columns]`.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  /// Number of rows; for a weight, the number of output features.
  public let rowCount: Int
  /// Number of columns; for a weight, the number of input features.
  public let columnCount: Int

  /// A shape of `rowCount` rows with `columnCount` elements each.
  public init(_ rowCount: Int, _ columnCount: Int) {
    self.rowCount = rowCount
    self.columnCount = columnCount
  }

  /// Number of elements.
  public var elementCount: Int { rowCount * columnCount }

  /// `[rows, columns]`, as error messages print it.
  public var description: String { "[\(rowCount), \(columnCount)]" }
}
