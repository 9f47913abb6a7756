import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How much memory this process can have at most, whatever is free now.
package enum MemoryBounds {
  /// The machine's memory, or less where the process may address less (`ulimit -v`, `ulimit -d`).
  package static var greatestByteCount: Int {
    min(Int(clamping: ProcessInfo.processInfo.physicalMemory), addressableByteCount ?? .max)
  }

  /// Bytes that the process may still map; nil without a limit.
  package static var addressableByteCount: Int? {
    var limits: [Int] = []
    #if canImport(Glibc)
      let kinds = [RLIMIT_AS, RLIMIT_DATA].map { Int32($0.rawValue) }
    #else
      let kinds = [RLIMIT_AS, RLIMIT_DATA]
    #endif
    for kind in kinds {
      var limit = rlimit()
      // SAFETY: the pointer is to a local variable.
      guard unsafe getrlimit(kind, &limit) == 0, limit.rlim_cur < UInt64(Int.max) else { continue }
      limits.append(max(0, Int(limit.rlim_cur) - usedByteCount))
    }
    return limits.min()
  }

  /// Bytes that are mapped now.
  private static var usedByteCount: Int {
    guard let data = FileManager.default.contents(atPath: "/proc/self/statm"),
      let pages = String(decoding: data, as: UTF8.self).split(separator: " ").first.flatMap({ Int($0) })
    else { return 0 }
    return pages * Int(getpagesize())
  }
}
