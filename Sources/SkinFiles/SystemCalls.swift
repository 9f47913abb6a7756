#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The system's `open`, under a name that no method here has.
func systemOpen(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Int32 {
  // SAFETY: the name lives during the call.
  unsafe FileStatus.withName(path) { unsafe open($0, flags | O_CLOEXEC, mode) }
}

/// The system's `write`.
func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  // SAFETY: the buffer is readable.
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}

/// The system's `rename`.
func systemRename(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
  // SAFETY: both are names that live during the call.
  unsafe rename(from, to)
}

/// The system's `read`.
func systemRead(_ descriptor: Int32, _ target: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
  // SAFETY: the caller's buffer has room for `count` bytes.
  unsafe read(descriptor, target, count)
}
