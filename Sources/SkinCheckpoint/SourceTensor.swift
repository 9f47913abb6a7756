package import SkinTensor

/// A tensor in a source checkpoint: where it lies and what it is.
package struct SourceTensor: Sendable {
  /// The name in the checkpoint.
  package private(set) var name: String
  /// Extents, outermost first; empty for a scalar.
  package let shape: [Int]
  /// How each element is written; float32 where ``block`` says how groups of them are.
  package let elementType: ElementType
  /// How groups of elements are written; nil if each is written by itself.
  package let block: BlockFormat?
  /// The file that holds the elements.
  let bytes: MappedBytes
  /// The first element, counted in bytes from the file's start.
  let byteOffset: Int
  /// The sum over the storage in which the elements lie; nil if the file has none.
  var sum: StorageSum?
  /// Bound of the product of an empty tensor's other extents.
  private static let greatestEmptyExtent = 1 << 40
  /// More axes than any weight has; each costs work for every element.
  private static let mostAxes = 16

  /// Distances between neighbours along each axis, in elements.
  let strides: [Int]

  /// Rows of a head if the file interleaves the halves of each head, as llama.cpp does with q and k; else nil.
  private(set) var interleavedHeadWidth: Int?

  /// A tensor whose rows are written in blocks, outermost axis first; nil if it does not lie inside the file.
  init?(name: String, shape: [Int], block: BlockFormat, bytes: MappedBytes, byteOffset: Int) {
    guard let width = shape.last, width.isMultiple(of: block.elementCount) else { return nil }
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      // A block has more than a third of a byte for each element.
      guard extent > 0, !overflow, product / 4 <= bytes.count else { return nil }
      count = product
    }
    guard bytes.contains(offset: byteOffset, byteCount: count / block.elementCount * block.byteCount) else {
      return nil
    }
    self.name = name
    self.shape = shape
    self.elementType = .float32
    self.block = block
    self.bytes = bytes
    self.byteOffset = byteOffset
    self.strides = Self.rowMajorStrides(shape)
  }

  /// The same tensor, its rows in the order that they had before llama.cpp interleaved the halves of each head.
  ///
  /// - Precondition: there are whole heads of an even number of rows.
  package func deinterleaved(headWidth: Int) -> SourceTensor {
    precondition(
      headWidth > 0 && headWidth % 2 == 0 && rowCount % headWidth == 0, "heads of \(headWidth) in \(rowCount) rows")
    var tensor = self
    tensor.interleavedHeadWidth = headWidth
    return tensor
  }

  /// The same tensor under another name.
  package func named(_ name: String) -> SourceTensor {
    var tensor = self
    tensor.name = name
    return tensor
  }

  /// A tensor whose elements follow each other, outermost axis first.
  init?(name: String, shape: [Int], elementType: ElementType, bytes: MappedBytes, byteOffset: Int) {
    self.init(
      name: name, shape: shape, elementType: elementType, bytes: bytes, byteOffset: byteOffset,
      strides: Self.rowMajorStrides(shape))
  }

  /// A tensor with any strides; nil if it does not lie inside the file.
  init?(
    name: String, shape: [Int], elementType: ElementType, bytes: MappedBytes, byteOffset: Int, strides: [Int]
  ) {
    guard shape.count <= Self.mostAxes, shape.count == strides.count, shape.allSatisfy({ $0 >= 0 }),
      strides.allSatisfy({ $0 >= 0 })
    else {
      return nil
    }
    var last = 0
    if !shape.contains(0) {
      for (extent, stride) in zip(shape, strides) {
        let (step, overflow) = (extent - 1).multipliedReportingOverflow(by: stride)
        let (sum, overflow2) = last.addingReportingOverflow(step)
        guard !overflow, !overflow2 else { return nil }
        last = sum
      }
    }
    guard last < bytes.count else { return nil }
    let (byteCount, overflow) = (shape.contains(0) ? 0 : last + 1).multipliedReportingOverflow(
      by: elementType.byteCount)
    guard !overflow, bytes.contains(offset: byteOffset, byteCount: byteCount) else { return nil }
    // A broadcast axis (stride 0) could claim more elements than the file has bytes, and an empty tensor anything; the
    // product of all extents but the zeros bounds every product that is taken later.
    let limit = shape.contains(0) ? Self.greatestEmptyExtent : bytes.count
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(extent, 1))
      guard !overflow, product <= limit else { return nil }
      count = product
    }
    self.name = name
    self.shape = shape
    self.elementType = elementType
    self.block = nil
    self.bytes = bytes
    self.byteOffset = byteOffset
    self.strides = strides
  }

  /// Number of elements.
  package var elementCount: Int { shape.reduce(1, *) }
  /// Extent of the outermost axis; 1 for a scalar.
  package var rowCount: Int { shape.first ?? 1 }
  /// Elements of a row along the outermost axis.
  package var rowElementCount: Int { shape.dropFirst().reduce(1, *) }

  /// Some rows along the outermost axis as float32, `[rows, elements of a row]`.
  ///
  /// - Throws: ``CheckpointError/notFloat(path:tensor:)`` if the elements are integers.
  /// - Precondition: the rows exist.
  package func rows(_ range: Range<Int>) throws(CheckpointError) -> [Float] {
    precondition(range.lowerBound >= 0 && range.upperBound <= rowCount, "rows \(range) of \(rowCount)")
    guard interleavedHeadWidth != nil else { return try storedRows(range) }
    var result: [Float] = []
    result.reserveCapacity(range.count * rowElementCount)
    for row in range {
      let place = place(ofRow: row)
      result += try storedRows(place..<place + 1)
    }
    return result
  }

  /// The blocks of a row along the outermost axis, as they are in the file.
  ///
  /// - Precondition: the tensor is written in blocks, and the row exists.
  package func blockBytes(ofRow row: Int) throws(CheckpointError) -> [UInt8] {
    precondition(block != nil && row >= 0 && row < rowCount, "blocks of row \(row) of \(rowCount)")
    return try bytes.bytes(at: byteOffset + place(ofRow: row) * rowByteCount, count: rowByteCount)
  }

  /// Bytes of a row along the outermost axis of a tensor whose elements follow each other.
  private var rowByteCount: Int {
    block.map { rowElementCount / $0.elementCount * $0.byteCount } ?? rowElementCount * elementType.byteCount
  }

  /// Bytes that the elements take in the file: of a view, without those that it leaves out.
  package var byteCount: Int { rowCount * rowByteCount }

  /// Where a row lies in the file: `[heads, 2, half]` of the source became `[heads, half, 2]`.
  private func place(ofRow row: Int) -> Int {
    guard let width = interleavedHeadWidth else { return row }
    let (head, rest) = (row / width, row % width)
    return head * width + rest % (width / 2) * 2 + rest / (width / 2)
  }

  /// Rows in the file's own order.
  private func storedRows(_ range: Range<Int>) throws(CheckpointError) -> [Float] {
    try sum?.check()
    if let block {
      return block.elements(
        try bytes.bytes(at: byteOffset + range.lowerBound * rowByteCount, count: range.count * rowByteCount))
    }
    guard elementType.isFloatingPoint else { throw .notFloat(path: bytes.path, tensor: name) }
    let size = elementType.byteCount
    let count = range.count * rowElementCount
    guard count > 0 else { return [] }
    if strides == Self.rowMajorStrides(shape) {
      // SAFETY: the elements are copied while the bytes are valid.
      return try unsafe bytes.read(at: byteOffset + range.lowerBound * rowElementCount * size, count: count * size) {
        source in
        unsafe Self.floats(source, count, elementType) { $0 * size }
      }
    }
    let rowStride = strides.first ?? 0
    let axes = Array(zip(shape, strides).dropFirst().reversed())
    // The place of each element of a row.
    let columns = (0..<rowElementCount).map { column in
      var rest = column
      var index = 0
      for (extent, stride) in axes {
        index += rest % extent * stride
        rest /= extent
      }
      return index
    }
    let rowElementCount = rowElementCount
    // SAFETY: as above; `init` made sure that the last element's place lies inside `reach`.
    return try unsafe bytes.read(at: byteOffset, count: reach * size) { source in
      unsafe Self.floats(source, count, elementType) { index in
        ((range.lowerBound + index / rowElementCount) * rowStride + columns[index % rowElementCount]) * size
      }
    }
  }

  /// All elements as float32.
  package func elements() throws(CheckpointError) -> [Float] { try rows(0..<rowCount) }

  static func rowMajorStrides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in stride(from: shape.count - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1].multipliedReportingOverflow(by: max(shape[axis + 1], 0)).partialValue
    }
    return strides
  }

  /// Elements of a checked stretch, whose places in it `offset` gives in bytes.
  private static func floats(
    _ source: UnsafeRawBufferPointer, _ count: Int, _ elementType: ElementType, at offset: (Int) -> Int
  ) -> [Float] {
    // SAFETY: each element of the new array is written once; loads from the buffer are bounds-checked by it.
    unsafe [Float](unsafeUninitializedCapacity: count) { target, initializedCount in
      switch elementType {
      case .float32:
        for index in 0..<count {
          let bits = unsafe source.loadUnaligned(fromByteOffset: offset(index), as: UInt32.self)
          unsafe target[index] = Float(bitPattern: UInt32(littleEndian: bits))
        }
      case .bfloat16:
        for index in 0..<count {
          let bits = unsafe source.loadUnaligned(fromByteOffset: offset(index), as: UInt16.self)
          unsafe target[index] = Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16)
        }
      case .float16:
        for index in 0..<count {
          let bits = unsafe source.loadUnaligned(fromByteOffset: offset(index), as: UInt16.self)
          unsafe target[index] = widened(UInt32(UInt16(littleEndian: bits)))
        }
      case .float64:
        for index in 0..<count {
          let bits = unsafe source.loadUnaligned(fromByteOffset: offset(index), as: UInt64.self)
          unsafe target[index] = Float(Double(bitPattern: UInt64(littleEndian: bits)))
        }
      default: preconditionFailure("integers are refused before")
      }
      initializedCount = count
    }
  }

  /// A binary16 number's bits as float32, exactly; without branches, so that compilers widen several at once.
  @inline(__always) private static func widened(_ half: UInt32) -> Float {
    let fraction = (half & 0x7fff) << 13
    // The exponent's bias goes from 15 to 127.
    let finite = (Float(bitPattern: fraction) * 0x1p112).bitPattern
    let bits = half & 0x7c00 == 0x7c00 ? 0x7f80_0000 | fraction : finite
    return Float(bitPattern: bits | (half & 0x8000) << 16)
  }
}
