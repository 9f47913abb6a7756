/// The keys or the values of a decoder layer in 8 bits: a quarter of the memory, and of what each token has to read.
///
/// Each head's row has a scale of its own, its largest magnitude / 127; an element is an integer, -127 to 127, times
/// the scale. So an element's error is at most 1/254 of its row's largest magnitude. Rows are written with
/// ``ComputeBackend/store(_:firstColumn:into:at:)`` and read with ``ComputeBackend/attend(_:queries:keys:values:into:)``.
///
/// A head's rows lie together, `[headCount, rowCapacity, headWidth]`, each padded to a multiple of 16 bytes.
@safe package struct ByteRows: ~Copyable {
  /// Positions that fit in the memory.
  package let rowCapacity: Int
  /// Heads of each position.
  package let headCount: Int
  /// Columns of a head.
  package let headWidth: Int

  let codes: UnsafeMutableRawPointer
  let scales: UnsafeMutablePointer<Float>

  /// Rows of zeros.
  ///
  /// - Precondition: no extent is negative.
  package init(rowCapacity: Int, headCount: Int, headWidth: Int) {
    precondition(
      rowCapacity >= 0 && headCount >= 0 && headWidth >= 0, "\(rowCapacity) rows of \(headCount) x \(headWidth)")
    self.rowCapacity = rowCapacity
    self.headCount = headCount
    self.headWidth = headWidth
    let (rowCount, size) = (rowCapacity * headCount, (headWidth + 15) / 16 * 16)
    // SAFETY: exactly the bytes and floats that are initialized here.
    unsafe codes = .allocate(byteCount: max(rowCount * size, 1), alignment: 64)
    unsafe codes.initializeMemory(as: UInt8.self, repeating: 0, count: max(rowCount * size, 1))
    unsafe scales = .allocate(capacity: max(rowCount, 1))
    unsafe scales.initialize(repeating: 0, count: max(rowCount, 1))
  }

  /// Rows of which the first `rowCount` are those of `other`, with room for as many or more.
  ///
  /// - Precondition: both have that many rows.
  package init(rowCapacity: Int, copying rowCount: Int, of other: borrowing ByteRows) {
    precondition(
      rowCount >= 0 && rowCount <= min(rowCapacity, other.rowCapacity),
      "\(rowCount) rows of \(other.rowCapacity) into \(rowCapacity)")
    self.init(rowCapacity: rowCapacity, headCount: other.headCount, headWidth: other.headWidth)
    let size = rowByteCount
    // SAFETY: the line above; heads and widths are equal.
    for head in 0..<headCount {
      unsafe (codes + head * rowCapacity * size).copyMemory(
        from: other.codes + head * other.rowCapacity * size, byteCount: rowCount * size)
      unsafe (scales + head * rowCapacity).update(from: other.scales + head * other.rowCapacity, count: rowCount)
    }
  }

  /// Moves rows of every head to the front.
  ///
  /// - Precondition: the rows lie inside the memory.
  package mutating func moveToFront(rows: Range<Int>) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCapacity, "rows \(rows) of \(rowCapacity)")
    let size = rowByteCount
    // SAFETY: the line above; the ranges may overlap.
    for head in 0..<headCount {
      let (first, scale) = unsafe (codes + head * rowCapacity * size, scales + head * rowCapacity)
      unsafe first.copyMemory(from: first + rows.lowerBound * size, byteCount: rows.count * size)
      unsafe scale.update(from: scale + rows.lowerBound, count: rows.count)
    }
  }

  deinit {
    unsafe codes.deallocate()
    unsafe scales.deallocate()
  }

  /// Bytes of a head's row.
  var rowByteCount: Int { (headWidth + 15) / 16 * 16 }

  /// Bytes of all rows and scales.
  package var byteCount: Int { rowCapacity * headCount * (rowByteCount + MemoryLayout<Float>.stride) }
}
