import Foundation
import SkinDiagnosis
import SkinFailure
import SkinFiles

/// The names of a command's outputs, checked before any work.
enum OutputNames {
  /// Refuses outputs that are inputs, or one another, or that have no folder to stand in.
  static func check(_ outputs: [String], inputs: [String]) throws(FailureReport) {
    for (index, output) in outputs.enumerated() {
      let identity = FileStatus(path: output)?.identity
      // A pipe or a device takes everything; a file would hold only the last output.
      let isFile = FileStatus(path: output)?.isRegular ?? true
      for other in outputs[..<index] where isFile && whole(other) == whole(output) {
        throw FailureReport(
          problem: "'\(output)' is named for two outputs.", help: "Give each output a name of its own.", status: .usage)
      }
      try checkFolder(of: output)
      for input in inputs where identity != nil && FileStatus(path: input)?.identity == identity {
        throw FailureReport(
          problem: "'\(output)' is also an input; it would be lost.", help: "Give the output another name.",
          status: .usage)
      }
    }
  }

  /// Refuses a file that cannot be written, before hours of work for it.
  private static func checkFolder(of output: String) throws(FailureReport) {
    guard output != "-" else { return }
    if FileStatus(path: output)?.isDirectory == true {
      throw FailureReport(OutputError.isDirectory(path: output))
    }
    let folder = URL(fileURLWithPath: output).deletingLastPathComponent().path(percentEncoded: false)
    guard FileStatus(path: folder)?.isDirectory == true else {
      throw FailureReport(OutputError.unwritable(path: output, code: ENOENT))
    }
  }

  /// The absolute form of a path.
  private static func whole(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path(percentEncoded: false)
  }
}
