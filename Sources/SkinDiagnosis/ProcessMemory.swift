#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What this process used.
package enum ProcessMemory {
  /// The most memory that was resident at once, bytes; pages of a mapped container count.
  package static var peakByteCount: Int {
    var usage = rusage()
    #if canImport(Glibc)
      let who = Int32(RUSAGE_SELF.rawValue)
      let unit = 1024
    #else
      let who = RUSAGE_SELF
      let unit = 1
    #endif
    // SAFETY: the pointer is to a local variable.
    guard unsafe getrusage(who, &usage) == 0 else { return 0 }
    return usage.ru_maxrss * unit
  }
}
