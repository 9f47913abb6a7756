import SkinCheckpoint
import SkinContainer
import SkinConversion
import SkinFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The end of the program when the reader of its output has gone, as in `skingpt sentences | head -1`.
///
/// It is nothing that a person must read: the program ends by SIGPIPE without a word, as `cat` and `git` do, and a shell
/// says 141. The signal stays ignored otherwise, so that a browser that closes its connection does not end `serve`.
enum ClosedPipe {
  /// Ends the program if a write failed because nobody reads any more.
  static func end(if error: any Error) {
    guard isCause(of: error) else { return }
    Interruption.removeUnfinished()
    signal(SIGPIPE, SIG_DFL)
    // SAFETY: the pointers are to a local variable.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(SIGPIPE)
    // Not reached, unless the system keeps the signal from the program.
    _exit(128 + SIGPIPE)
  }

  /// Whether a closed pipe is behind an error.
  private static func isCause(of error: any Error) -> Bool {
    switch error {
    case OutputError.unwritable(_, EPIPE), CheckpointError.output(.unwritable(_, EPIPE)),
      ContainerError.output(.unwritable(_, EPIPE)), ExportError.output(.unwritable(_, EPIPE)):
      true
    default: false
    }
  }
}
