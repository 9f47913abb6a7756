#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where an output goes: to a file that gets its name at the end, or straight into a pipe or a device.
package enum OutputTarget: Hashable, Sendable {
  /// A file; links in the name are followed.
  case file(path: String)
  /// An open descriptor, and whether it is closed at the end.
  case stream(descriptor: Int32, isOwned: Bool)

  /// Names of what a process has open already.
  private static let openNames = ["/dev/stdout": STDOUT_FILENO, "/dev/stderr": STDERR_FILENO, "-": STDOUT_FILENO]

  /// Whether a stream was opened for this output alone.
  var ownsDescriptor: Bool {
    switch self {
    case .file: true
    case .stream(_, let isOwned): isOwned
    }
  }

  /// Where a file grows before it gets its name.
  package static func partialPath(_ path: String) -> String { path + ".partial" }

  /// Finds out where an output goes, and refuses what would destroy something.
  ///
  /// - Parameter mustBeFile: whether pipes and devices are refused, because the writer seeks in its file.
  package init(
    path: String, kind: OutputKind, inputs: [String] = [], mustBeFile: Bool = false
  ) throws(OutputError) {
    let open =
      Self.openNames[path]
      ?? ["/dev/fd/", "/proc/self/fd/"].lazy.compactMap { path.hasPrefix($0) ? Int32(path.dropFirst($0.count)) : nil }
      .first
    if let open {
      guard !mustBeFile else { throw .isDevice(path: path) }
      self = .stream(descriptor: open, isOwned: false)
      return
    }
    guard let status = FileStatus(path: path) else {
      self = .file(path: path)
      return
    }
    switch mode_t(truncatingIfNeeded: status.type) {
    case S_IFDIR: throw .isDirectory(path: path)
    case S_IFREG:
      guard !inputs.contains(where: { FileStatus(path: $0)?.identity == status.identity }) else {
        throw .isInput(path: path)
      }
      guard kind.fits(Self.start(of: path)) else { throw .otherKind(path: path, expected: kind.name) }
      self = .file(path: Self.resolved(path))
    case S_IFIFO, S_IFCHR:
      guard !mustBeFile else { throw .isDevice(path: path) }
      // A pipe without a reader fails at once instead of making the program wait.
      let descriptor = systemOpen(path, O_WRONLY | O_NONBLOCK)
      guard descriptor >= 0 else { throw errno == ENXIO ? .noReader(path: path) : .unwritable(path: path, code: errno) }
      let flags = fcntl(descriptor, F_GETFL)
      _ = fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK)
      self = .stream(descriptor: descriptor, isOwned: true)
    default: throw .isDevice(path: path)
    }
  }

  private static func start(of path: String) -> [UInt8] {
    let descriptor = systemOpen(path, O_RDONLY | O_NONBLOCK)
    // What cannot be read must not be replaced unseen.
    guard descriptor >= 0 else { return [0] }
    defer { _ = close(descriptor) }
    // SAFETY: at most the capacity is written.
    return unsafe [UInt8](unsafeUninitializedCapacity: OutputKind.seenByteCount) { target, count in
      count = unsafe max(0, read(descriptor, target.baseAddress, OutputKind.seenByteCount))
    }
  }

  private static func resolved(_ path: String) -> String {
    // SAFETY: the system allocates the answer, which is copied and freed.
    unsafe FileStatus.withName(path) { name in
      guard let found = unsafe realpath(name, nil) else { return path }
      defer { unsafe free(found) }
      return unsafe FileName.text(UnsafeRawBufferPointer(start: found, count: strlen(found)))
    }
  }

  /// Writes all bytes to a descriptor.
  package static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(OutputError) {
    var first = 0
    while first < bytes.count {
      let start = first
      // SAFETY: the range lies in the bytes.
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: buffer[start...]))
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw .unwritable(path: path, code: errno)
      }
      first += written
    }
  }

  /// Renames a file; returns whether the system did.
  package static func rename(_ from: String, _ to: String) -> Bool {
    // SAFETY: both strings live during the call.
    unsafe FileStatus.withName(from) { from in
      unsafe FileStatus.withName(to) { to in unsafe systemRename(from, to) == 0 }
    }
  }

  /// Removes a file, if it exists.
  package static func remove(_ path: String) {
    // SAFETY: the string lives during the call.
    _ = unsafe FileStatus.withName(path) { unsafe unlink($0) }
  }
}
