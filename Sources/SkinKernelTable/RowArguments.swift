/// Rows to be normalized: contiguous, as wide as the norm.
@unsafe package struct NormArguments {
  /// The rows.
  package var rows: UnsafePointer<Float>
  /// Where they go; may be the rows themselves.
  package var output: UnsafeMutablePointer<Float>
  /// Their number.
  package var rowCount: Int
  /// Columns of a row.
  package var width: Int
  /// A factor for each column.
  package var weight: UnsafePointer<Float>
  /// What keeps the root from zero.
  package var epsilon: Float

  /// All arguments.
  package init(
    rows: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, rowCount: Int, width: Int,
    weight: UnsafePointer<Float>, epsilon: Float
  ) {
    unsafe self.rows = rows
    unsafe self.output = output
    unsafe self.rowCount = rowCount
    unsafe self.width = width
    unsafe self.weight = weight
    unsafe self.epsilon = epsilon
  }
}

/// Rows of heads whose pairs (i, i + headWidth / 2) are rotated in place.
@unsafe package struct RotationArguments {
  /// The first head of the first row.
  package var rows: UnsafeMutablePointer<Float>
  /// Floats from a row to the next.
  package var stride: Int
  /// Rows.
  package var rowCount: Int
  /// Heads of a row, which follow each other.
  package var headCount: Int
  /// Columns of a head.
  package var headWidth: Int
  /// `headWidth / 2` cosines for each row.
  package var cosines: UnsafePointer<Float>
  /// As many sines.
  package var sines: UnsafePointer<Float>

  /// All arguments.
  package init(
    rows: UnsafeMutablePointer<Float>, stride: Int, rowCount: Int, headCount: Int, headWidth: Int,
    cosines: UnsafePointer<Float>, sines: UnsafePointer<Float>
  ) {
    unsafe self.rows = rows
    unsafe self.stride = stride
    unsafe self.rowCount = rowCount
    unsafe self.headCount = headCount
    unsafe self.headWidth = headWidth
    unsafe self.cosines = cosines
    unsafe self.sines = sines
  }
}

/// Rows of heads that are written in 8 bits: row p of head h is number `h · capacity + p`.
@unsafe package struct ByteStoringArguments {
  /// The first head of the first row.
  package var rows: UnsafePointer<Float>
  /// Floats from a row to the next.
  package var stride: Int
  /// Rows.
  package var rowCount: Int
  /// Heads of a row, which follow each other.
  package var headCount: Int
  /// Columns of a head.
  package var headWidth: Int
  /// The codes of row 0 of head 0; a row's are padded to a multiple of 16.
  package var codes: UnsafeMutableRawPointer
  /// The scale of row 0 of head 0.
  package var scales: UnsafeMutablePointer<Float>
  /// Rows of each head that there is room for.
  package var capacity: Int
  /// Where the first row goes.
  package var firstPosition: Int

  /// All arguments.
  package init(
    rows: UnsafePointer<Float>, stride: Int, rowCount: Int, headCount: Int, headWidth: Int,
    codes: UnsafeMutableRawPointer, scales: UnsafeMutablePointer<Float>, capacity: Int, firstPosition: Int
  ) {
    unsafe self.rows = rows
    unsafe self.stride = stride
    unsafe self.rowCount = rowCount
    unsafe self.headCount = headCount
    unsafe self.headWidth = headWidth
    unsafe self.codes = codes
    unsafe self.scales = scales
    unsafe self.capacity = capacity
    unsafe self.firstPosition = firstPosition
  }
}
