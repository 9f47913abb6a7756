import SkinFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file, or a container's parts one after another, mapped into memory, read-only.
///
/// `@unchecked Sendable`: the address and the length never change, nothing writes to the pages, and the mapping lives
/// as long as the object.
@safe package final class MappedFile: @unchecked Sendable {
  /// The file's path as it was given.
  package let path: String
  /// Bytes of the file, or of all parts.
  package let byteCount: Int
  /// The files as they were when they were mapped.
  private let files: [(path: String, status: FileStatus)]
  /// The first byte, aligned to a page.
  private let base: UnsafeRawPointer

  /// Maps a file.
  ///
  /// - Throws: ``ContainerError`` if it does not exist, is a folder, is empty, or is refused by the system.
  package init(path: String) throws(ContainerError) {
    self.path = path
    let (descriptor, status) = try Self.opened(path)
    defer { close(descriptor) }
    let byteCount = status.byteCount
    self.byteCount = byteCount
    files = [(path, status)]
    // SAFETY: the kernel chooses the place; the length is the file's own.
    guard let address = unsafe mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0),
      unsafe address != MAP_FAILED
    else { throw .unreadable(path: path, code: errno) }
    unsafe base = UnsafeRawPointer(address)
    preferLargePages()
  }

  /// Maps the parts of a container one after another.
  ///
  /// - Throws: ``ContainerError/missingParts(path:names:)`` with the names of all missing ones, or as above.
  /// - Precondition: every part but the last is a multiple of ``ContainerParts/granularity``, hence of a page.
  init(_ parts: ContainerParts, byteCount: Int) throws(ContainerError) {
    path = parts.path
    self.byteCount = byteCount
    let paths = (0..<parts.count(byteCount: byteCount)).map(parts.path(part:))
    // SAFETY: the strings live during the calls.
    let missing = paths.filter { unsafe access($0, F_OK) != 0 }
    guard missing.isEmpty else { throw .missingParts(path: path, names: missing) }
    // SAFETY: the kernel chooses a place for the whole; nothing may be read there until a part is mapped over it.
    guard let place = unsafe mmap(nil, byteCount, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      unsafe place != MAP_FAILED
    else { throw .unreadable(path: path, code: errno) }
    unsafe base = UnsafeRawPointer(place)
    var files: [(path: String, status: FileStatus)] = []
    for (part, partPath) in paths.enumerated() {
      let (descriptor, status) = try Self.opened(partPath)
      defer { close(descriptor) }
      let found = status.byteCount
      files.append((partPath, status))
      let expected = parts.byteCount(part: part, of: byteCount)
      guard found == expected else {
        throw .cutShort(path: partPath, expected: UInt64(expected), found: UInt64(found))
      }
      let offset = part * (parts.partByteCount ?? 0)
      // SAFETY: the range lies in the place above, which nobody else knows yet, and begins at a page.
      guard unsafe mmap(place + offset, expected, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, 0) != MAP_FAILED
      else { throw .unreadable(path: partPath, code: errno) }
    }
    self.files = files
    preferLargePages()
  }

  /// A file that was opened for reading, and its length.
  private static func opened(_ path: String) throws(ContainerError) -> (descriptor: Int32, status: FileStatus) {
    // SAFETY: the string lives during the call. A pipe without a writer must not make the program wait.
    let descriptor = unsafe FileStatus.withName(path) { unsafe open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR ? .notFound(path: path) : .unreadable(path: path, code: errno)
    }
    do throws(ContainerError) {
      guard let status = FileStatus(descriptor: descriptor) else { throw .unreadable(path: path, code: errno) }
      guard !status.isDirectory else { throw .isDirectory(path: path) }
      guard status.isRegular else { throw .notAContainer(path: path) }
      guard status.byteCount > 0 else { throw .empty(path: path) }
      return (descriptor, status)
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Makes sure that the files are those that were mapped: what has been written into them since shows in the mapping.
  ///
  /// - Throws: ``ContainerError/changed(path:)``
  func checkUnchanged() throws(ContainerError) {
    for (path, status) in files where FileStatus(path: path) != status { throw .changed(path: path) }
  }

  /// What distinguishes these files, at this time, from all others.
  var fingerprint: String {
    files.map { "\($1.identity.device) \($1.identity.inode) \($1.byteCount) \($1.changed)" }.joined(separator: ", ")
  }

  deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: base), byteCount) }

  /// The bytes of a range; they stay valid as long as the file is mapped.
  ///
  /// - Precondition: the range lies inside the file.
  func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount, "bytes \(range) of \(byteCount)")
    // SAFETY: the line above.
    return unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  /// Returns the pages inside a range to the system; they are read again when they are used.
  func release(_ range: Range<Int>) {
    let page = Int(getpagesize())
    let first = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound / page * page
    guard first < end, end <= byteCount else { return }
    // SAFETY: whole pages inside the mapping, which nothing writes to: the file has the same bytes.
    _ = unsafe madvise(UnsafeMutableRawPointer(mutating: base + first), end - first, MADV_DONTNEED)
  }

  /// Tells the system that a range will be read soon.
  func willBeRead(_ range: Range<Int>) {
    let first = range.lowerBound / Int(getpagesize()) * Int(getpagesize())
    guard range.upperBound <= byteCount, first < range.upperBound else { return }
    // SAFETY: the range lies in the mapping.
    _ = unsafe madvise(UnsafeMutableRawPointer(mutating: base + first), range.upperBound - first, MADV_WILLNEED)
  }

  /// Reads a range from the disk and maps its pages; returns when that is done.
  ///
  /// A system that cannot do this is told that the range will be read soon.
  func populate(_ range: Range<Int>) {
    #if os(Linux)
      let page = Int(getpagesize())
      let first = range.lowerBound / page * page
      guard range.upperBound <= byteCount, first < range.upperBound else { return }
      // SAFETY: the range lies in the mapping.
      let code = unsafe madvise(
        UnsafeMutableRawPointer(mutating: base + first), range.upperBound - first, Self.populateRead)
      if code == 0 { return }
    #endif
    willBeRead(range)
  }

  /// Linux's MADV_POPULATE_READ, which not every C library names.
  private static let populateRead: Int32 = 22

  /// Asks for pages of 2 MiB where the system has not read the file yet.
  private func preferLargePages() {
    #if os(Linux)
      // SAFETY: the range is the mapping itself.
      _ = unsafe madvise(UnsafeMutableRawPointer(mutating: base), byteCount, MADV_HUGEPAGE)
    #endif
  }

  /// Tells the system that the whole file will be read soon, from front to back.
  func willBeRead() {
    // SAFETY: the range is the mapping itself.
    _ = unsafe madvise(UnsafeMutableRawPointer(mutating: base), byteCount, MADV_WILLNEED)
  }
}
