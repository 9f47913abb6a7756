import SkinFailure
import Foundation
import SkinDiagnosis

/// A small file that a command reads whole.
enum InputFile {
  /// The bytes of a file.
  ///
  /// - Throws: `FailureReport` if it is not there, a folder, or refused by the system.
  static func read(_ path: String) throws(FailureReport) -> Data {
    var isDirectory: ObjCBool = false
    // SAFETY: the pointer is to a local variable.
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw FailureReport(problem: "'\(path)' is not there.", help: "Check the name and the folder.", status: .noInput)
    }
    guard !isDirectory.boolValue else {
      throw FailureReport(problem: "'\(path)' is a folder, not a file.", help: "Name a file.", status: .badInput)
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FailureReport(
        problem: "'\(path)' cannot be read.", help: "Check that you may read the file.", status: .inputOutput)
    }
    return data
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
