import Foundation
import SkinDiagnosis

#if canImport(Glibc)
  import Glibc
#endif

/// A small file that appears under its name only when it is whole.
enum WholeFile {
  /// Writes beside the final name, then renames; an interruption removes what is not whole.
  static func write(_ data: Data, to path: String) throws {
    let partial = path + ".partial"
    Interruption.onInterrupt(remove: partial)
    do {
      try data.write(to: URL(fileURLWithPath: partial))
      // SAFETY: both are strings that live through the call.
      guard unsafe rename(partial, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(atPath: partial)
      throw FailureReport(
        problem: "'\(path)' cannot be written.", help: "Check the folder, your rights and the free space.",
        status: .inputOutput)
    }
  }
}
