import SkinFailure
import Foundation
import SkinDiagnosis
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Ctrl-C and the system's request to end: the program leaves with status 130 and no half-written file.
enum Interruption {
  private static let unfinished = Mutex<Set<String>>([])
  private static let answering = Mutex<Bool?>(nil)
  private static let lastWords = Mutex<String?>(nil)
  private static let lastNote = Mutex<String?>(nil)

  /// From now on Ctrl-C ends the program cleanly.
  ///
  /// The signals go to a thread that does nothing else, so that no work can delay them. Call it before any other thread
  /// is started: the others inherit that the signals are blocked.
  ///
  /// A vanished reader, or a file that grows beyond its limit, makes a write fail instead of ending the program.
  static func install() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // SAFETY: the pointers are to a local variable.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] { unsafe sigaddset(&signals, number) }
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    // A shell that starts programs in the background has them ignore Ctrl-C; a blocked signal must not be ignored.
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    let awaited = signals
    let thread = Thread {
      var signals = awaited
      var number: Int32 = 0
      while true {
        // SAFETY: as above.
        if unsafe sigwait(&signals, &number) == 0 { interrupt(number) }
      }
    }
    thread.name = "signals"
    thread.start()
  }

  /// Removes these files if the program is interrupted.
  static func onInterrupt(remove path: String) { _ = unfinished.withLock { $0.insert(path) } }

  /// Says this on standard output if the program is interrupted from now on; nil for nothing.
  static func onInterrupt(say text: String?) { lastWords.withLock { $0 = text } }

  /// Says this on standard error if the program is interrupted from now on.
  static func onInterrupt(note text: String) { lastNote.withLock { $0 = text } }

  /// While `body` runs, Ctrl-C ends the answer and not the program; `body` asks ``isAnswerInterrupted``.
  static func whileAnswering<Result>(_ body: () throws -> Result) rethrows -> Result {
    answering.withLock { $0 = false }
    defer { answering.withLock { $0 = nil } }
    return try body()
  }

  /// Whether Ctrl-C was pressed since the answer began.
  static var isAnswerInterrupted: Bool { answering.withLock { $0 == true } }

  /// Removes unfinished files.
  static func removeUnfinished() {
    for path in unfinished.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
  }

  private static func interrupt(_ number: Int32) {
    let isAnswering = answering.withLock { state in
      guard number == SIGINT, state == false else { return false }
      state = true
      return true
    }
    if isAnswering { return }
    removeUnfinished()
    if let text = lastWords.withLock({ $0 }) { Terminal.write(text) }
    if let text = lastNote.withLock({ $0 }) { Terminal.note(text) }
    _exit(ExitStatus.interrupted.rawValue)
  }
}
