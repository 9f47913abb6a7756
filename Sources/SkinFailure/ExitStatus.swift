/// A program's exit status, for the programs that call it (sysexits.h and the shell's convention).
public enum ExitStatus: Int32, Hashable, Sendable {
  /// Done.
  case success = 0
  /// The command line is wrong.
  case usage = 64
  /// The input is bad.
  case badInput = 65
  /// The input is missing.
  case noInput = 66
  /// The program has a bug.
  case software = 70
  /// Reading or writing failed.
  case inputOutput = 74
  /// Interrupted by the person at the keyboard.
  case interrupted = 130
}
