/// What a GGUF says besides its tensors: names and values, read on demand.
package struct GGUFMetadata: Sendable {
  /// The longest array that is read: more than any vocabulary has.
  private static let longestArray = 1 << 20

  private let values: [String: GGUFValue]
  private let bytes: MappedBytes

  init(_ header: GGUFHeader, _ bytes: MappedBytes) {
    values = header.metadata
    self.bytes = bytes
  }

  /// The file's path.
  package var path: String { bytes.path }

  /// Whether there is a value of this name.
  package func has(_ key: String) -> Bool { values[key] != nil }

  /// An integer; nil if there is no integer of this name.
  package func integer(_ key: String) -> Int? { if case .integer(let value)? = values[key] { value } else { nil } }

  /// A number; nil if there is none of this name.
  package func float(_ key: String) -> Float? {
    switch values[key] {
    case .float(let value): value
    case .integer(let value): Float(value)
    default: nil
    }
  }

  /// A Boolean; nil if there is none of this name.
  package func boolean(_ key: String) -> Bool? { if case .boolean(let value)? = values[key] { value } else { nil } }

  /// A string; nil if there is none of this name.
  package func string(_ key: String) -> String? { if case .string(let value)? = values[key] { value } else { nil } }

  /// The strings of an array, as bytes; nil if there is none of this name.
  ///
  /// - Throws: ``CheckpointError/malformed(path:fact:)`` if there are more than any vocabulary has.
  package func strings(_ key: String) throws(CheckpointError) -> [[UInt8]]? {
    guard case .array(let offset, let count, 8)? = values[key] else { return nil }
    try check(key, count)
    var position = offset
    var strings: [[UInt8]] = []
    strings.reserveCapacity(count)
    for _ in 0..<count {
      // The header was walked through: every length lies inside the file.
      let length = Int(try bytes.littleEndian(at: position, byteCount: 8))
      strings.append(try bytes.bytes(at: position + 8, count: length))
      position += 8 + length
    }
    return strings
  }

  /// The numbers of an array of float32; nil if there is none of this name.
  ///
  /// - Throws: as ``strings(_:)``.
  package func floats(_ key: String) throws(CheckpointError) -> [Float]? {
    guard case .array(let offset, let count, 6)? = values[key] else { return nil }
    try check(key, count)
    var floats: [Float] = []
    for index in 0..<count {
      let bits = try bytes.littleEndian(at: offset + 4 * index, byteCount: 4)
      floats.append(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    }
    return floats
  }

  /// The numbers of an array of integers; nil if there is none of this name.
  ///
  /// - Throws: as ``strings(_:)``.
  package func integers(_ key: String) throws(CheckpointError) -> [Int]? {
    guard case .array(let offset, let count, let type)? = values[key], type != 6, type != 12,
      let size = GGUFHeader.byteCount(type)
    else { return nil }
    try check(key, count)
    var integers: [Int] = []
    for index in 0..<count {
      let bits = try bytes.littleEndian(at: offset + size * index, byteCount: size)
      integers.append(Int(truncatingIfNeeded: bits))
    }
    return integers
  }

  private func check(_ key: String, _ count: Int) throws(CheckpointError) {
    guard count <= Self.longestArray else { throw .malformed(path: path, fact: "\(key) has \(count) elements") }
  }
}
