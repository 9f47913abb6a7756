import Dispatch
import Foundation
import Synchronization
import Testing

@testable import SkinCheckpoint

/// Threads that read one file at once; `Tools/sanitize thread` looks for races in it.
@Suite struct SharedCheckpointTests {
  @Test func `threads read the same elements while pages are released under them`() throws {
    let count = 2 << 20
    let header = #"{"w": {"dtype": "F32", "shape": [16, \#(count / 16)], "data_offsets": [0, \#(count * 4)]}}"#
    // 256 different numbers, again and again; the last of four bytes makes them finite.
    var body = (0..<1024).map { $0 % 4 == 3 ? 63 : UInt8($0 / 4) }
    while body.count < count * 4 { body += body }
    let file = try TemporaryFile(littleEndian(UInt64(header.utf8.count), 8) + Array(header.utf8) + body)
    let tensor = try #require(Checkpoint(path: file.path).tensors["w"])
    let expected = try tensor.elements()
    #expect(expected.count == count && Set(expected.prefix(256)).count == 256)
    // More than twice what is kept of a file.
    let equal = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 18) { _ in
      if (try? tensor.elements()) == expected { equal.withLock { $0 += 1 } }
    }
    #expect(equal.withLock { $0 } == 18)
  }
}
