import SkinFailure
package import SkinContainer
package import SkinFiles
package import SkinText

/// What can go wrong between a container and a file for another program.
package enum ExportError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// The container cannot be read.
  case container(ContainerError)
  /// The container's tokenizer cannot be used.
  case tokenizer(TextError)
  /// The system refused to write the file.
  case unwritable(path: String, code: Int32)
  /// The file must not be written, or the system refused.
  case output(OutputError)
  /// The other format cannot express the model; the reason in a few words.
  case unsupported(String)

  /// One line for developers.
  package var description: String {
    switch self {
    case .container(let error): error.description
    case .tokenizer(let error): error.description
    case .unwritable(let path, let code): "\(path): cannot be written, errno \(code)"
    case .output(let error): error.description
    case .unsupported(let reason): reason
    }
  }
}
