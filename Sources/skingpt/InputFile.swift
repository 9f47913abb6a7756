import SkinFailure
import Foundation
import SkinDiagnosis
import SkinFiles

/// A small file that a command reads whole.
enum InputFile {
  /// No list, history or tokenizer is larger.
  private static let greatestByteCount = 256 << 20

  /// The bytes of a file; `-` is standard input.
  ///
  /// - Throws: `FailureReport` if it is not there, a folder, or refused by the system.
  static func read(_ path: String) throws(FailureReport) -> Data {
    do { return Data(try InputBytes.read(path, limit: greatestByteCount)) } catch {
      switch error {
      case .notFound:
        throw FailureReport(
          problem: "'\(path)' is not there.", help: "Check the name and the folder.", status: .noInput)
      case .isDirectory:
        throw FailureReport(problem: "'\(path)' is a folder, not a file.", help: "Name a file.", status: .badInput)
      case .unreadable:
        throw FailureReport(
          problem: "'\(path)' cannot be read.", help: "Check that you may read the file.", status: .inputOutput)
      case .tooLarge(let byteCount):
        throw FailureReport(
          problem: "'\(path)' has \(byteCount) bytes; at most \(greatestByteCount) are read.",
          help: "Name the file that was meant.", status: .badInput)
      }
    }
  }

  /// Checks that a folder is there.
  ///
  /// - Throws: `FailureReport` if it is not, or a file has its name.
  static func requireFolder(_ path: String) throws(FailureReport) {
    var isDirectory: ObjCBool = false
    // SAFETY: the pointer is to a local variable.
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw FailureReport(problem: "'\(path)' is not there.", help: "Check the name and the folder.", status: .noInput)
    }
    guard isDirectory.boolValue else {
      throw FailureReport(problem: "'\(path)' is not a folder.", help: "Name a folder.", status: .badInput)
    }
  }
}
