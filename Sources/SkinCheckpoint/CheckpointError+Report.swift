package import SkinFailure
import SkinFiles

extension CheckpointError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    let again = "Download or copy the file again."
    switch self {
    case .notFound(let path):
      return FailureReport(problem: "'\(path)' is not there.", help: "Check the name and the folder.", status: .noInput)
    case .unreadable(let path):
      return FailureReport(
        problem: "'\(path)' cannot be read.", help: "Check that you may read the file.", status: .inputOutput)
    case .unwritable(let path):
      return FailureReport(
        problem: "'\(path)' cannot be written.", help: "Check the folder, your rights and the free space.",
        status: .inputOutput)
    case .output(let error): return error.report(about: file)
    case .notWeights(let path, let what, let help):
      return FailureReport(problem: "'\(path)' is \(what).", help: help, status: .badInput)
    case .unknownFormat(let path):
      return FailureReport(
        problem: "'\(path)' is neither a safetensors nor a PyTorch file nor a GGUF.",
        help: "Name a .safetensors, .pth, .bin or .gguf file.",
        status: .badInput)
    case .otherArchitecture(let path, let name):
      return FailureReport(
        problem: "'\(path)' is a GGUF of architecture '\(name)'; only 'llama', 'gemma3' and a Gemma 3's 'clip' are "
          + "read.",
        help: "Give the decoder that the alignment was trained with: Vicuna v0 or Llama 2.", status: .badInput)
    case .splitFile(let path, let count):
      return FailureReport(
        problem: "'\(path)' is one of \(count) parts of a GGUF.",
        help: "Join them with llama.cpp's llama-gguf-split --merge, and give the whole file.", status: .badInput)
    case .unreadBlocks(let path, let tensor, let type):
      return FailureReport(
        problem: "In '\(path)' the tensor '\(tensor)' is quantized as \(type), which is not read.",
        help: "Give the original weights, or a GGUF of type F16, Q8_0 or Q4_0.", status: .badInput)
    case .noWeights(let path):
      return FailureReport(
        problem: "The folder '\(path)' holds no weights.",
        help: "It needs model.safetensors, pytorch_model.bin, or one of their index files.", status: .badInput)
    case .malformed(let path, let fact):
      return FailureReport(problem: "'\(path)' is damaged: \(fact).", help: again, status: .badInput)
    case .forbiddenGlobal(let path, let name):
      return FailureReport(
        problem: "'\(path)' asks to run '\(name)'; nothing in a checkpoint is executed.",
        help: "Do not trust this file. Get the weights as safetensors.", status: .badInput)
    case .notFloat(let path, let tensor):
      return FailureReport(
        problem: "In '\(path)' the tensor '\(tensor)' does not hold floating-point numbers.",
        help: "Give the original weights, not quantized ones.", status: .badInput)
    case .missingShard(let path, let shard):
      return FailureReport(problem: "'\(path)' names '\(shard)', which is not there.", help: again, status: .noInput)
    }
  }
}
