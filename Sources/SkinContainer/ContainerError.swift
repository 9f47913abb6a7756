import SkinFailure
package import SkinConfiguration
package import SkinFiles
package import SkinTensor

/// What can be wrong with a container, or with writing one.
package enum ContainerError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// The file does not exist.
  case notFound(path: String)
  /// The path names a folder.
  case isDirectory(path: String)
  /// The system refused to open, map or read the file.
  case unreadable(path: String, code: Int32)
  /// The file has no bytes.
  case empty(path: String)
  /// The file does not begin like a container.
  case notAContainer(path: String)
  /// A well-known kind of file that is not a container, and what to do.
  case foreign(path: String, what: String, help: String)
  /// The file has changed since it was opened.
  case changed(path: String)
  /// The file was made by a newer program.
  case newerVersion(path: String, found: UInt32, supported: UInt32)
  /// The file is shorter than its header says.
  case cutShort(path: String, expected: UInt64, found: UInt64)
  /// Parts of the container are missing.
  case missingParts(path: String, names: [String])
  /// The file is a later part of a container, not its first.
  case laterPart(path: String, first: String)
  /// The digest of a part does not match its bytes; the part is a tensor, a resource, the header or the catalogue.
  case damaged(path: String, part: String)
  /// A tensor has elements that are infinite or not numbers.
  case notFinite(path: String, TensorName)
  /// A part would take more memory than this machine has, in bytes.
  case tooLarge(path: String, part: String, needed: Int, limit: Int)
  /// The catalogue is not what the format demands; the fact in a few words for developers.
  case malformed(path: String, fact: String)
  /// The configuration cannot be that of a model.
  case configuration(path: String, ConfigurationError)
  /// A tensor that the configuration demands is missing.
  case missingTensor(path: String, TensorName)
  /// A tensor that no configuration has, or that occurs twice.
  case surplusTensor(path: String, TensorName)
  /// A tensor's shape differs from the one that the configuration states.
  case wrongShape(path: String, TensorName, expected: Shape, found: Shape)
  /// A resource is missing.
  case missingResource(path: String, ResourceName)
  /// The file is not an alignment pack.
  case notAPack(path: String)
  /// The pack belongs to a container other than the given one; digests.
  case packForOther(path: String, base: String, expected: String, found: String)
  /// The container must not be written there.
  case output(OutputError)
  /// The system refused to write the file.
  case unwritable(path: String, code: Int32)
  /// A tensor was given more or fewer bytes than its shape demands.
  case wrongByteCount(TensorName, expected: Int, found: Int)
  /// A model for diagnosis has classes that no rule of safety knows.
  case unknownClasses(path: String, slugs: [String])
  /// Not even one layer at a time fits into the memory that is allowed, in bytes.
  case memoryLimit(limit: Int, least: Int)

  /// One line for developers.
  package var description: String {
    switch self {
    case .notFound(let path): "\(path): not there"
    case .isDirectory(let path): "\(path): a folder"
    case .unreadable(let path, let code): "\(path): cannot be read, errno \(code)"
    case .empty(let path): "\(path): empty"
    case .notAContainer(let path): "\(path): another magic number than a container's"
    case .foreign(let path, let what, _): "\(path): \(what)"
    case .changed(let path): "\(path): changed since it was opened"
    case .newerVersion(let path, let found, let supported): "\(path): version \(found), at most \(supported) is known"
    case .cutShort(let path, let expected, let found): "\(path): \(found) bytes, the header says \(expected)"
    case .missingParts(let path, let names): "\(path): parts not there: \(names.joined(separator: ", "))"
    case .laterPart(let path, let first): "\(path): a later part of \(first)"
    case .damaged(let path, let part): "\(path): digest of \(part) does not match"
    case .notFinite(let path, let name): "\(path): \(name) has elements that are not finite"
    case .tooLarge(let path, let part, let needed, let limit):
      "\(path): \(part) takes \(needed) bytes, at most \(limit) are read"
    case .malformed(let path, let fact): "\(path): \(fact)"
    case .configuration(let path, let error): "\(path): \(error)"
    case .missingTensor(let path, let name): "\(path): no tensor \(name)"
    case .surplusTensor(let path, let name): "\(path): surplus tensor \(name)"
    case .wrongShape(let path, let name, let expected, let found): "\(path): \(name) is \(found), expected \(expected)"
    case .missingResource(let path, let name): "\(path): no resource \(name.rawValue)"
    case .notAPack(let path): "\(path): not an alignment pack"
    case .packForOther(let path, let base, let expected, let found):
      "\(path): for \(base), digest \(expected), not \(found)"
    case .output(let error): error.description
    case .unwritable(let path, let code): "\(path): cannot be written, errno \(code)"
    case .unknownClasses(let path, let slugs): "\(path): unknown classes \(slugs.joined(separator: ", "))"
    case .memoryLimit(let limit, let least): "a limit of \(limit) bytes, at least \(least) are needed"
    case .wrongByteCount(let name, let expected, let found): "\(name): \(found) bytes, expected \(expected)"
    }
  }
}
