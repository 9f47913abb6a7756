import CZlib
import Synchronization

/// The sum that a file has over the bytes of a storage, compared when they are first used.
final class StorageSum: Sendable {
  private static let pieceByteCount = 16 << 20

  private let bytes: MappedBytes
  private let name: String
  private let range: Range<Int>
  private let expected: UInt32
  private let isWhole = Mutex<Bool?>(nil)

  /// The sum of an entry of a ZIP; nil if the file has none.
  init?(_ entry: ZipArchive.Entry, named name: String, in bytes: MappedBytes) {
    guard let sum = entry.sum else { return nil }
    self.bytes = bytes
    self.name = name
    range = entry.byteOffset..<entry.byteOffset + entry.byteCount
    expected = sum
  }

  /// Makes sure that the bytes are those that were written.
  ///
  /// - Throws: ``CheckpointError/malformed(path:fact:)``
  /// - Complexity: reads the whole storage, once.
  func check() throws(CheckpointError) {
    let isWhole = try isWhole.withLock { (known) throws(CheckpointError) in
      if let known { return known }
      let found = try sum() == expected
      known = found
      return found
    }
    guard isWhole else {
      throw .malformed(path: bytes.path, fact: "the bytes of '\(name)' do not match their sum")
    }
  }

  private func sum() throws(CheckpointError) -> UInt32 {
    var sum: uLong = 0
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.pieceByteCount) {
      let count = min(Self.pieceByteCount, range.upperBound - start)
      // SAFETY: zlib reads the bytes while they are valid.
      sum = try unsafe bytes.read(at: start, count: count) { piece in
        unsafe crc32(sum, piece.baseAddress?.assumingMemoryBound(to: UInt8.self), uInt(piece.count))
      }
    }
    return UInt32(truncatingIfNeeded: sum)
  }
}
