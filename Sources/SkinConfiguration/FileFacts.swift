#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Length and time of a file, and nothing else: Foundation's attributes also look up the owner's name, for which the C
/// library opens a socket to a name service.
package struct FileFacts: Hashable, Sendable {
  /// The length in bytes.
  package let byteCount: Int
  /// When it was last modified, in seconds since 1970.
  package let changed: Double

  /// Nil if there is no such file.
  package init?(path: String) {
    var status = stat()
    // SAFETY: the pointers are to a string and a variable that live through the call.
    guard unsafe stat(path, &status) == 0 else { return nil }
    byteCount = Int(status.st_size)
    #if canImport(Glibc)
      changed = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
    #else
      changed = Double(status.st_mtimespec.tv_sec) + Double(status.st_mtimespec.tv_nsec) / 1e9
    #endif
  }
}
