import Foundation

/// A file that grows beside its name and gets the name when it is whole and on the disk; else it is removed.
final class GrowingFile {
  /// Bytes that are gathered before they are written.
  private static let bufferByteCount = 4 << 20

  /// Bytes so far.
  private(set) var byteCount = 0
  private let path: String
  private var file: FileHandle?
  private var buffer: [UInt8] = []

  /// Where a file grows before it gets its name.
  static func partialPath(_ path: String) -> String { path + ".partial" }

  /// Begins a file.
  init(path: String) throws(ExportError) {
    self.path = path
    var isDirectory: ObjCBool = false
    // SAFETY: the pointer is to a local variable.
    if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
      throw .unwritable(path: path, code: EISDIR)
    }
    let partial = Self.partialPath(path)
    guard FileManager.default.createFile(atPath: partial, contents: nil) else {
      throw .unwritable(path: path, code: errno)
    }
    file = FileHandle(forWritingAtPath: partial)
    guard file != nil else { throw .unwritable(path: path, code: errno) }
  }

  deinit {
    guard let file else { return }
    try? file.close()
    try? FileManager.default.removeItem(atPath: Self.partialPath(path))
  }

  /// Appends bytes.
  func append(_ bytes: [UInt8]) throws(ExportError) {
    buffer += bytes
    byteCount += bytes.count
    if buffer.count >= Self.bufferByteCount { try flush() }
  }

  /// Appends zeros until the length is a multiple of `alignment`.
  func pad(to alignment: Int) throws(ExportError) {
    try append([UInt8](repeating: 0, count: (alignment - byteCount % alignment) % alignment))
  }

  /// Makes sure that all is on the disk, and gives the file its name.
  func finish() throws(ExportError) {
    try flush()
    do {
      try file?.synchronize()
      try file?.close()
    } catch { throw .unwritable(path: path, code: errno) }
    // SAFETY: both are strings that live through the call.
    guard unsafe rename(Self.partialPath(path), path) == 0 else { throw .unwritable(path: path, code: errno) }
    file = nil
  }

  private func flush() throws(ExportError) {
    guard !buffer.isEmpty else { return }
    do { try file?.write(contentsOf: Data(buffer)) } catch { throw .unwritable(path: path, code: errno) }
    buffer.removeAll(keepingCapacity: true)
  }
}
