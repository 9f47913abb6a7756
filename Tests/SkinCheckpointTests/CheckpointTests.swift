import Foundation
import SkinTensor
import SkinTestSupport
import Testing

@testable import SkinCheckpoint

/// What torch says about a tensor; see `Tools/reference/checkpoint_goldens.py`.
struct ExpectedTensor: Decodable {
  var shape: [Int]
  var values: [Float]
}

enum CheckpointGoldens {
  static let names = [
    "kinds.pth", "kinds.safetensors", "views.pth", "training.pth", "module.pth", "legacy.pth", "sharded-bin",
    "sharded-safetensors",
  ]
  static let files = [
    "kinds.pth", "kinds.safetensors", "views.pth", "training.pth", "module.pth", "legacy.pth",
    "sharded-bin/pytorch_model-00002-of-00002.bin", "sharded-safetensors/model-00001-of-00002.safetensors",
  ]

  static func path(_ name: String) -> String { Goldens.url("checkpoint/\(name)").path }

  static func expected() throws -> [String: [String: ExpectedTensor]] {
    try JSONDecoder().decode(
      [String: [String: ExpectedTensor]].self, from: Data(Goldens.bytes("checkpoint/expected.json")))
  }
}

struct CheckpointTests {
  @Test(arguments: CheckpointGoldens.names)
  func `every tensor has torch's shape and values`(name: String) throws {
    let expected = try #require(CheckpointGoldens.expected()[name])
    let tensors = try Checkpoint(path: CheckpointGoldens.path(name)).tensors
    #expect(Set(tensors.keys) == Set(expected.keys))
    for (key, wanted) in expected {
      let tensor = try #require(tensors[key])
      #expect(tensor.shape == wanted.shape, "\(key)")
      #expect(try tensor.elements() == wanted.values, "\(key)")
    }
  }

  @Test
  func `rows of a view are rows of its elements`() throws {
    let tensors = try Checkpoint(path: CheckpointGoldens.path("views.pth")).tensors
    for name in ["offset", "transposed", "permuted", "expanded"] {
      let tensor = try #require(tensors[name])
      let all = try tensor.elements()
      for first in 0..<tensor.rowCount {
        for end in first...tensor.rowCount {
          let width = tensor.rowElementCount
          #expect(try tensor.rows(first..<end) == Array(all[first * width..<end * width]))
        }
      }
    }
  }

  @Test
  func `integers are no weights`() throws {
    let file = try TemporaryFile("{\"x\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", body: 8)
    let path = file.path
    let tensor = try #require(Checkpoint(path: path).tensors["x"])
    #expect(throws: CheckpointError.notFloat(path: file.path, tensor: "x")) { try tensor.elements() }
  }

  @Test
  func `what is no checkpoint is named`() throws {
    let nothing = try TemporaryFile([])
    let folder = nothing.folder
    #expect(throws: CheckpointError.notFound(path: folder + "/no")) { try Checkpoint(path: folder + "/no") }
    #expect(throws: CheckpointError.noWeights(path: folder)) { try Checkpoint(path: folder) }
    for bytes in [[1], [UInt8](repeating: 0, count: 100)] {
      let file = try TemporaryFile(bytes)
      #expect(throws: CheckpointError.unknownFormat(path: file.path)) { try Checkpoint(path: file.path) }
    }
    let known: [(text: String, what: String)] = [
      ("", "empty"), ("<!DOCTYPE html><html>", "a web page"),
      ("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a pointer of Git LFS, not the file itself"),
    ]
    for (text, what) in known {
      let file = try TemporaryFile(Array(text.utf8))
      do throws(CheckpointError) {
        _ = try Checkpoint(path: file.path)
        Issue.record("\(what) was read")
      } catch {
        guard case .notWeights(file.path, what, _) = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
  }

  @Test(arguments: [
    "", "{", "[]", "{\"weight_map\":[]}", "{\"weight_map\":{\"x\":1}}", "{\"weight_map\":{\"x\":\"../secret\"}}",
    "{\"weight_map\":{\"x\":\"missing.bin\"}}", "{\"weight_map\":{\"x\":\"..\"}}", "{\"weight_map\":{\"x\":\".\"}}",
    "{\"weight_map\":{\"x\":\"\"}}", "{\"weight_map\":{\"x\":\"a\\u0000b\"}}",
  ])
  func `a bad index is refused`(json: String) throws {
    let file = try TemporaryFile(Array(json.utf8), name: "model.safetensors.index.json")
    #expect(throws: CheckpointError.self) { try Checkpoint(path: file.folder) }
  }

  @Test
  func `a tensor behind four gibibytes of nothing is read in place`() throws {
    let hole = 5_000_000_000
    let header = """
      {"hole":{"dtype":"U8","shape":[\(hole)],"data_offsets":[0,\(hole)]},
      "x":{"dtype":"F32","shape":[2],"data_offsets":[\(hole),\(hole + 8)]}}
      """
    let file = try TemporaryFile(header, body: 0)
    let handle = try #require(FileHandle(forWritingAtPath: file.path))
    try handle.seek(toOffset: UInt64(8 + header.utf8.count + hole))
    try handle.write(contentsOf: Data([0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]))
    try handle.close()
    #expect(try Checkpoint(path: file.path).tensors["x"]?.elements() == [1, -2])
  }

  @Test
  func `a ZIP64 file with a storage behind four gibibytes is read in place`() throws {
    var zip = ZipWriter()
    zip.add("x/data.pkl", PickleWriter.tensor(shape: [2], strides: [1]))
    zip.add("x/hole", [], claimedByteCount: 4_500_000_000, hole: 4_500_000_000)
    zip.add("x/data/0", [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
    let file = try TemporaryFile([])
    try zip.write(file.path)
    #expect(try Checkpoint(path: file.path).tensors["x"]?.elements() == [1, -2])
  }

  @Test func `a turned bit in a PyTorch file is found by its sum`() throws {
    func read(_ bytes: [UInt8]) throws -> [String: [UInt32]] {
      let file = try TemporaryFile(bytes, name: "views.pth")
      return try Checkpoint(path: file.path).tensors.filter { $0.value.elementType.isFloatingPoint }
        .mapValues { try $0.elements().map(\.bitPattern) }
    }
    let bytes = try [UInt8](Goldens.bytes("checkpoint/views.pth"))
    let wanted = try read(bytes)
    var refused = 0
    for place in stride(from: 0, to: bytes.count, by: 5) {
      var turned = bytes
      turned[place] ^= 1 << UInt8(place % 8)
      do {
        let found = try read(turned)
        #expect(found == wanted, "byte \(place)")
      } catch { refused += 1 }
    }
    #expect(refused > 100)
  }

  @Test func `a PyTorch file without sums is read`() throws {
    var zip = ZipWriter()
    zip.add("x/data.pkl", PickleWriter.tensor(shape: [2], strides: [1]))
    zip.add("x/data/0", [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
    for index in zip.entries.indices { zip.entries[index].sum = 0xDEAD_BEEF }
    let file = try TemporaryFile(zip.bytes)
    #expect(try Checkpoint(path: file.path).tensors["x"]?.elements() == [1, -2])
    zip.entries[1].sum = 1
    try file.write(zip.bytes)
    #expect(throws: CheckpointError.self) { try Checkpoint(path: file.path) }
  }

  @Test func `every number of binary16 is widened exactly`() throws {
    let header = #"{"t":{"dtype":"F16","shape":[65536],"data_offsets":[0,131072]}}"#
    let bytes = littleEndian(UInt64(header.utf8.count), 8) + Array(header.utf8)
    let file = try TemporaryFile(
      bytes + (0...UInt16.max).flatMap { littleEndian(UInt64($0), 2) }, name: "halves.safetensors")
    let found = try #require(Checkpoint(path: file.path).tensors["t"]).elements()
    let wrong = zip(0...UInt16.max, found).filter { bits, element in
      let wanted = Float(Float16(bitPattern: bits))
      return wanted.isNaN ? !element.isNaN : element.bitPattern != wanted.bitPattern
    }
    #expect(found.count == 65_536 && wrong.isEmpty)
  }
}
