import Dispatch
import SkinConfiguration
import SkinQuantization
import SkinTensor
import Synchronization
import Testing

@testable import SkinContainer

/// Threads that use one container at once; `Tools/sanitize thread` looks for races in it.
@Suite struct SharedContainerTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/sample.skgpt"
    try SampleContainer.write(path, scheme: .float16, layerCount: 1)
  }

  @Test func `threads read the same weights, in place and decoded, while pages are released and asked for`() throws {
    let container = try Container.open(path: path)
    let records = container.records
    #expect(records.contains { $0.blob.chunks.contains { $0.coding != .raw } })
    @Sendable func elements(_ record: TensorRecord) throws -> [Float] {
      if record.storage == .rowMajor {
        let vector = try container.vector(record.name)
        return (0..<vector.count).map { vector[$0] }
      }
      let weight = try container.weight(record.name)
      var rows = Matrix(rowCount: record.shape.rowCount, columnCount: record.shape.columnCount)
      for row in 0..<record.shape.rowCount { weight.decodeRow(row, into: &rows, at: row) }
      return rows.elements
    }
    let expected = try records.map { try elements($0) }
    let equal = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      if thread % 4 == 0 { container.release(0..<container.byteCount) }
      if thread % 4 == 1 { container.populate(0..<container.byteCount) }
      if (try? records.map { try elements($0) }) == expected { equal.withLock { $0 += 1 } }
    }
    #expect(equal.withLock { $0 } == 8)
  }

  @Test func `everybody who waits for the check in the background hears its result`() throws {
    let container = try Container.open(path: path, checkedUpTo: 0)
    let whole = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      container.beginVerification()
      if (try? container.checkIntegrity()) != nil, container.isVerified { whole.withLock { $0 += 1 } }
    }
    #expect(whole.withLock { $0 } == 8)
  }
}
