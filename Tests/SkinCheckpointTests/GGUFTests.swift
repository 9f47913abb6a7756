import Foundation
import SkinTensor
import SkinTestSupport
import Testing

@testable import SkinCheckpoint

/// Files of llama.cpp's own converter; see `Tools/reference/input_goldens.py`.
enum GGUFGoldens {
  static func path(_ name: String) -> String { Goldens.url("input/\(name)").path }

  static func tensors(_ name: String) throws -> [String: SourceTensor] { try Checkpoint(path: path(name)).tensors }
}

struct GGUFTests {
  @Test(arguments: BlockFormat.allCases)
  func `blocks decode to the numbers of the gguf package`(format: BlockFormat) throws {
    let name = "\(format.rawValue).weight"
    let tensor = try #require(GGUFGoldens.tensors("blocks.gguf")[name])
    let wanted = try #require(GGUFGoldens.tensors("blocks.safetensors")[name])
    #expect(tensor.block == format)
    #expect(tensor.shape == wanted.shape)
    #expect(try tensor.elements() == wanted.elements())
    #expect(try tensor.rows(1..<2) == wanted.rows(1..<2))
  }

  @Test(arguments: [BlockFormat.q4_0, .q8_0])
  func `scales times integers are the elements`(format: BlockFormat) throws {
    let tensor = try #require(GGUFGoldens.tensors("blocks.gguf")["\(format.rawValue).weight"])
    for row in 0..<tensor.rowCount {
      let (scales, integers) = format.groups(try tensor.blockBytes(ofRow: row))
      let products = integers.enumerated().map { index, integer in
        Float(Float16(bitPattern: scales[index / 32])) * Float(integer)
      }
      #expect(try products == tensor.rows(row..<row + 1))
    }
  }

  // MARK: Files that lie

  private func head(version: UInt64 = 3, tensors: UInt64 = 0, pairs: UInt64 = 0) -> [UInt8] {
    Array("GGUF".utf8) + littleEndian(version, 4) + littleEndian(tensors, 8) + littleEndian(pairs, 8)
  }

  private func text(_ text: String) -> [UInt8] { littleEndian(UInt64(text.utf8.count), 8) + Array(text.utf8) }

  private func architecture(_ name: String = "llama") -> [UInt8] {
    text("general.architecture") + littleEndian(8, 4) + text(name)
  }

  private func tensor(_ name: String, _ extents: [UInt64], type: UInt64 = 0, offset: UInt64 = 0) -> [UInt8] {
    text(name) + littleEndian(UInt64(extents.count), 4) + extents.flatMap { littleEndian($0, 8) }
      + littleEndian(type, 4) + littleEndian(offset, 8)
  }

  private func fact(_ bytes: [UInt8]) throws -> String {
    let file = try TemporaryFile(bytes)
    do {
      for tensor in try Checkpoint(path: file.path).tensors.values { _ = try tensor.elements() }
      return "read"
    } catch { return error.description }
  }

  @Test
  func `counts of two to the power of sixty are refused with a line that says so`() throws {
    let huge: UInt64 = 1 << 60
    for count in [huge, .max, 1 << 63, 1 << 40, 100] {
      #expect(try fact(head(tensors: count)).contains("claims \(count) tensors"), "\(count)")
      #expect(try fact(head(pairs: count)).contains("claims \(count) metadata entries"), "\(count)")
      for type: UInt64 in [0, 4, 6, 8, 10] {
        let array = text("a") + littleEndian(9, 4) + littleEndian(type, 4) + littleEndian(count, 8)
        #expect(try fact(head(pairs: 1) + array).contains("claims \(count) elements"), "\(count) of type \(type)")
      }
      let key = littleEndian(count, 8) + Array("general".utf8) + [UInt8](repeating: 0, count: 20)
      #expect(try fact(head(pairs: 1) + key).contains("a text of \(count) bytes"), "\(count)")
    }
  }

  @Test
  func `extents and offsets beyond the file are refused`() throws {
    func file(_ tensor: [UInt8], data: Int = 64) -> [UInt8] {
      let head = head(tensors: 1, pairs: 1) + architecture() + tensor
      return head + [UInt8](repeating: 0, count: -head.count & 31) + [UInt8](repeating: 0, count: data)
    }
    #expect(try fact(file(tensor("x", [8, 2]))) == "read")
    #expect(try fact(file(tensor("x", [32], type: 8))) == "read")
    let cases: [[UInt8]] = [
      tensor("x", [8, 3]), tensor("x", [1 << 60]), tensor("x", [1 << 32, 1 << 32]), tensor("x", [.max]),
      tensor("x", [1 << 62, 4]), tensor("x", [16], offset: 32), tensor("x", [16], offset: 1 << 60),
      tensor("x", [16], offset: .max), tensor("x", [8], offset: 8), tensor("x", [64], type: 8),
      tensor("x", [33], type: 8), tensor("x", [0], type: 8), tensor("x", [32, 1 << 59], type: 2),
      tensor("x", [1, 1, 1, 1, 1]), tensor("x", [32], type: 10), tensor("x", [32], type: 99),
    ]
    for (index, tensor) in cases.enumerated() { #expect(try fact(file(tensor)) != "read", "case \(index)") }
  }

  @Test
  func `other versions, architectures and parts are named`() throws {
    #expect(try fact(head(version: 1)).contains("version 1"))
    #expect(try fact(head(version: 3 << 24)).contains("big endian"))
    #expect(try fact(head(pairs: 1) + architecture("gemma")).contains("gemma"))
    let parts = architecture() + text("split.count") + littleEndian(2, 4) + littleEndian(3, 2)
    #expect(try fact(head(pairs: 2) + parts).contains("3 parts"))
    let twice = architecture() + architecture()
    #expect(try fact(head(pairs: 2) + twice).contains("twice"))
  }

  @Test(arguments: ["blocks.gguf", "f16.gguf"])
  func `cut or flipped goldens never trap`(name: String) throws {
    let whole = try Goldens.bytes("input/\(name)")
    // The last tensor is padded to the alignment of 32 bytes; what is cut off there is not missed.
    for count in stride(from: 0, to: min(whole.count - 32, 8_000), by: 31) {
      #expect(try fact(Array(whole[..<count])) != "read", "\(count) bytes")
    }
    var generator = SeededGenerator(state: UInt64(whole.count))
    var refusedCount = 0
    for _ in 0..<50 {
      var damaged = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        damaged[Int.random(in: 0..<min(600, damaged.count), using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      if try fact(damaged) != "read" { refusedCount += 1 }
    }
    #expect(refusedCount > 5)
  }
}
