import SkinFailure

/// Why a file is not written.
///
/// Nothing was destroyed, and nothing appeared under the output's name.
package enum OutputError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// The path names a folder.
  case isDirectory(path: String)
  /// The output is a file that the same command reads or writes.
  case isInput(path: String)
  /// A file of another kind has this name.
  case otherKind(path: String, expected: String)
  /// A device, a socket, or a pipe where a file must be.
  case isDevice(path: String)
  /// The name under which the output would grow belongs to a link, or to something that is not a regular file.
  case foreignPartial(path: String)
  /// Another run writes this output.
  case busy(path: String)
  /// A pipe that nobody reads.
  case noReader(path: String)
  /// The system refused.
  case unwritable(path: String, code: Int32)

  /// One line for developers.
  package var description: String {
    switch self {
    case .isDirectory(let path): "\(path): a folder"
    case .isInput(let path): "\(path): also an input"
    case .otherKind(let path, let expected): "\(path): there, and no \(expected)"
    case .isDevice(let path): "\(path): a device"
    case .foreignPartial(let path): "\(path): in the way"
    case .busy(let path): "\(path): another run writes it"
    case .noReader(let path): "\(path): a pipe that nobody reads"
    case .unwritable(let path, let code): "\(path): cannot be written, errno \(code)"
    }
  }
}
