import SkinFailure
import SkinDiagnosis

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The end of the program when the disk under a mapped file fails or the file is truncated: two lines and status 74.
///
/// The system reports it as a signal in the middle of a calculation, so the message is made beforehand and the handler
/// only writes it and exits.
enum ReadFailure {
  // SAFETY: written before the handler can run, or replaced as a whole by one thread; never freed.
  nonisolated(unsafe) private static var words = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)

  /// From now on a failing read ends the program cleanly.
  static func install() {
    say(
      "error: A file cannot be read any more: the disk failed, or the file became shorter.\n"
        + "help:  Copy the file again, perhaps to another disk.\n")
    signal(SIGBUS) { _ in
      // SAFETY: the buffer stays as long as the program; `write` and `_exit` may be called in a handler.
      unsafe _ = write(STDERR_FILENO, ReadFailure.words.baseAddress, ReadFailure.words.count)
      _exit(ExitStatus.inputOutput.rawValue)
    }
  }

  /// Sets the two lines.
  static func say(_ text: String) {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
    _ = unsafe copy.initialize(from: text.utf8)
    unsafe words = UnsafeBufferPointer(copy)
  }
}
