/// A value of a GGUF's metadata; arrays stay in the file and are read when they are asked for.
enum GGUFValue {
  case integer(Int)
  case float(Float)
  case boolean(Bool)
  case string(String)
  /// Where an array's elements begin, how many there are, and the number of their type.
  case array(offset: Int, count: Int, type: UInt32)
  /// A number beyond the range of `Int`.
  case unusable
}

/// Walks through the header of a GGUF; every count and length is first compared with what is left of the file.
///
/// Source: ggml, `docs/gguf.md`, version 3.
struct GGUFHeader {
  /// A tensor as the header describes it.
  struct Tensor {
    let name: String
    /// Innermost first, as in the file.
    let extents: [Int]
    let type: UInt32
    let offset: Int
  }

  private static let longestKey = 65_535
  private static let mostExtents = 4
  private static let deepestArray = 1
  private static let defaultAlignment = 32
  /// The fewest bytes of a key with its value, and of a tensor's description.
  private static let (leastPair, leastTensor) = (8 + 4 + 1, 8 + 4 + 4 + 8)

  private let bytes: MappedBytes
  private var position = 4
  private(set) var metadata: [String: GGUFValue] = [:]
  private(set) var tensors: [Tensor] = []
  /// The first byte after the header, aligned.
  private(set) var dataOffset = 0
  private(set) var alignment = Self.defaultAlignment

  static func isOne(_ bytes: MappedBytes) -> Bool {
    (try? bytes.bytes(at: 0, count: min(4, bytes.count))) == Array("GGUF".utf8)
  }

  init(_ bytes: MappedBytes) throws(CheckpointError) {
    self.bytes = bytes
    let version = try number(4)
    guard version == 2 || version == 3 else {
      throw malformed(
        version & 0xFFFF == 0 ? "the GGUF is big endian" : "GGUF version \(version); 2 and 3 are known")
    }
    let tensorCount = try count("tensors", atLeast: Self.leastTensor)
    let pairCount = try count("metadata entries", atLeast: Self.leastPair)
    for _ in 0..<pairCount {
      let key = try string(limit: Self.longestKey)
      let value = try value(type: UInt32(try number(4)), depth: 0)
      guard metadata.updateValue(value, forKey: key) == nil else { throw malformed("\(key) appears twice") }
    }
    if case .integer(let value) = metadata["general.alignment"] {
      guard value > 0, value.isMultiple(of: 8), value <= 1 << 20 else { throw malformed("an alignment of \(value)") }
      alignment = value
    }
    for _ in 0..<tensorCount { tensors.append(try tensor()) }
    dataOffset = (position + alignment - 1) / alignment * alignment
  }

  // MARK: Parts

  private mutating func tensor() throws(CheckpointError) -> Tensor {
    let name = try string(limit: Self.longestKey)
    let extentCount = try number(4)
    guard extentCount <= Self.mostExtents else { throw malformed("\(name) has \(extentCount) dimensions") }
    var extents: [Int] = []
    for _ in 0..<extentCount {
      let extent = try number(8)
      guard let extent = Int(exactly: extent) else { throw malformed("\(name) has an extent of \(extent)") }
      extents.append(extent)
    }
    let type = UInt32(try number(4))
    let offset = try number(8)
    guard let offset = Int(exactly: offset), offset <= bytes.count, offset.isMultiple(of: alignment) else {
      throw malformed("\(name) begins at \(offset)")
    }
    return Tensor(name: name, extents: extents, type: type, offset: offset)
  }

  private mutating func value(type: UInt32, depth: Int) throws(CheckpointError) -> GGUFValue {
    switch type {
    case 0, 2, 4, 10:  // UINT8, UINT16, UINT32, UINT64
      let value = try number(Self.byteCount(type) ?? 8)
      return Int(exactly: value).map { .integer($0) } ?? .unusable
    case 1: return .integer(Int(Int8(truncatingIfNeeded: try number(1))))
    case 3: return .integer(Int(Int16(truncatingIfNeeded: try number(2))))
    case 5: return .integer(Int(Int32(truncatingIfNeeded: try number(4))))
    case 11: return .integer(Int(Int64(truncatingIfNeeded: try number(8))))
    case 6: return .float(Float(bitPattern: UInt32(try number(4))))
    case 12: return .float(Float(Double(bitPattern: try number(8))))
    case 7: return .boolean(try number(1) != 0)
    case 8: return .string(try string(limit: bytes.count))
    case 9:
      guard depth < Self.deepestArray else { throw malformed("an array of arrays in the metadata") }
      let elementType = UInt32(try number(4))
      guard let least = elementType == 8 ? 8 : Self.byteCount(elementType) else {
        throw malformed("metadata of type \(elementType)")
      }
      let count = try count("elements of an array", atLeast: least)
      let start = position
      if elementType == 8 {
        for _ in 0..<count { try skipString() }
      } else {
        position += count * least
      }
      return .array(offset: start, count: count, type: elementType)
    default: throw malformed("metadata of type \(type)")
    }
  }

  /// Bytes of a number of some type; nil for strings, arrays and unknown types.
  static func byteCount(_ type: UInt32) -> Int? {
    switch type {
    case 0, 1, 7: 1
    case 2, 3: 2
    case 4, 5, 6: 4
    case 10, 11, 12: 8
    default: nil
    }
  }

  // MARK: Bytes

  private func malformed(_ fact: String) -> CheckpointError { .malformed(path: bytes.path, fact: fact) }

  private mutating func number(_ byteCount: Int) throws(CheckpointError) -> UInt64 {
    guard byteCount <= bytes.count - position else { throw malformed("the GGUF ends inside its head") }
    defer { position += byteCount }
    return try bytes.littleEndian(at: position, byteCount: byteCount)
  }

  /// A count of things that take at least `byteCount` bytes each; refused if they do not fit into the rest of the file.
  private mutating func count(_ what: String, atLeast byteCount: Int) throws(CheckpointError) -> Int {
    let count = try number(8)
    guard count <= UInt64((bytes.count - position) / byteCount) else {
      throw malformed("it claims \(count) \(what), more than its \(bytes.count) bytes can hold")
    }
    return Int(count)
  }

  private mutating func length(limit: Int) throws(CheckpointError) -> Int {
    let length = try number(8)
    guard length <= UInt64(min(limit, bytes.count - position)) else { throw malformed("a text of \(length) bytes") }
    return Int(length)
  }

  private mutating func string(limit: Int) throws(CheckpointError) -> String {
    let length = try length(limit: limit)
    defer { position += length }
    return String(decoding: try bytes.bytes(at: position, count: length), as: UTF8.self)
  }

  private mutating func skipString() throws(CheckpointError) { position += try length(limit: bytes.count) }
}
