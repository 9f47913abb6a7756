package import SkinFailure
package import SkinCheckpoint
package import SkinConfiguration
package import SkinContainer
package import SkinQuantization
package import SkinText

/// What can go wrong between checkpoints and a container.
package enum ConversionError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// A source checkpoint cannot be read.
  case checkpoint(CheckpointError)
  /// The container cannot be written.
  case container(ContainerError)
  /// Reading or writing failed; some bytes of the container are kept, and the same conversion continues from them.
  case stopped(partial: String, keptByteCount: Int, ContainerError)
  /// As above, while a checkpoint was read.
  case stoppedReading(partial: String, keptByteCount: Int, CheckpointError)
  /// An input was written to, moved or removed while it was read.
  case inputChanged(path: String)
  /// The tokenizer cannot be used.
  case tokenizer(path: String, TextError)
  /// A description file (`config.json`, `model.json`, a template) is missing.
  case noDescription(path: String)
  /// A description file is not what it should be; the fact in a few words for developers.
  case badDescription(path: String, fact: String)
  /// Tensors that the model needs and no file has.
  case missingTensors(path: String, names: [String])
  /// A tensor's shape is not the one that the model needs.
  case wrongShape(path: String, tensor: String, expected: [Int], found: [Int])
  /// A file that was given to the wrong option.
  case otherKind(path: String, expected: FileKind, found: FileKind)
  /// A file that does not make a model together with the others.
  case pairing(path: String, DecoderCompatibilityFault)
  /// An alignment layer that reads queries, and no file with a Q-Former.
  case noQueryTransformer(path: String)
  /// Tensors of a GGUF that were rounded in a way that cannot be kept; the first of them.
  case roundedTwice(path: String, tensor: String, format: String, tensorCount: Int)
  /// Two files do not belong together; the reason in a few words.
  case mismatch(String)
  /// A weight has elements that cannot be written.
  case quantization(tensor: TensorName, QuantizationError)
  /// Another part failed, with a report of its own.
  case other(FailureReport)
  /// The configuration that the files give is impossible.
  case configuration(ConfigurationError)

  /// One line for developers.
  package var description: String {
    switch self {
    case .checkpoint(let error): error.description
    case .container(let error): error.description
    case .stopped(let partial, let kept, let error): "\(error); \(kept) bytes are kept in \(partial)"
    case .stoppedReading(let partial, let kept, let error): "\(error); \(kept) bytes are kept in \(partial)"
    case .inputChanged(let path): "\(path): changed while it was read"
    case .tokenizer(let path, let error): "\(path): \(error)"
    case .noDescription(let path): "\(path): not there"
    case .badDescription(let path, let fact): "\(path): \(fact)"
    case .missingTensors(let path, let names): "\(path): no \(names.joined(separator: ", "))"
    case .wrongShape(let path, let tensor, let expected, let found):
      "\(path): \(tensor) is \(found), expected \(expected)"
    case .otherKind(let path, let expected, let found): "\(path): \(found), expected \(expected)"
    case .pairing(let path, let fault): "\(path): \(fault)"
    case .noQueryTransformer(let path): "\(path) reads queries, and no Q-Former is given"
    case .roundedTwice(let path, let tensor, let format, let count):
      "\(path): \(tensor) and \(count - 1) more are \(format) or the like"
    case .mismatch(let reason): reason
    case .quantization(let tensor, let error): "\(tensor): \(error)"
    case .other(let report): report.problem
    case .configuration(let error): error.description
    }
  }
}
