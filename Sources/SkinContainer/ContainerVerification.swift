import Dispatch
import Foundation
import SkinFiles
import Synchronization

/// What is known about the bytes of a container that is in use.
final class ContainerVerification: Sendable {
  enum State: Hashable {
    case unknown
    case running
    case whole
    case damaged(String)
  }

  private let state = Mutex(State.unknown)
  private let finished = DispatchSemaphore(value: 0)

  /// What is known now.
  var current: State { state.withLock { $0 } }

  /// Records a result that needed no background check.
  func note(_ result: State) { state.withLock { $0 = result } }

  /// Starts once; `body` runs in the background and returns the name of what is damaged, or nil.
  func begin(_ body: @escaping @Sendable () -> String?) {
    let begins = state.withLock { state in
      guard state == .unknown else { return false }
      state = .running
      return true
    }
    guard begins else { return }
    DispatchQueue.global(qos: .utility).async {
      let damaged = body()
      self.state.withLock { $0 = damaged.map(State.damaged) ?? .whole }
      self.finished.signal()
    }
  }

  /// The result; waits for the background check.
  func result() -> State {
    if current == .running {
      finished.wait()
      // Others may wait, too.
      finished.signal()
    }
    return current
  }
}

// Digests of containers that are too large to be checked before they are used.
extension Container {
  /// Where the result is remembered: beside the file.
  private var recordPath: String { path + ".verified" }
  /// What the record says about exactly these files.
  private var recordText: String { "skingpt verified \(digest)\n\(fingerprint)\n" }

  /// Whether every digest has been checked, now or when these files were used before.
  package var isVerified: Bool { verification.current == .whole }

  /// Checks the digests in the background, unless they are known to hold.
  ///
  /// The bytes are read from the file, not through the mapping, so resident memory does not grow.
  package func beginVerification() {
    let record = recordText
    let recordPath = recordPath
    if (try? InputBytes.read(recordPath, limit: 1 << 16)) == Array(record.utf8) {
      if verification.current == .unknown { verification.note(.whole) }
      return
    }
    verification.begin { [self] in
      guard let damaged = firstDamagedPart() else {
        // Where nothing can be written, the next run checks again.
        rememberWhole()
        return nil
      }
      return damaged
    }
  }

  /// Remembers that every digest was found right, so that no later run reads the file for it.
  ///
  /// A diagnosis cannot: it has given up writing. Small files are checked when they are opened and need no record.
  ///
  /// - Precondition: ``damagedParts()`` was empty.
  package func rememberWhole() {
    guard isLarge, (try? file.checkUnchanged()) != nil else { return }
    try? OutputFile.write(Array(recordText.utf8), to: recordPath, kind: .text)
  }

  /// Makes sure that what was computed comes from whole weights that are still those of the file.
  ///
  /// - Throws: ``ContainerError/damaged(path:part:)``, ``ContainerError/changed(path:)``
  package func checkIntegrity() throws(ContainerError) {
    if case .damaged(let part) = verification.result() { throw .damaged(path: path, part: part) }
    try file.checkUnchanged()
  }

  /// The first part whose bytes do not match its digest, in the order of execution.
  private func firstDamagedPart() -> String? {
    for (name, chunks) in digestedParts {
      for chunk in chunks {
        guard let bytes = PartReader.read(chunk.offset..<chunk.offset + chunk.byteCount, of: parts),
          unsafe bytes.withUnsafeBytes({ unsafe ChunkCoding.digest($0) }) == chunk.digest
        else { return name }
      }
    }
    return nil
  }
}

/// Bytes of a container that are read and not mapped.
enum PartReader {
  /// Some bytes; nil if they cannot be read.
  static func read(_ range: Range<Int>, of parts: ContainerParts) -> [UInt8]? {
    var result: [UInt8] = []
    var position = range.lowerBound
    while position < range.upperBound {
      let part = parts.partByteCount.map { position / $0 } ?? 0
      let start = (parts.partByteCount ?? 0) * part
      let count = min(range.upperBound - position, parts.partByteCount.map { start + $0 - position } ?? .max)
      guard let file = FileHandle(forReadingAtPath: parts.path(part: part)) else { return nil }
      defer { try? file.close() }
      guard (try? file.seek(toOffset: UInt64(position - start))) != nil,
        let data = try? file.read(upToCount: count), data.count == count
      else { return nil }
      result += data
      position += count
    }
    return result
  }
}
