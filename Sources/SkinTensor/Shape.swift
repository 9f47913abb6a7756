/// The extents of a matrix, `[rows, columns]`.
package struct Shape: Hashable, Sendable, CustomStringConvertible, Codable {
  /// Number of rows; for a weight, the number of output features.
  package let rowCount: Int
  /// Number of columns; for a weight, the number of input features.
  package let columnCount: Int

  /// A shape of `rowCount` rows with `columnCount` elements each.
  package init(_ rowCount: Int, _ columnCount: Int) {
    self.rowCount = rowCount
    self.columnCount = columnCount
  }

  /// Number of elements.
  package var elementCount: Int { rowCount * columnCount }

  /// `[rows, columns]`, as error messages print it.
  package var description: String { "[\(rowCount), \(columnCount)]" }

  /// Reads the two extents from an array.
  package init(from decoder: any Decoder) throws {
    var extents = try decoder.unkeyedContainer()
    self.init(try extents.decode(Int.self), try extents.decode(Int.self))
  }

  /// Writes the two extents as an array.
  package func encode(to encoder: any Encoder) throws {
    var extents = encoder.unkeyedContainer()
    try extents.encode(rowCount)
    try extents.encode(columnCount)
  }
}
