import Foundation
import SkinFiles
import SkinTensor

/// Reads and writes `.safetensors`: a length, a JSON header, the elements.
///
/// Source: safetensors, the format's page; offsets count from the end of the header.
package enum SafetensorsFile {
  /// The longest header that is read; the reference implementation's limit.
  private static let greatestHeaderByteCount = 100_000_000

  private static let elementTypes: [String: ElementType] = [
    "F64": .float64, "F32": .float32, "F16": .float16, "BF16": .bfloat16, "I64": .int64, "I32": .int32, "I16": .int16,
    "I8": .int8, "U8": .uint8, "BOOL": .bool,
  ]

  /// Whether a file begins like one.
  static func isOne(_ bytes: MappedBytes) -> Bool {
    guard bytes.count > 8, let length = try? bytes.littleEndian(at: 0, byteCount: 8), length <= UInt64(bytes.count - 8)
    else { return false }
    return (try? bytes.bytes(at: 8, count: 1)) == [UInt8(ascii: "{")]
  }

  /// The tensors of a file.
  static func tensors(_ bytes: MappedBytes) throws(CheckpointError) -> [SourceTensor] {
    func malformed(_ fact: String) -> CheckpointError { .malformed(path: bytes.path, fact: fact) }
    let length = try bytes.littleEndian(at: 0, byteCount: 8)
    guard length <= UInt64(min(bytes.count - 8, greatestHeaderByteCount)) else {
      throw malformed("a header of \(length) bytes")
    }
    let header = try bytes.bytes(at: 8, count: Int(length))
    guard let json = try? JSONSerialization.jsonObject(with: Data(header)), let entries = json as? [String: Any] else {
      throw malformed("the header is not JSON")
    }
    guard Self.entryCount(header) == entries.count else { throw malformed("a name appears twice") }
    let start = 8 + Int(length)
    var tensors: [SourceTensor] = []
    var ranges: [Range<Int>] = []
    for (name, value) in entries where name != "__metadata__" {
      guard let entry = value as? [String: Any], let type = entry["dtype"] as? String,
        let shape = entry["shape"] as? [Int], let offsets = entry["data_offsets"] as? [Int], offsets.count == 2,
        offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= bytes.count - start
      else { throw malformed("the entry of \(name)") }
      guard let elementType = elementTypes[type] else { throw malformed("\(name) has elements of type \(type)") }
      guard
        let tensor = SourceTensor(
          name: name, shape: shape, elementType: elementType, bytes: bytes, byteOffset: start + offsets[0]),
        tensor.elementCount * elementType.byteCount == offsets[1] - offsets[0]
      else { throw malformed("\(name) of shape \(shape) has \(offsets[1] - offsets[0]) bytes") }
      tensors.append(tensor)
      if offsets[0] < offsets[1] { ranges.append(offsets[0]..<offsets[1]) }
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    for (range, next) in zip(ranges, ranges.dropFirst()) where range.upperBound > next.lowerBound {
      throw malformed("tensors overlap at \(next.lowerBound)")
    }
    return tensors
  }

  /// The number of names in the outermost object, duplicates included.
  private static func entryCount(_ json: [UInt8]) -> Int {
    var count = 0
    var depth = 0
    var isInString = false
    var isEscaped = false
    for byte in json {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else {
          isInString = byte != UInt8(ascii: "\"")
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ":") where depth == 1: count += 1
      default: break
      }
    }
    return count
  }

  /// Values to write.
  package enum Values: Hashable, Sendable {
    /// Written as F32.
    case float32([Float])
    /// Written as I32.
    case int32([Int32])
    /// Written as U8.
    case bytes([UInt8])
  }

  /// Writes tensors to a file, which gets its name once it is complete.
  ///
  /// - Throws: ``CheckpointError/unwritable(path:)``
  /// - Precondition: each tensor has as many values as its shape says.
  package static func write(_ tensors: [(name: String, shape: [Int], values: Values)], to path: String)
    throws(CheckpointError)
  {
    var header: [String: Any] = [:]
    var body: [UInt8] = []
    func append(_ words: some Collection<UInt32>, _ shape: [Int]) {
      precondition(words.count == shape.reduce(1, *), "\(words.count) values for \(shape)")
      body.reserveCapacity(body.count + 4 * words.count)
      for word in words {
        for shift in stride(from: 0, to: 32, by: 8) { body.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
      }
    }
    for (name, shape, values) in tensors {
      let start = body.count
      let type: String
      switch values {
      case .float32(let values):
        type = "F32"
        append(values.lazy.map(\.bitPattern), shape)
      case .int32(let values):
        type = "I32"
        append(values.lazy.map { UInt32(bitPattern: $0) }, shape)
      case .bytes(let values):
        type = "U8"
        precondition(values.count == shape.reduce(1, *), "\(values.count) values for \(shape)")
        body += values
      }
      header[name] = ["dtype": type, "shape": shape, "data_offsets": [start, body.count]] as [String: Any]
    }
    guard var json = try? JSONSerialization.data(withJSONObject: header, options: [.sortedKeys]) else {
      throw .unwritable(path: path)
    }
    json += Data(repeating: UInt8(ascii: " "), count: -json.count & 7)
    var file = Data()
    for shift in stride(from: 0, to: 64, by: 8) { file.append(UInt8(truncatingIfNeeded: json.count >> shift)) }
    do { try OutputFile.write(file + json + body, to: path, kind: .safetensors) } catch { throw .output(error) }
  }
}
