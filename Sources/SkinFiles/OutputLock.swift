#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The file in which an output grows, locked so that no other run writes it.
package enum OutputLock {
  /// Attempts to get the file that has the name now: another run may rename it in between.
  private static let attemptCount = 8

  /// Opens and locks the file in which an output grows, truncated to what is kept.
  ///
  /// - Parameters:
  ///   - path: the name under which the output grows.
  ///   - byteCount: bytes of an earlier run that are kept.
  /// - Returns: a descriptor at the end of what is kept; the lock lasts as long as it is open.
  package static func open(growing path: String, keeping byteCount: Int) throws(OutputError) -> Int32 {
    for _ in 0..<attemptCount {
      // A link is never followed.
      let descriptor = systemOpen(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o644)
      guard descriptor >= 0 else {
        if errno == ELOOP || errno == ENXIO || errno == EISDIR { throw .foreignPartial(path: path) }
        throw .unwritable(path: path, code: errno)
      }
      do throws(OutputError) {
        guard let status = FileStatus(descriptor: descriptor), status.isRegular, status.linkCount <= 1 else {
          throw .foreignPartial(path: path)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
          throw errno == EWOULDBLOCK ? .busy(path: path) : .unwritable(path: path, code: errno)
        }
        // Another run may have finished between the two calls, and given this very file its final name.
        if FileStatus(path: path, followsLinks: false)?.identity == status.identity {
          guard ftruncate(descriptor, off_t(byteCount)) == 0,
            lseek(descriptor, off_t(byteCount), SEEK_SET) == off_t(byteCount)
          else { throw .unwritable(path: path, code: errno) }
          return descriptor
        }
      } catch {
        _ = close(descriptor)
        throw error
      }
      _ = close(descriptor)
    }
    throw .busy(path: path)
  }
}
