#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a file is not read.
package enum InputError: Error, Hashable, Sendable {
  /// It does not exist.
  case notFound
  /// The path names a folder.
  case isDirectory
  /// The system refused.
  case unreadable(code: Int32)
  /// It has more bytes than are read.
  case tooLarge(byteCount: Int)
}

/// Small files that are read whole, by the names that the system knows.
package enum InputBytes {
  private static let pieceByteCount = 1 << 20

  /// The bytes of a file; `-` is standard input, and pipes are read to their end.
  package static func read(_ path: String, limit: Int) throws(InputError) -> [UInt8] {
    if path == "-" { return try read(STDIN_FILENO, limit: limit) }
    let descriptor = systemOpen(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG ? .notFound : .unreadable(code: errno)
    }
    defer { _ = close(descriptor) }
    guard let status = FileStatus(descriptor: descriptor) else { throw .unreadable(code: errno) }
    guard !status.isDirectory else { throw .isDirectory }
    guard !status.isRegular || status.byteCount <= limit else { throw .tooLarge(byteCount: status.byteCount) }
    return try read(descriptor, limit: limit)
  }

  private static func read(_ descriptor: Int32, limit: Int) throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      var count = 0
      // SAFETY: at most the capacity is written.
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: pieceByteCount) { target, initializedCount in
        count = unsafe systemRead(descriptor, target.baseAddress, pieceByteCount)
        initializedCount = max(count, 0)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(code: errno)
      }
      guard count > 0 else { return bytes }
      bytes += piece
      guard bytes.count <= limit else { throw .tooLarge(byteCount: bytes.count) }
    }
  }
}
