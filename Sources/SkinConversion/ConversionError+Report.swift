import SkinContainer
import SkinCheckpoint
package import SkinFailure

extension ConversionError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    switch self {
    case .checkpoint(let error): return error.report(about: file)
    case .container(let error): return error.report(about: file)
    case .stopped(let partial, let kept, let error):
      return error.report(about: file).kept(kept, in: partial)
    case .stoppedReading(let partial, let kept, let error):
      return error.report(about: file).kept(kept, in: partial)
    case .inputChanged(let path):
      return FailureReport(
        problem: "'\(path)' was changed, moved or removed while it was converted; nothing was written.",
        help: "Begin again with files that stay as they are.", status: .inputOutput)
    case .tokenizer(let path, let error):
      return FailureReport(
        problem: "'\(path)' is not a tokenizer that can be used: \(error).",
        help: "Give the decoder's own tokenizer.model.",
        status: .badInput)
    case .noDescription(let path):
      return FailureReport(problem: "'\(path)' is not there.", help: "Check the name and the folder.", status: .noInput)
    case .badDescription(let path, let fact):
      return FailureReport(
        problem: "'\(path)' cannot be used: \(fact).", help: "Compare it with the original.", status: .badInput)
    case .missingTensors(let path, let names):
      let listed = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
      let more = names.count > 3 ? " and \(names.count - 3) more" : ""
      return FailureReport(
        problem: "'\(path)' has no \(listed)\(more).",
        help: "Check that the files are given to the right options and belong together.", status: .badInput)
    case .wrongShape(let path, let tensor, let expected, let found):
      return FailureReport(
        problem: "In '\(path)' the tensor '\(tensor)' has shape \(found); the model needs \(expected).",
        help: "Check that the files belong together.", status: .badInput)
    case .otherKind(let path, let expected, let found): return found.report(path: path, expected: expected)
    case .pairing(let path, let fault): return fault.report(path: path)
    case .noQueryTransformer(let path):
      return FailureReport(
        problem: "'\(path)' reads what a Q-Former writes, and --qformer is missing.",
        help: "Give the file with it, like --qformer blip2_pretrained_flant5xxl.pth.", status: .usage)
    case .roundedTwice(let path, let tensor, let format, let count):
      return FailureReport(
        problem: "'\(path)' has \(count) tensors rounded in a way that cannot be kept: '\(tensor)' is \(format).",
        help: "Give a GGUF of type F16, Q8_0 or Q4_0 or the original folder; --force rounds these weights twice.",
        status: .badInput)
    case .mismatch(let reason):
      return FailureReport(
        problem: "The files do not belong together: \(reason).", help: "Give files of the same model.",
        status: .badInput)
    case .quantization(let tensor, let error):
      return FailureReport(
        problem: "The tensor '\(tensor)' cannot be written: \(error).",
        help: "The checkpoint is damaged, or needs --weights f32.",
        status: .badInput)
    case .other(let report): return report
    case .configuration(let error):
      return FailureReport(
        problem: "The files describe an impossible model: \(error).", help: "Check that the files belong together.",
        status: .badInput)
    }
  }
}

extension FailureReport {
  /// A failure after which a conversion can go on.
  fileprivate func kept(_ byteCount: Int, in partial: String) -> FailureReport {
    FailureReport(
      problem: "\(problem) \(byteCount) bytes are kept in '\(partial)'.",
      help: "\(help) Then run the same command again; it continues.", status: status)
  }
}
