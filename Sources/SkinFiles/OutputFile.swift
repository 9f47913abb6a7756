#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is being written: it grows beside its name and gets the name once it is complete and on disk.
///
/// Every writer of the program goes through here. An output never replaces a file of a different kind,
/// is never an input of the same command, and never grows in somebody else's file or a link; two runs that write one
/// output do not meet. `-`, pipes and devices such as `/dev/stdout` are written directly.
package final class OutputFile {
  /// Bytes that are gathered before they are written.
  private static let bufferByteCount = 4 << 20

  /// Bytes so far.
  package private(set) var byteCount = 0
  private let path: String
  private let target: OutputTarget
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private var isFinished = false

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - kind: what is written; only a file of this kind is replaced.
  ///   - inputs: files that the command reads, none of which may be the output.
  package init(path: String, kind: OutputKind, inputs: [String] = []) throws(OutputError) {
    self.path = path
    target = try OutputTarget(path: path, kind: kind, inputs: inputs)
    switch target {
    case .stream(let open, _): descriptor = open
    case .file(let final): descriptor = try OutputLock.open(growing: OutputTarget.partialPath(final), keeping: 0)
    }
  }

  deinit {
    guard !isFinished else { return }
    if case .file(let final) = target { OutputTarget.remove(OutputTarget.partialPath(final)) }
    if target.ownsDescriptor { _ = close(descriptor) }
  }

  /// Writes a small file in one go.
  package static func write(
    _ bytes: some Collection<UInt8>, to path: String, kind: OutputKind, inputs: [String] = []
  ) throws(OutputError) {
    let file = try OutputFile(path: path, kind: kind, inputs: inputs)
    try file.append(bytes)
    try file.finish()
  }

  /// Appends bytes.
  package func append(_ bytes: some Collection<UInt8>) throws(OutputError) {
    buffer += bytes
    byteCount += bytes.count
    if buffer.count >= Self.bufferByteCount { try flush() }
  }

  /// Appends zeros until the length is a multiple of `alignment`.
  package func pad(to alignment: Int) throws(OutputError) {
    try append([UInt8](repeating: 0, count: (alignment - byteCount % alignment) % alignment))
  }

  /// Makes sure that everything is on disk, and gives the file its name.
  package func finish() throws(OutputError) {
    try flush()
    guard case .file(let final) = target else {
      isFinished = true
      if target.ownsDescriptor { _ = close(descriptor) }
      return
    }
    guard fsync(descriptor) == 0 else { throw .unwritable(path: path, code: errno) }
    guard OutputTarget.rename(OutputTarget.partialPath(final), final) else {
      throw .unwritable(path: path, code: errno)
    }
    isFinished = true
    _ = close(descriptor)
  }

  private func flush() throws(OutputError) {
    try OutputTarget.write(buffer, to: descriptor, path: path)
    buffer.removeAll(keepingCapacity: true)
  }
}
