/// How a program ends, as programs that call it see it (sysexits.h and the shell's convention).
public enum ExitStatus: Int32, Hashable, Sendable {
  /// Done.
  case success = 0
  /// The command line is wrong.
  case usage = 64
  /// The input is bad.
  case badInput = 65
  /// The input is not there.
  case noInput = 66
  /// It is our fault.
  case software = 70
  /// Reading or writing failed.
  case inputOutput = 74
  /// Interrupted by the person at the keyboard.
  case interrupted = 130
}
