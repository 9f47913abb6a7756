/// The beginning of a GGUF file: metadata and the table of tensors.
///
/// Source: ggml, `docs/gguf.md`, version 3; all numbers are little-endian.
struct GGUFFileHeader {
  /// Tensors begin at multiples of this, counted from the end of the header.
  static let alignment = 32
  private static let version: UInt32 = 3

  /// A value and its type; the numbers are `gguf_metadata_value_type`'s.
  enum Value {
    case uint32(UInt32)
    case int32(Int32)
    case float32(Float)
    case bool(Bool)
    case string(String)
    case strings([String])
    case floats([Float])
    case integers([Int32])

    private static let arrayType: UInt32 = 9

    var bytes: [UInt8] {
      var bytes: [UInt8] = []
      switch self {
      case .uint32(let value): bytes.append(type: 4, value)
      case .int32(let value): bytes.append(type: 5, value)
      case .float32(let value): bytes.append(type: 6, value.bitPattern)
      case .bool(let value): bytes.append(type: 7, UInt8(value ? 1 : 0))
      case .string(let text):
        bytes.appendLittleEndian(UInt32(8))
        bytes.append(text: text)
      case .strings(let texts):
        bytes.append(type: Self.arrayType, UInt32(8))
        bytes.appendLittleEndian(UInt64(texts.count))
        for text in texts { bytes.append(text: text) }
      case .floats(let values):
        bytes.append(type: Self.arrayType, UInt32(6))
        bytes.appendLittleEndian(UInt64(values.count))
        bytes.appendFloats(values)
      case .integers(let values):
        bytes.append(type: Self.arrayType, UInt32(5))
        bytes.appendLittleEndian(UInt64(values.count))
        for value in values { bytes.appendLittleEndian(value) }
      }
      return bytes
    }
  }

  /// How the elements of a tensor are written; the raw values are `ggml_type`'s.
  enum ElementType: UInt32 {
    case float32 = 0
    case float16 = 1
    case q4_0 = 2
    case q8_0 = 8

    /// Elements that share a scale.
    static let groupSize = 32

    /// Bytes of a row.
    func byteCount(columnCount: Int) -> Int {
      switch self {
      case .float32: 4 * columnCount
      case .float16: 2 * columnCount
      case .q4_0: columnCount / Self.groupSize * 18
      case .q8_0: columnCount / Self.groupSize * 34
      }
    }
  }

  /// A tensor; ggml counts dimensions from the innermost.
  struct Tensor {
    let name: String
    /// Extents, outermost first.
    let shape: [Int]
    let type: ElementType

    var byteCount: Int { shape.dropLast().reduce(1, *) * type.byteCount(columnCount: shape.last ?? 0) }
  }

  private var values: [(key: String, value: Value)] = []
  private(set) var tensors: [Tensor] = []

  mutating func add(_ key: String, _ value: Value) { values.append((key, value)) }

  mutating func add(_ tensor: Tensor) { tensors.append(tensor) }

  /// All of it, padded to the alignment.
  var bytes: [UInt8] {
    var bytes = Array("GGUF".utf8)
    bytes.appendLittleEndian(Self.version)
    bytes.appendLittleEndian(UInt64(tensors.count))
    bytes.appendLittleEndian(UInt64(values.count))
    for (key, value) in values {
      bytes.append(text: key)
      bytes += value.bytes
    }
    var offset = 0
    for tensor in tensors {
      bytes.append(text: tensor.name)
      bytes.appendLittleEndian(UInt32(tensor.shape.count))
      for dimension in tensor.shape.reversed() { bytes.appendLittleEndian(UInt64(dimension)) }
      bytes.appendLittleEndian(tensor.type.rawValue)
      bytes.appendLittleEndian(UInt64(offset))
      offset += (tensor.byteCount + Self.alignment - 1) / Self.alignment * Self.alignment
    }
    let padding = (Self.alignment - bytes.count % Self.alignment) % Self.alignment
    return bytes + [UInt8](repeating: 0, count: padding)
  }
}

extension [UInt8] {
  fileprivate mutating func append(type: UInt32, _ value: some FixedWidthInteger) {
    appendLittleEndian(type)
    appendLittleEndian(value)
  }

  fileprivate mutating func append(text: String) {
    appendLittleEndian(UInt64(text.utf8.count))
    append(contentsOf: text.utf8)
  }
}
