import Foundation
import SkinConfiguration
import SkinQuantization
import SkinTensor
import Testing

@testable import SkinContainer

/// Containers that are too large to be checked when they are opened; here everything counts as too large.
@Suite struct BackgroundVerificationTests {
  private let folder: TemporaryFolder
  private let path: String
  private let bytes: [UInt8]
  private var record: String { path + ".verified" }

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/sample.skgpt"
    try SampleContainer.write(path)
    bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func open() throws -> Container { try Container.open(path: path, checkedUpTo: 0) }

  @Test func `a flipped bit in any chunk ends in an error and is never remembered as whole`() throws {
    let chunks = try open().digestedParts.flatMap(\.chunks)
    #expect(chunks.count > 10)
    for chunk in chunks {
      var damaged = bytes
      damaged[chunk.offset + chunk.byteCount / 2] ^= 16
      try Data(damaged).write(to: URL(fileURLWithPath: path))
      let container = try open()
      #expect(!container.isVerified)
      container.beginVerification()
      do throws(ContainerError) {
        try container.checkIntegrity()
        Issue.record("a flipped bit at \(chunk.offset) was not seen")
      } catch {
        guard case .damaged = error else { throw error }
      }
      #expect(!container.isVerified && !FileManager.default.fileExists(atPath: record))
    }
  }

  @Test func `a whole container is verified, and the same file is not read again`() throws {
    let first = try open()
    first.beginVerification()
    try first.checkIntegrity()
    #expect(first.isVerified)
    let second = try open()
    second.beginVerification()
    // From the record, with nothing running.
    #expect(second.isVerified)
  }

  @Test func `what verify found is remembered, of this very file`() throws {
    let first = try open()
    #expect(first.damagedParts().isEmpty)
    first.rememberWhole()
    let second = try open()
    second.beginVerification()
    #expect(second.isVerified)
    // The same bytes in another file are another file.
    try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    let third = try open()
    third.beginVerification()
    try third.checkIntegrity()
    first.rememberWhole()
    let record = try String(contentsOfFile: record, encoding: .utf8)
    #expect(record == "skingpt verified \(third.digest)\n\(third.fingerprint)\n")
  }

  @Test func `the record of other bytes counts for nothing`() throws {
    let first = try open()
    first.beginVerification()
    try first.checkIntegrity()
    #expect(FileManager.default.fileExists(atPath: record))
    var damaged = bytes
    let chunk = try #require(first.digestedParts.last?.chunks.last)
    damaged[chunk.offset] ^= 1
    try Data(damaged).write(to: URL(fileURLWithPath: path))
    let second = try open()
    second.beginVerification()
    #expect(throws: ContainerError.self) { try second.checkIntegrity() }
    #expect(!second.isVerified)
  }

  @Test func `a container that is overwritten, cut or exchanged while it is used is not trusted`() throws {
    let changes: [(String, () throws -> Void)] = [
      (
        "overwritten",
        {
          let file = try #require(FileHandle(forUpdatingAtPath: path))
          try file.seek(toOffset: 200)
          try file.write(contentsOf: Data([1]))
          try file.close()
        }
      ),
      ("cut", { try FileHandle(forUpdatingAtPath: path)?.truncate(atOffset: 1000) }),
      ("exchanged", { try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic) }),
      ("removed", { try FileManager.default.removeItem(atPath: path) }),
    ]
    for (name, change) in changes {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let container = try open()
      container.beginVerification()
      try container.checkIntegrity()
      try change()
      #expect(throws: ContainerError.changed(path: path), "\(name)") { try container.checkIntegrity() }
    }
  }
}
