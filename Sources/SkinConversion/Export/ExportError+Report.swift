import SkinText
import SkinContainer
package import SkinFailure
import SkinFiles

extension ExportError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    switch self {
    case .container(let error): return error.report(about: file)
    case .tokenizer(let error): return error.report(about: file)
    case .unwritable(let path, _):
      return FailureReport(
        problem: "'\(path)' cannot be written.", help: "Check the folder, your rights and the free space.",
        status: .inputOutput)
    case .output(let error): return error.report(about: file)
    case .unsupported(let reason):
      return FailureReport(
        problem: "The model cannot be written in this format: \(reason).", help: "Choose another format.",
        status: .badInput)
    }
  }
}
