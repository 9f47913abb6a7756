import Foundation
import SkinFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bytes on their way to the disk: files that grow beside their final names and get them once everything is complete.
final class PartWriter {
  let parts: ContainerParts
  /// Bytes so far.
  private(set) var offset: Int
  /// The part that grows, and its descriptor.
  private var open: (part: Int, descriptor: Int32)?
  /// The first part, held open as long as the writer lives: no other run writes this container meanwhile.
  private var lock: Int32 = -1
  /// Bytes before ``offset`` that the system does not have yet, all of the part that is open.
  private var pending: [UInt8] = []
  private var isFinished = false

  /// Pieces begin at multiples of this in their file, so that the system keeps them in large pages where it can:
  /// mapping a file that was just written then takes fewer faults, and reading it fewer walks through page tables.
  private static let pieceByteCount = 4 << 20

  /// Begins at `offset`; anything after it is cut off.
  ///
  /// - Parameter offset: bytes that exist already, from an earlier run; 0 to start over.
  init(_ parts: ContainerParts, continuingAt offset: Int) throws(ContainerError) {
    self.parts = parts
    self.offset = offset
    do throws(OutputError) {
      _ = try OutputTarget(path: parts.path, kind: .container, mustBeFile: true)
      lock = try OutputLock.open(
        growing: Self.partialPath(parts, part: 0), keeping: min(offset, parts.partByteCount ?? .max))
    } catch {
      if case .isDirectory(let path) = error { throw .isDirectory(path: path) }
      throw .output(error)
    }
    try goOn(at: offset)
  }

  /// Continues at a place that was written before; anything after it is cut off.
  func goOn(at offset: Int) throws(ContainerError) {
    pending.removeAll(keepingCapacity: true)
    self.offset = offset
    let part = parts.partByteCount.map { offset / $0 } ?? 0
    try openPart(part)
    let kept = offset - (parts.partByteCount ?? 0) * part
    guard let descriptor = open?.descriptor, ftruncate(descriptor, off_t(kept)) == 0,
      lseek(descriptor, off_t(kept), SEEK_SET) == off_t(kept)
    else { throw unwritable(part) }
    removePartials(from: part + 1)
  }

  deinit {
    closePart()
    if lock >= 0 { _ = close(lock) }
  }

  /// Where a part grows.
  static func partialPath(_ parts: ContainerParts, part: Int) -> String { parts.partial.path(part: part) }

  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws(ContainerError) {
    var first = 0
    while first < bytes.count {
      let part = parts.partByteCount.map { offset / $0 } ?? 0
      if open?.part != part { try openPart(part) }
      let start = (parts.partByteCount ?? 0) * part
      let room = min(
        Self.pieceByteCount - (offset - start) % Self.pieceByteCount,
        parts.partByteCount.map { start + $0 - offset } ?? .max)
      let count = min(room, bytes.count - first)
      pending += bytes[first..<first + count]
      first += count
      offset += count
      if count == room { try flush() }
    }
  }

  /// Writes what is waiting for the end of its piece.
  private func flush() throws(ContainerError) {
    guard let open, !pending.isEmpty else { return }
    try write(pending, 0..<pending.count, part: open.part)
    pending.removeAll(keepingCapacity: true)
  }

  /// Makes sure that all bytes are on disk.
  func synchronize() throws(ContainerError) {
    try flush()
    guard let open, fsync(open.descriptor) == 0 else { throw unwritable(open?.part ?? 0) }
  }

  /// Bytes of unfinished parts; nil if they cannot be read.
  static func read(_ range: Range<Int>, of parts: ContainerParts) -> [UInt8]? {
    var result: [UInt8] = []
    var position = range.lowerBound
    while position < range.upperBound {
      let part = parts.partByteCount.map { position / $0 } ?? 0
      let start = (parts.partByteCount ?? 0) * part
      let count = min(range.upperBound - position, parts.partByteCount.map { start + $0 - position } ?? .max)
      guard let file = FileHandle(forReadingAtPath: partialPath(parts, part: part)) else { return nil }
      defer { try? file.close() }
      guard (try? file.seek(toOffset: UInt64(position - start))) != nil,
        let data = try? file.read(upToCount: count), data.count == count
      else { return nil }
      result += data
      position += count
    }
    return result
  }

  /// Writes the header over the first bytes and makes sure that everything is on disk.
  func seal(header: [UInt8]) throws(ContainerError) {
    try synchronize()
    if open?.part != 0 { try openPart(0) }
    guard let descriptor = open?.descriptor, lseek(descriptor, 0, SEEK_SET) == 0 else { throw unwritable(0) }
    try write(header, 0..<header.count, part: 0)
    try synchronize()
  }

  /// Writes the header, and gives the files their names.
  ///
  /// The first part gets its name last, so that a name stands for a whole container or for none.
  func finish(header: [UInt8]) throws(ContainerError) {
    try seal(header: header)
    closePart()
    let count = parts.count(byteCount: offset)
    // An older container of the same name must not precede parts of the new one.
    if count > 1 { try? FileManager.default.removeItem(atPath: parts.path) }
    for part in (0..<count).reversed() {
      // SAFETY: both are strings that live through the call.
      guard unsafe rename(Self.partialPath(parts, part: part), parts.path(part: part)) == 0 else {
        throw unwritable(part)
      }
    }
    synchronizeFolder()
    isFinished = true
    var stale = count
    while FileManager.default.fileExists(atPath: parts.path(part: stale)), parts.partByteCount != nil {
      try? FileManager.default.removeItem(atPath: parts.path(part: stale))
      stale += 1
    }
  }

  /// Removes everything that was written.
  func remove() {
    guard !isFinished else { return }
    closePart()
    removePartials(from: 0)
  }

  private func removePartials(from first: Int) {
    var part = first
    while FileManager.default.fileExists(atPath: Self.partialPath(parts, part: part)) {
      try? FileManager.default.removeItem(atPath: Self.partialPath(parts, part: part))
      part += 1
    }
  }

  private func openPart(_ part: Int) throws(ContainerError) {
    if open != nil { try synchronize() }
    closePart()
    let descriptor = part == 0 ? dup(lock) : openForWriting(Self.partialPath(parts, part: part))
    guard descriptor >= 0 else { throw unwritable(part) }
    guard let status = FileStatus(descriptor: descriptor), status.isRegular, status.linkCount <= 1 else {
      _ = close(descriptor)
      throw .output(.foreignPartial(path: Self.partialPath(parts, part: part)))
    }
    open = (part, descriptor)
  }

  private func closePart() {
    if let open { _ = close(open.descriptor) }
    open = nil
  }

  private func write(_ bytes: [UInt8], _ range: Range<Int>, part: Int) throws(ContainerError) {
    guard let descriptor = open?.descriptor else { throw unwritable(part) }
    var first = range.lowerBound
    while first < range.upperBound {
      let start = first
      // SAFETY: the range lies in the bytes.
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe writeOnce(descriptor, UnsafeRawBufferPointer(rebasing: buffer[start..<range.upperBound]))
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw unwritable(part)
      }
      first += written
    }
  }

  /// Makes sure that the names are on disk, too.
  private func synchronizeFolder() {
    let folder = URL(fileURLWithPath: parts.path).deletingLastPathComponent().path(percentEncoded: false)
    // SAFETY: the string lives during the call.
    let descriptor = openForSynchronizing(folder)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = close(descriptor)
  }

  private func unwritable(_ part: Int) -> ContainerError { .unwritable(path: parts.path(part: part), code: errno) }
}

/// `open` for a file that may already exist.
private func openForWriting(_ path: String) -> Int32 {
  // SAFETY: the string lives during the call.
  unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
}

private func openForSynchronizing(_ path: String) -> Int32 {
  // SAFETY: the string lives during the call.
  unsafe open(path, O_RDONLY | O_CLOEXEC)
}

private func writeOnce(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  // SAFETY: the buffer is readable.
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}
