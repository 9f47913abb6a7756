import Foundation
import SkinFiles

/// Files whose digests are computed anew, so that a mutated input reaches what stands behind them.
enum Resealed {
  private static let headerByteCount = 128

  /// A container: header and catalogue are sealed, and the digest of each chunk that lies in the file is right.
  static func container(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > headerByteCount else { return bytes }
    let offset = number(bytes, 24)
    guard offset >= headerByteCount, offset < bytes.count else { return bytes }
    let body = bytes[..<offset]
    let catalogue = Array(withDigests(Data(bytes[offset...]), of: bytes))
    var file = Array(body) + catalogue
    put(UInt64(file.count), at: 16, in: &file)
    put(UInt64(catalogue.count), at: 32, in: &file)
    file.replaceSubrange(40..<72, with: SHA256.hash(data: catalogue))
    file.replaceSubrange(96..<128, with: SHA256.hash(data: file[..<96]))
    return file
  }

  /// An alignment pack: its table is sealed, and the digest of each part that lies in the file is right.
  static func pack(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > 48 else { return bytes }
    let count = number(bytes, 8)
    guard count > 0, count <= bytes.count - 48 else { return bytes }
    var table = Data(bytes[48..<48 + count])
    let parts = bytes[(48 + count)...]
    if var json = try? JSONSerialization.jsonObject(with: table) as? [String: Any] {
      var rest = parts
      for key in ["tensors", "resources"] {
        let entries = json[key] as? [[String: Any]] ?? []
        json[key] = entries.map { entry -> [String: Any] in
          guard let byteCount = entry["byteCount"] as? Int, byteCount >= 0, byteCount <= rest.count else {
            return entry
          }
          defer { rest = rest.dropFirst(byteCount) }
          return entry.merging(["digest": digest(rest.prefix(byteCount))]) { $1 }
        }
      }
      table = (try? JSONSerialization.data(withJSONObject: json)) ?? table
    }
    var file = Array(bytes[..<48]) + Array(table) + Array(parts)
    put(UInt64(table.count), at: 8, in: &file)
    file.replaceSubrange(16..<48, with: SHA256.hash(data: table))
    return file
  }

  private static func withDigests(_ catalogue: Data, of file: [UInt8]) -> Data {
    guard var json = try? JSONSerialization.jsonObject(with: catalogue) as? [String: Any] else { return catalogue }
    for key in ["tensors", "resources"] {
      guard let records = json[key] as? [[String: Any]] else { continue }
      json[key] = records.map { record -> [String: Any] in
        guard var blob = record["blob"] as? [String: Any], let chunks = blob["chunks"] as? [[String: Any]] else {
          return record
        }
        blob["chunks"] = chunks.map { chunk -> [String: Any] in
          guard let offset = chunk["offset"] as? Int, let count = chunk["byteCount"] as? Int, offset >= 0, count >= 0,
            offset <= file.count, count <= file.count - offset
          else { return chunk }
          return chunk.merging(["digest": digest(file[offset..<offset + count])]) { $1 }
        }
        return record.merging(["blob": blob]) { $1 }
      }
    }
    return (try? JSONSerialization.data(withJSONObject: json)) ?? catalogue
  }

  private static func digest(_ bytes: ArraySlice<UInt8>) -> String {
    SHA256.hash(data: bytes).hexadecimal
  }

  private static func number(_ bytes: [UInt8], _ offset: Int) -> Int {
    Int(clamping: bytes[offset..<offset + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  private static func put(_ value: UInt64, at offset: Int, in bytes: inout [UInt8]) {
    for index in 0..<8 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
  }
}
