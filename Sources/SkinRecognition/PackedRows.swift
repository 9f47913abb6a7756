/// Rows of float32 in vectors of 16, the last padded with zeros, so that sums over a row are fast without unchecked
/// memory.
struct PackedRows: Hashable, Sendable {
  typealias Vector = SIMD16<Float>
  private static let laneCount = 16

  /// Elements of a row.
  let columnCount: Int
  /// Vectors of a row.
  let vectorCount: Int
  /// Rows.
  private(set) var rowCount: Int
  /// The rows one after another.
  private(set) var vectors: [Vector]

  /// Rows of zeros.
  init(rowCount: Int, columnCount: Int) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    vectorCount = (columnCount + Self.laneCount - 1) / Self.laneCount
    vectors = [Vector](repeating: .zero, count: rowCount * vectorCount)
  }

  /// The given rows.
  ///
  /// - Precondition: they are of the same length.
  init(_ rows: [[Float]], columnCount: Int) {
    self.init(rowCount: rows.count, columnCount: columnCount)
    for (row, values) in rows.enumerated() {
      precondition(values.count == columnCount, "a row of \(values.count) for \(columnCount)")
      for (column, value) in values.enumerated() {
        vectors[row * vectorCount + column / Self.laneCount][column % Self.laneCount] = value
      }
    }
  }

  /// Some of the rows, in the given order.
  func rows(_ indices: [Int]) -> PackedRows {
    var picked = PackedRows(rowCount: 0, columnCount: columnCount)
    picked.rowCount = indices.count
    picked.vectors.reserveCapacity(indices.count * vectorCount)
    for index in indices { picked.vectors += vectors[index * vectorCount..<(index + 1) * vectorCount] }
    return picked
  }

  /// The elements, row after row.
  var elements: [Float] {
    var elements: [Float] = []
    elements.reserveCapacity(rowCount * columnCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        elements.append(vectors[row * vectorCount + column / Self.laneCount][column % Self.laneCount])
      }
    }
    return elements
  }

  /// The sum of the products of two rows.
  func dot(_ row: Int, _ other: borrowing PackedRows, _ otherRow: Int) -> Float {
    var sum = Vector.zero
    let (start, otherStart) = (row * vectorCount, otherRow * vectorCount)
    for index in 0..<vectorCount { sum += vectors[start + index] * other.vectors[otherStart + index] }
    return sum.sum()
  }

  /// Adds a multiple of another's row to a row.
  mutating func add(_ other: borrowing PackedRows, _ otherRow: Int, times factor: Float, to row: Int) {
    let (start, otherStart) = (row * vectorCount, otherRow * vectorCount)
    for index in 0..<vectorCount { vectors[start + index] += other.vectors[otherStart + index] * factor }
  }

  /// Sets every element to zero.
  mutating func clear() { for index in vectors.indices { vectors[index] = .zero } }

  /// The sum of the products of all elements.
  func dot(_ other: borrowing PackedRows) -> Double {
    var sum = 0.0
    for row in 0..<rowCount { sum += Double(dot(row, other, row)) }
    return sum
  }

  /// Adds a multiple of another to all rows.
  mutating func add(_ other: borrowing PackedRows, times factor: Float) {
    for index in vectors.indices { vectors[index] += other.vectors[index] * factor }
  }
}
