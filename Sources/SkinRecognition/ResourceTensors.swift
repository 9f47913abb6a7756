import Foundation

/// The tensors and the description of a container's resource, read from safetensors in memory.
///
/// Source: safetensors, the format's page: 8 bytes with the length of a JSON header, the header, the elements.
package struct ResourceTensors {
  /// The size of the largest resource, bytes; a wide head has a few megabytes, a reader of questions about ten.
  private static let greatestByteCount = 64 << 20
  private static let greatestHeaderByteCount = 4 << 20

  private struct Entry: Decodable {
    let dtype: String
    let shape: [Int]
    let dataOffsets: [Int]

    private enum CodingKeys: String, CodingKey {
      case dtype, shape
      case dataOffsets = "data_offsets"
    }
  }

  /// The content of `__metadata__`.
  package let metadata: [String: String]
  private let entries: [String: Entry]
  private let body: ArraySlice<UInt8>

  /// Reads the header; every offset is checked when its tensor is read.
  ///
  /// - Throws: ``RecognitionError``
  package init(_ bytes: [UInt8]) throws(RecognitionError) {
    guard bytes.count >= 8, bytes.count <= Self.greatestByteCount else {
      throw .malformed("\(bytes.count) bytes are none of the kind")
    }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(min(bytes.count - 8, Self.greatestHeaderByteCount)) else {
      throw .malformed("a header of \(length) bytes")
    }
    let end = 8 + Int(length)
    let header = Data(bytes[8..<end])
    guard let json = try? JSONSerialization.jsonObject(with: header) as? [String: Any] else {
      throw .malformed("the header is not JSON")
    }
    var entries: [String: Entry] = [:]
    for (name, value) in json where name != "__metadata__" {
      guard let value = value as? [String: Any], let data = try? JSONSerialization.data(withJSONObject: value),
        let entry = try? JSONDecoder().decode(Entry.self, from: data)
      else { throw .malformed("the entry of '\(name)'") }
      entries[name] = entry
    }
    metadata = json["__metadata__"] as? [String: String] ?? [:]
    self.entries = entries
    body = bytes[end...]
  }

  /// The extents of a tensor; nil if it is not there.
  package func shape(_ name: String) -> [Int]? { entries[name]?.shape }

  /// A tensor's elements.
  ///
  /// - Throws: ``RecognitionError`` if it is missing, of another shape or type, cut short, or not finite.
  package func values(_ name: String, shape: [Int]) throws(RecognitionError) -> [Float] {
    let elements = try elements(name, shape: shape, type: "F32", byteCount: 4)
    let (start, count) = (elements.startIndex, elements.count / 4)
    var values: [Float] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      let place = start + 4 * index
      let bits = body[place..<place + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      values.append(Float(bitPattern: bits))
    }
    guard values.allSatisfy(\.isFinite) else { throw .unusableNumber(name) }
    return values
  }

  /// A tensor's bytes.
  ///
  /// - Throws: ``RecognitionError`` if it is missing, of another shape or type, or cut short.
  package func bytes(_ name: String, count: Int) throws(RecognitionError) -> [UInt8] {
    Array(try elements(name, shape: [count], type: "U8", byteCount: 1))
  }

  /// The bytes of a tensor's elements.
  private func elements(
    _ name: String, shape: [Int], type: String, byteCount: Int
  ) throws(RecognitionError) -> ArraySlice<UInt8> {
    guard let entry = entries[name] else { throw .missingTensor(name) }
    guard entry.shape == shape else { throw .wrongShape(name, expected: shape, found: entry.shape) }
    guard entry.dtype == type else { throw .malformed("'\(name)' has elements of type \(entry.dtype)") }
    var count = byteCount
    for extent in shape {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !isTooLarge, product <= Self.greatestByteCount else {
        throw .malformed("'\(name)' is too large")
      }
      count = product
    }
    guard entry.dataOffsets.count == 2, entry.dataOffsets[0] >= 0, entry.dataOffsets[0] <= entry.dataOffsets[1],
      entry.dataOffsets[1] <= body.count, entry.dataOffsets[1] - entry.dataOffsets[0] == count
    else { throw .malformed("'\(name)' does not lie inside the file") }
    let start = body.startIndex + entry.dataOffsets[0]
    return body[start..<start + count]
  }
}
