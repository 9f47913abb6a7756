#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a path leads to.
package struct FileStatus: Hashable, Sendable {
  /// Which file it is, whatever its name.
  package struct Identity: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64
  }

  /// Which file it is.
  package let identity: Identity
  /// Its type, as the system numbers it.
  package let type: UInt32
  /// Its length in bytes.
  package let byteCount: Int
  /// How many names it has.
  package let linkCount: Int
  /// When it was last modified, in nanoseconds since 1970.
  package let changed: Int64

  /// The same file with the same contents, as far as the system tells; another name of it changes nothing.
  package static func == (left: FileStatus, right: FileStatus) -> Bool {
    left.identity == right.identity && left.type == right.type && left.byteCount == right.byteCount
      && left.changed == right.changed
  }

  /// Hashes what counts for equality.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(identity)
    hasher.combine(byteCount)
  }

  /// Whether it is a regular file.
  package var isRegular: Bool { type == UInt32(S_IFREG) }
  /// Whether it is a folder.
  package var isDirectory: Bool { type == UInt32(S_IFDIR) }

  /// The file that a path leads to; nil if there is none.
  ///
  /// - Parameter followsLinks: false for a link itself.
  package init?(path: String, followsLinks: Bool = true) {
    var status = stat()
    // SAFETY: the pointers are to local variables.
    let code = unsafe Self.withName(path) { unsafe followsLinks ? stat($0, &status) : lstat($0, &status) }
    guard code == 0 else { return nil }
    self.init(status)
  }

  /// The file of a descriptor; nil if it is not open.
  package init?(descriptor: Int32) {
    var status = stat()
    // SAFETY: the pointer is to a local variable.
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    identity = Identity(device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino))
    type = UInt32(status.st_mode & S_IFMT)
    byteCount = Int(status.st_size)
    linkCount = Int(status.st_nlink)
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    changed = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// Passes `body` a name as the system wants it.
  package static func withName<Result>(_ path: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let bytes = FileName.bytes(path)
    // SAFETY: the buffer has room for the name and the zero behind it, and lives during the call.
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { name in
      for (index, byte) in bytes.enumerated() { unsafe name[index] = CChar(bitPattern: byte) }
      unsafe name[bytes.count] = 0
      guard let start = name.baseAddress else { preconditionFailure("a buffer without a place") }
      return unsafe body(start)
    }
  }
}
