import SkinFailure
import Foundation
import SkinDiagnosis

#if canImport(Glibc)
  import Glibc
#endif

/// A small file that appears under its name only when it is whole.
enum WholeFile {
  /// Writes beside the final name, then renames; an interruption removes what is not whole.
  static func write(_ data: Data, to path: String) throws {
    if isSpecial(path), let file = FileHandle(forWritingAtPath: path) {
      do { return try file.write(contentsOf: data) } catch { throw unwritable(path) }
    }
    let partial = path + ".partial"
    Interruption.onInterrupt(remove: partial)
    do {
      try data.write(to: URL(fileURLWithPath: partial))
      // SAFETY: both are strings that live through the call.
      guard unsafe rename(partial, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(atPath: partial)
      throw unwritable(path)
    }
  }

  private static func unwritable(_ path: String) -> FailureReport {
    FailureReport(
      problem: "'\(path)' cannot be written.", help: "Check the folder, your rights and the free space.",
      status: .inputOutput)
  }

  /// Whether a name stands for a pipe or a device, like `/dev/stdout`: these cannot be renamed onto.
  private static func isSpecial(_ path: String) -> Bool {
    var information = stat()
    // SAFETY: the pointer is to a local variable.
    guard unsafe stat(path, &information) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(information.st_mode & S_IFMT)
  }
}
