import SkinDiagnosis
import SkinFailure
import Synchronization

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
  /// The address of the two lines, which end with a zero byte; they are never freed, since the handler may read them.
  private static let lines = Atomic<UInt>(0)

  /// From now on a failing read ends the program cleanly.
  static func install() {
    say(
      "error: A file cannot be read any more: the disk failed, or the file became shorter.\n"
        + "help:  Copy the file again, perhaps to another disk.\n")
    signal(SIGBUS) { _ in
      // SAFETY: the lines stay as long as the program; `strlen`, `write` and `_exit` may be called in a handler.
      if let lines = unsafe UnsafePointer<CChar>(bitPattern: ReadFailure.lines.load(ordering: .acquiring)) {
        unsafe _ = write(STDERR_FILENO, lines, strlen(lines))
      }
      _exit(ExitStatus.inputOutput.rawValue)
    }
  }

  /// Sets the two lines.
  static func say(_ text: String) {
    // SAFETY: the string is copied during the call.
    lines.store(unsafe UInt(bitPattern: strdup(text)), ordering: .releasing)
  }
}
