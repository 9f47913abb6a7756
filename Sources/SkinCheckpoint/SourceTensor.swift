public import SkinTensor

/// A tensor in a source checkpoint: where it lies and what it is.
public struct SourceTensor: Sendable {
  /// The name in the checkpoint.
  public let name: String
  /// Extents, outermost first; empty for a scalar.
  public let shape: [Int]
  /// How the elements are written.
  public let elementType: ElementType
  /// The file that holds the elements.
  let bytes: MappedBytes
  /// The first element, counted in bytes from the file's begin.
  let byteOffset: Int
  /// Bound of the product of an empty tensor's other extents.
  private static let greatestEmptyExtent = 1 << 40

  /// Distances between neighbours along each axis, in elements.
  let strides: [Int]

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
    guard shape.count == strides.count, shape.allSatisfy({ $0 >= 0 }), strides.allSatisfy({ $0 >= 0 }) else {
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
    self.bytes = bytes
    self.byteOffset = byteOffset
    self.strides = strides
  }

  /// Number of elements.
  public var elementCount: Int { shape.reduce(1, *) }
  /// Extent of the outermost axis; 1 for a scalar.
  public var rowCount: Int { shape.first ?? 1 }
  /// Elements of a row along the outermost axis.
  public var rowElementCount: Int { shape.dropFirst().reduce(1, *) }

  /// Some rows along the outermost axis as float32, `[rows, elements of a row]`.
  ///
  /// - Throws: ``CheckpointError/notFloat(path:tensor:)`` if the elements are integers.
  /// - Precondition: the rows exist.
  public func rows(_ range: Range<Int>) throws(CheckpointError) -> [Float] {
    precondition(range.lowerBound >= 0 && range.upperBound <= rowCount, "rows \(range) of \(rowCount)")
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
  public func elements() throws(CheckpointError) -> [Float] { try rows(0..<rowCount) }

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
          unsafe target[index] = Float(Float16(bitPattern: UInt16(littleEndian: bits)))
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
}
