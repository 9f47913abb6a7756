/// Float32 constants, `[count]`, in memory that something else owns: a norm's gains, a bias.
///
/// A vector keeps its owner (the mapped file) alive and never changes.
@safe package struct FloatVector: @unchecked Sendable {
  /// Number of elements.
  package let count: Int
  /// The first element, aligned to 4 bytes; nothing writes to it while `owner` lives, hence `@unchecked Sendable`.
  package let unsafeBase: UnsafePointer<Float>
  private let owner: any AnyObject & Sendable

  /// Constants in memory that `owner` keeps alive.
  ///
  /// - Precondition: `count` floats at `base` stay readable and unchanged as long as `owner` lives.
  package init(unsafeBase base: UnsafePointer<Float>, count: Int, owner: any AnyObject & Sendable) {
    unsafe unsafeBase = base
    self.count = count
    self.owner = owner
  }

  /// Constants in memory of their own.
  package init(_ elements: [Float]) {
    let matrix = MatrixBox(elements)
    unsafe self.init(unsafeBase: matrix.matrix.unsafeBase, count: elements.count, owner: matrix)
  }

  /// One element.
  ///
  /// - Precondition: `0 <= index < count`.
  package subscript(index: Int) -> Float {
    precondition(index >= 0 && index < count)
    // SAFETY: the line above.
    return unsafe unsafeBase[index]
  }
}

/// Keeps the memory of a vector that was made from an array; never changes, hence `@unchecked Sendable`.
private final class MatrixBox: @unchecked Sendable {
  let matrix: Matrix
  init(_ elements: [Float]) { matrix = Matrix(rowCount: 1, columnCount: elements.count, elements: elements) }
}
