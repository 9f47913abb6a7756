/// The extents of a matrix, `[rows, columns]`.
public struct Shape: Hashable, Sendable, CustomStringConvertible, Codable {
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

  /// Reads the two extents from an array.
  public init(from decoder: any Decoder) throws {
    var extents = try decoder.unkeyedContainer()
    self.init(try extents.decode(Int.self), try extents.decode(Int.self))
  }

  /// Writes the two extents as an array.
  public func encode(to encoder: any Encoder) throws {
    var extents = encoder.unkeyedContainer()
    try extents.encode(rowCount)
    try extents.encode(columnCount)
  }
}
