import SkinFailure
import Foundation
import SkinDiagnosis

#if canImport(Glibc)
  import Glibc
#endif

/// A file that grows by one JSON object a line; a line is whole or absent.
///
/// A program that is killed may leave the beginning of a line: the next one that opens the file removes it. While one
/// program writes, another is refused.
final class JSONLinesFile {
  /// The whole lines that were there.
  let earlierLines: [Data]
  private let handle: FileHandle
  private let path: String

  /// Opens or creates a file.
  ///
  /// - Parameter isResumed: whether existing lines are kept; otherwise a file that is not empty is refused.
  /// - Throws: `FailureReport` if the file cannot be used, or another program writes to it.
  init(path: String, isResumed: Bool) throws {
    // SAFETY: the path is a string that lives through the call.
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw FailureReport(
        problem: "'\(path)' cannot be written.", help: "Check the folder, your rights and the free space.",
        status: .inputOutput)
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    self.path = path
    var information = stat()
    // SAFETY: the pointer is to a local variable.
    guard unsafe fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      throw FailureReport(
        problem: "'\(path)' is not a file that can grow.", help: "Name a file, not a folder, a pipe or a device.",
        status: .badInput)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw FailureReport(
        problem: "Another program is writing to '\(path)'.", help: "Give each shard a file of its own.",
        status: .badInput
      )
    }
    let bytes = try handle.readToEnd() ?? Data()
    guard bytes.isEmpty || isResumed else {
      throw FailureReport(
        problem: "'\(path)' is there already and not empty.",
        help: "Add --resume to go on with it, or name another file.",
        status: .badInput)
    }
    guard bytes.isEmpty || bytes.first == UInt8(ascii: "{") else {
      throw FailureReport(
        problem: "'\(path)' does not hold lines of JSON; it would be lost.", help: "Name the file of an earlier run.",
        status: .badInput)
    }
    let wholeCount = bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes.index(after: $0) } ?? bytes.startIndex
    earlierLines = bytes[..<wholeCount].split(separator: UInt8(ascii: "\n")).map { Data($0) }
    try handle.truncate(atOffset: UInt64(wholeCount))
  }

  /// Adds a line; it is on the disk when this returns.
  ///
  /// - Throws: `FailureReport` if it cannot be written; then none of it stays.
  func append(_ line: String) throws {
    let end = try handle.offset()
    do {
      try handle.write(contentsOf: Data(line.utf8))
      try handle.synchronize()
    } catch {
      try? handle.truncate(atOffset: end)
      throw FailureReport(
        problem: "'\(path)' cannot be written to.", help: "Check the free space, then run it again with --resume.",
        status: .inputOutput)
    }
  }
}
