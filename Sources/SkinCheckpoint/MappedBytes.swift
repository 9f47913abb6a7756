import SkinFiles
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of a file, mapped, with reads that cannot leave it.
struct MappedBytes: Sendable {
  let path: String
  private let file: FileMap

  init(path: String) throws(CheckpointError) {
    self.path = path
    file = try FileMap(path: path)
  }

  var count: Int { file.byteCount }

  /// Whether a range lies inside the file.
  func contains(offset: Int, byteCount: Int) -> Bool {
    let (end, overflow) = offset.addingReportingOverflow(byteCount)
    return offset >= 0 && byteCount >= 0 && !overflow && end <= count
  }

  /// A copy of some bytes.
  func bytes(at offset: Int, count: Int) throws(CheckpointError) -> [UInt8] {
    // SAFETY: the copy is made while the bytes are valid.
    try unsafe read(at: offset, count: count) { unsafe Array($0) }
  }

  /// An unsigned little-endian number of at most 8 bytes.
  func littleEndian(at offset: Int, byteCount: Int) throws(CheckpointError) -> UInt64 {
    // SAFETY: the bytes are read while they are valid.
    try unsafe read(at: offset, count: byteCount) { unsafe $0.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
  }

  /// Lets `body` read some bytes in place; they are valid only while it runs.
  func read<Result>(
    at offset: Int, count: Int, _ body: (UnsafeRawBufferPointer) -> Result
  ) throws(CheckpointError) -> Result {
    guard contains(offset: offset, byteCount: count) else {
      throw .malformed(path: path, fact: "\(count) bytes at \(offset) reach beyond the end")
    }
    return unsafe file.read(offset..<offset + count, body)
  }
}

/// A file mapped into memory, read-only, whose pages are released after a while.
///
/// `@unchecked Sendable`: the address and the length never change, nothing writes to the pages, and the mapping lives
/// as long as the object.
@safe private final class FileMap: @unchecked Sendable {
  /// After this many bytes the pages read so far are released, so that the process does not grow to a checkpoint's
  /// size.
  private static let keptByteCount = 64 << 20

  let byteCount: Int
  private let base: UnsafeMutableRawPointer?
  private let readByteCount = Mutex(0)

  init(path: String) throws(CheckpointError) {
    // SAFETY: the string lives during the call. A pipe without a writer must not make the program wait.
    let descriptor = unsafe FileStatus.withName(path) { unsafe open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR ? .notFound(path: path) : .unreadable(path: path)
    }
    defer { close(descriptor) }
    var status = stat()
    // SAFETY: the pointer is to a local variable.
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path)
    }
    byteCount = Int(status.st_size)
    guard byteCount > 0 else {
      unsafe base = nil
      return
    }
    // SAFETY: the kernel chooses the place; the length is the file's own.
    guard let address = unsafe mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0),
      unsafe address != MAP_FAILED
    else { throw .unreadable(path: path) }
    unsafe base = address
  }

  // SAFETY: this is the mapping itself.
  deinit { if let base = unsafe base { unsafe munmap(base, byteCount) } }

  /// - Precondition: the range lies inside the file.
  func read<Result>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount, "bytes \(range) of \(byteCount)")
    guard let base = unsafe base else { return unsafe body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    // SAFETY: the first line.
    let result = unsafe body(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
    readByteCount.withLock { read in
      read += range.count
      guard read >= Self.keptByteCount else { return }
      read = 0
      // SAFETY: the range is the mapping itself; nothing wrote to it, so its pages come back from the file when needed.
      _ = unsafe madvise(base, byteCount, MADV_DONTNEED)
    }
    return result
  }
}
