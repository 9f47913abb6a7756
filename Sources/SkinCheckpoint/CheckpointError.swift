package import SkinFiles
import SkinFailure

/// What can be wrong with a source checkpoint.
package enum CheckpointError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// The file or folder does not exist.
  case notFound(path: String)
  /// The system refused to read or write.
  case unreadable(path: String)
  /// The system refused to write.
  case unwritable(path: String)
  /// The file must not be written, or the system refused.
  case output(OutputError)
  /// Neither safetensors, nor a PyTorch file, nor a GGUF.
  case unknownFormat(path: String)
  /// A well-known kind of file that is not a checkpoint, and what to do.
  case notWeights(path: String, what: String, help: String)
  /// A GGUF of an architecture other than LLaMA and Gemma 3.
  case otherArchitecture(path: String, name: String)
  /// A GGUF in several files.
  case splitFile(path: String, partCount: Int)
  /// A tensor of a GGUF is quantized in a way that is not read.
  case unreadBlocks(path: String, tensor: String, type: String)
  /// A folder without weights.
  case noWeights(path: String)
  /// The file is not what its format says; the fact in a few words for developers.
  case malformed(path: String, fact: String)
  /// The pickle names a function or class that is not on the list of harmless names.
  case forbiddenGlobal(path: String, name: String)
  /// A tensor's elements are not floating-point numbers.
  case notFloat(path: String, tensor: String)
  /// A file that an index names is missing.
  case missingShard(path: String, shard: String)

  /// One line for developers.
  package var description: String {
    switch self {
    case .notFound(let path): "\(path): not there"
    case .unreadable(let path): "\(path): cannot be read"
    case .unwritable(let path): "\(path): cannot be written"
    case .output(let error): error.description
    case .unknownFormat(let path): "\(path): neither safetensors, nor a PyTorch file, nor a GGUF"
    case .notWeights(let path, let what, _): "\(path): \(what)"
    case .otherArchitecture(let path, let name): "\(path): a GGUF of architecture \(name), not llama or gemma3"
    case .splitFile(let path, let count): "\(path): one of \(count) parts of a GGUF"
    case .unreadBlocks(let path, let tensor, let type): "\(path): \(tensor) is quantized as \(type)"
    case .noWeights(let path): "\(path): no weights in this folder"
    case .malformed(let path, let fact): "\(path): \(fact)"
    case .forbiddenGlobal(let path, let name): "\(path): the pickle names \(name)"
    case .notFloat(let path, let tensor): "\(path): \(tensor) does not hold floating-point numbers"
    case .missingShard(let path, let shard): "\(path): the index names \(shard), which is not there"
    }
  }
}
