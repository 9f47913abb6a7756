import Foundation

/// The bytes of a file, mapped, with reads that cannot leave it.
struct MappedBytes: Sendable {
  let path: String
  private let data: Data

  init(path: String) throws(CheckpointError) {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else { throw .notFound(path: path) }
    do { data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) } catch {
      throw .unreadable(path: path)
    }
  }

  var count: Int { data.count }

  /// Whether a range lies inside the file.
  func contains(offset: Int, byteCount: Int) -> Bool {
    let (end, overflow) = offset.addingReportingOverflow(byteCount)
    return offset >= 0 && byteCount >= 0 && !overflow && end <= data.count
  }

  /// A copy of some bytes.
  func bytes(at offset: Int, count: Int) throws(CheckpointError) -> [UInt8] {
    guard contains(offset: offset, byteCount: count) else {
      throw .malformed(path: path, fact: "\(count) bytes at \(offset) reach beyond the end")
    }
    return [UInt8](data[data.startIndex + offset..<data.startIndex + offset + count])
  }

  /// An unsigned little-endian number.
  func littleEndian(at offset: Int, byteCount: Int) throws(CheckpointError) -> UInt64 {
    try bytes(at: offset, count: byteCount).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
