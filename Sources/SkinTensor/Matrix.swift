#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A dense float32 matrix, `[rows, columns]`, row-major, in memory of its own.
///
/// It is made once with a capacity of rows and shrinks and grows within it, so that a decoder step of one row and a
/// prompt of many share the same scratch and nothing is allocated per token. The zeros of a large matrix are pages that
/// the system has not provided yet: rows that are never used take neither time nor memory.
@safe package struct Matrix: ~Copyable {
  /// Rows in use, at most ``rowCapacity``.
  package private(set) var rowCount: Int
  /// Elements of a row; the rows follow each other without gaps.
  package let columnCount: Int
  /// Rows that fit in the memory.
  package let rowCapacity: Int
  /// The first element, aligned to 64 bytes.
  private let storage: UnsafeMutablePointer<Float>
  /// The allocation that `storage` lies in.
  private let memory: UnsafeMutableRawPointer

  /// A matrix of zeros, `[rowCount, columnCount]`.
  ///
  /// - Precondition: neither extent is negative.
  package init(rowCount: Int, columnCount: Int) {
    precondition(rowCount >= 0 && columnCount >= 0, "a matrix of [\(rowCount), \(columnCount)]")
    self.rowCount = rowCount
    self.columnCount = columnCount
    rowCapacity = rowCount
    let count = max(rowCount * columnCount, 1)
    guard let zeros = unsafe calloc(count * MemoryLayout<Float>.stride + Self.alignment, 1) else {
      preconditionFailure("no memory for a matrix of [\(rowCount), \(columnCount)]")
    }
    // SAFETY: from the first multiple of 64 on there are at least `count` floats, whose bytes are zeros, which are 0.
    unsafe memory = zeros
    unsafe storage = zeros.alignedUp(toMultipleOf: Self.alignment).bindMemory(to: Float.self, capacity: count)
  }

  /// A matrix with the given elements, row after row.
  ///
  /// - Precondition: `elements.count` is `rowCount * columnCount`.
  package init(rowCount: Int, columnCount: Int, elements: [Float]) {
    precondition(
      elements.count == rowCount * columnCount, "\(elements.count) elements for [\(rowCount), \(columnCount)]")
    self.init(rowCount: rowCount, columnCount: columnCount)
    // SAFETY: both sides hold `rowCount * columnCount` floats.
    unsafe elements.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { unsafe storage.update(from: base, count: source.count) }
    }
  }

  deinit { unsafe free(memory) }

  private static let alignment = 64

  /// The shape of the rows in use.
  package var shape: Shape { Shape(rowCount, columnCount) }

  /// Whether every element of the rows in use is finite.
  package var isFinite: Bool {
    // SAFETY: the rows in use lie in the storage.
    unsafe FiniteCheck.passes(storage, rowCount * columnCount)
  }

  /// Whether every element of some rows is finite.
  ///
  /// - Precondition: the rows are in use.
  package func isFinite(rows: Range<Int>) -> Bool {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "rows \(rows) of \(rowCount)")
    // SAFETY: the line above.
    return unsafe FiniteCheck.passes(storage + rows.lowerBound * columnCount, rows.count * columnCount)
  }

  /// Changes the number of rows in use; the contents of rows that come into use are unspecified.
  ///
  /// - Precondition: `0 <= rowCount <= rowCapacity`.
  package mutating func resize(rowCount: Int) {
    precondition(rowCount >= 0 && rowCount <= rowCapacity, "\(rowCount) rows in a matrix made for \(rowCapacity)")
    self.rowCount = rowCount
  }

  /// One element.
  ///
  /// - Precondition: both indices lie inside the rows in use.
  package subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount)
      // SAFETY: the line above.
      return unsafe storage[row * columnCount + column]
    }
    set {
      precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount)
      // SAFETY: the line above.
      unsafe storage[row * columnCount + column] = newValue
    }
  }

  /// The elements of the rows in use, `[rows * columns]`, row after row.
  package var elements: [Float] {
    // SAFETY: `rowCount <= rowCapacity`.
    unsafe Array(UnsafeBufferPointer(start: storage, count: rowCount * columnCount))
  }

  /// The elements of one row, `[columns]`.
  ///
  /// - Precondition: the row is in use.
  package func elements(ofRow row: Int) -> [Float] {
    precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
    // SAFETY: the line above; `rowCount <= rowCapacity`.
    return unsafe Array(UnsafeBufferPointer(start: storage + row * columnCount, count: columnCount))
  }

  /// Copies rows of another matrix of the same width into this one.
  ///
  /// - Precondition: the widths are equal and both ranges lie inside their matrix.
  package mutating func copyRows(_ rows: Range<Int>, of source: borrowing Matrix, to firstRow: Int) {
    precondition(source.columnCount == columnCount, "rows of \(source.columnCount) into rows of \(columnCount)")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= source.rowCount)
    precondition(firstRow >= 0 && firstRow + rows.count <= rowCount)
    // SAFETY: the lines above.
    unsafe (storage + firstRow * columnCount).update(
      from: source.storage + rows.lowerBound * columnCount, count: rows.count * columnCount)
  }

  /// Moves rows to the front; the other rows stay as they are where the moved ones do not lie.
  ///
  /// - Precondition: the rows are in use.
  package mutating func moveToFront(rows: Range<Int>) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "rows \(rows) of \(rowCount)")
    // SAFETY: the line above; the ranges may overlap.
    unsafe storage.update(from: storage + rows.lowerBound * columnCount, count: rows.count * columnCount)
  }

  /// Copies a range of columns of another matrix's rows into rows of this one, which are as wide as the range.
  ///
  /// - Precondition: the ranges lie inside `source`; `columns.count` is this matrix's width and the rows fit.
  package mutating func copyColumns(
    _ columns: Range<Int>, ofRows rows: Range<Int>, of source: borrowing Matrix, to firstRow: Int
  ) {
    precondition(columns.count == columnCount, "\(columns.count) columns into rows of \(columnCount)")
    precondition(columns.lowerBound >= 0 && columns.upperBound <= source.columnCount)
    precondition(rows.lowerBound >= 0 && rows.upperBound <= source.rowCount)
    precondition(firstRow >= 0 && firstRow + rows.count <= rowCount)
    for row in 0..<rows.count {
      let start = (rows.lowerBound + row) * source.columnCount + columns.lowerBound
      // SAFETY: the lines above.
      unsafe (storage + (firstRow + row) * columnCount).update(from: source.storage + start, count: columnCount)
    }
  }

  /// The first element.
  ///
  /// `rowCapacity * columnCount` floats follow. For kernels, which must not keep it.
  package var unsafeBase: UnsafePointer<Float> { unsafe UnsafePointer(storage) }

  /// The first element, to write.
  ///
  /// `rowCapacity * columnCount` floats follow. For kernels, which must not keep it.
  package var unsafeMutableBase: UnsafeMutablePointer<Float> { mutating get { unsafe storage } }
}
