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
    let (byteCount, overflow) = (shape.contains(0) ? 0 : last + 1).multipliedReportingOverflow(
      by: elementType.byteCount)
    guard !overflow, bytes.contains(offset: byteOffset, byteCount: byteCount) else { return nil }
    // A broadcast axis (stride 0) could claim more elements than the file has bytes.
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= bytes.count else { return nil }
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
    if strides == Self.rowMajorStrides(shape) {
      let source = try bytes.bytes(
        at: byteOffset + range.lowerBound * rowElementCount * size, count: range.count * rowElementCount * size)
      return Self.floats(source, elementType)
    }
    var result: [Float] = []
    result.reserveCapacity(range.count * rowElementCount)
    for row in range {
      for column in 0..<rowElementCount {
        var rest = column
        var index = strides.isEmpty ? 0 : row * strides[0]
        for axis in stride(from: shape.count - 1, to: 0, by: -1) {
          index += rest % shape[axis] * strides[axis]
          rest /= shape[axis]
        }
        result += Self.floats(try bytes.bytes(at: byteOffset + index * size, count: size), elementType)
      }
    }
    return result
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

  private static func floats(_ bytes: [UInt8], _ elementType: ElementType) -> [Float] {
    let size = elementType.byteCount
    let count = bytes.count / size
    func word(_ index: Int) -> UInt32 {
      UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
        | UInt32(bytes[index + 3]) << 24
    }
    func half(_ index: Int) -> UInt16 { UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8 }
    // SAFETY: each element of the new array is written once.
    return unsafe [Float](unsafeUninitializedCapacity: count) { target, initializedCount in
      switch elementType {
      case .float32: for index in 0..<count { unsafe target[index] = Float(bitPattern: word(4 * index)) }
      case .bfloat16: for index in 0..<count { unsafe target[index] = Float(bitPattern: UInt32(half(2 * index)) << 16) }
      case .float16: for index in 0..<count { unsafe target[index] = Float(Float16(bitPattern: half(2 * index))) }
      case .float64:
        for index in 0..<count {
          let bits = UInt64(word(8 * index)) | UInt64(word(8 * index + 4)) << 32
          unsafe target[index] = Float(Double(bitPattern: bits))
        }
      default: preconditionFailure("integers are refused before")
      }
      initializedCount = count
    }
  }
}
