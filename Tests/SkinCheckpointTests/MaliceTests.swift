import Foundation
import SkinTensor
import SkinTestSupport
import Testing

@testable import SkinCheckpoint

struct MaliceTests {
  private func open(_ bytes: [UInt8]) throws {
    let file = try TemporaryFile(bytes)
    for tensor in try Checkpoint(path: file.path).tensors.values where tensor.elementType.isFloatingPoint {
      _ = try tensor.elements()
    }
  }

  private func expectRefusal(_ bytes: [UInt8], _ comment: Comment) {
    #expect(throws: CheckpointError.self, comment) { try open(bytes) }
  }

  @Test(arguments: [
    ("os", "system"), ("posix", "system"), ("builtins", "eval"), ("builtins", "getattr"), ("__builtin__", "exec"),
    ("subprocess", "Popen"), ("torch", "load"), ("torch.storage", "_load_from_bytes"), ("torch._utils", "rebuild"),
  ])
  func `a pickle that names a program is refused by that name`(module: String, name: String) throws {
    let call = PickleWriter.text("touch /tmp/harm") + [0x85] + Array("R.".utf8)
    let spellings = [
      PickleWriter.global(module, name), PickleWriter.text(module) + PickleWriter.text(name) + [0x93],
    ]
    for spelling in spellings {
      let file = try TemporaryFile(ZipWriter.torch([0x80, 2] + spelling + call))
      #expect(throws: CheckpointError.forbiddenGlobal(path: file.path, name: "\(module).\(name)")) {
        try Checkpoint(path: file.path)
      }
    }
  }

  @Test
  func `opcodes that no checkpoint needs are refused`() {
    // INST, OBJ, EXT1, PERSID, REDUCE of nothing, BUILD of nothing.
    for pickle in [
      "(ios\nsystem\n.", "(o.", "\u{1}.", "P0\n.", "R.", "b.", ".", "a.", "s.", "u.", "e.", "t.", "0.", "2.",
    ] {
      expectRefusal(ZipWriter.torch(Array(pickle.utf8)), "\(pickle)")
    }
    expectRefusal(ZipWriter.torch([0x82, 1, 0x2E]), "EXT1")
  }

  @Test
  func `tensors that reach beyond their storage are refused`() throws {
    try open(ZipWriter.torch(PickleWriter.tensor(shape: [2, 2], strides: [2, 1])))
    let cases: [(Int, [Int], [Int])] = [
      (1, [4], [1]), (0, [5], [1]), (0, [2, 2], [3, 1]), (0, [2], [Int.max]), (Int.max, [1], [1]), (-1, [1], [1]),
      (0, [-1], [1]), (0, [2], [-1]), (0, [Int.max], [0]), (0, [Int.max, Int.max], [1, 1]), (0, [2], [1, 1]),
      (0, [0, Int.max, Int.max], [0, 0, 0]), (Int.max / 4, [0], [1]), (0, [1 << 32, 1 << 32], [0, 0]),
    ]
    for (offset, shape, strides) in cases {
      expectRefusal(
        ZipWriter.torch(PickleWriter.tensor(offset: offset, shape: shape, strides: strides)),
        "\(offset) \(shape) \(strides)")
    }
  }

  @Test
  func `nesting as deep as the file is long costs no stack`() {
    let deep = 3_000_000
    // Tuples in tuples; lists in lists.
    expectRefusal(ZipWriter.torch(Array(")".utf8) + [UInt8](repeating: 0x85, count: deep) + [0x2E]), "tuples")
    let lists = Array(repeatElement(Array("]".utf8), count: 90_000).joined())
    expectRefusal(ZipWriter.torch(lists + [UInt8](repeating: UInt8(ascii: "a"), count: 89_999) + [0x2E]), "lists")
    expectRefusal(ZipWriter.torch([UInt8](repeating: UInt8(ascii: "]"), count: deep)), "stack")
    expectRefusal(ZipWriter.torch([UInt8](repeating: UInt8(ascii: "("), count: deep)), "marks")
  }

  @Test
  func `a list that contains itself, and lists that double, cost no more than the file`() {
    // l = []; l.append(l); and then l.extend of a tuple of itself, twice as long each time.
    expectRefusal(ZipWriter.torch(Array("]q".utf8) + [0] + Array("h".utf8) + [0] + Array("a.".utf8)), "itself")
    var bomb = Array("]q".utf8) + [0]
    for index in UInt8(1)..<200 {
      bomb += Array("](h".utf8) + [index - 1] + Array("h".utf8) + [index - 1] + Array("eq".utf8) + [index]
    }
    expectRefusal(ZipWriter.torch(bomb + [0x2E]), "doubling")
  }

  @Test
  func `a pickle that asks for more bytes than there are is refused`() {
    for opcode in ["X", "B", "T", "j", "r"] {
      expectRefusal(ZipWriter.torch(Array(opcode.utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 0x2E]), "\(opcode)")
    }
    expectRefusal(ZipWriter.torch([0x8d] + [UInt8](repeating: 0xFF, count: 8) + [0x2E]), "BINUNICODE8")
    expectRefusal(ZipWriter.torch([0x95] + [UInt8](repeating: 0xFF, count: 8) + [0x2E]), "FRAME")
  }

  @Test
  func `memo, marks and containers without end are refused before they cost memory`() {
    let count = 3_000_000
    let many: [(String, [UInt8])] = [
      ("memo", [UInt8(ascii: "N")] + [UInt8](repeating: 0x94, count: count)),
      ("marks", [UInt8](repeating: UInt8(ascii: "("), count: count)),
      ("containers", Array(repeatElement(Array("]0".utf8), count: count / 2).joined())),
    ]
    for (name, pickle) in many { expectRefusal(ZipWriter.torch(pickle + Array("N.".utf8)), "\(name)") }
  }

  @Test
  func `a ZIP that lies is refused`() {
    let pickle = PickleWriter.tensor(shape: [2], strides: [1])
    func zip(_ edit: (inout ZipWriter) -> Void) -> [UInt8] {
      var zip = ZipWriter()
      zip.add("x/data.pkl", pickle)
      zip.add("x/data/0", [UInt8](repeating: 0, count: 8))
      edit(&zip)
      return zip.bytes
    }
    #expect(throws: Never.self) { try open(zip { _ in }) }
    for value in [UInt64.max, 1 << 63, UInt64(Int.max), 1 << 40, 7] {
      expectRefusal(zip { $0.entries[1].claimedByteCount = value }, "size \(value)")
      expectRefusal(zip { $0.entries[1].claimedOffset = value }, "offset \(value)")
      expectRefusal(zip { $0.claimedDirectoryOffset = value }, "directory at \(value)")
      expectRefusal(zip { $0.claimedDirectoryByteCount = value }, "directory of \(value)")
      expectRefusal(zip { $0.claimedEntryCount = value }, "\(value) entries")
    }
    expectRefusal(zip { $0.entries[1].method = 8 }, "deflated")
    expectRefusal(zip { $0.entries[1].name = "x/data/1" }, "storage missing")
    expectRefusal(zip { $0.entries.append($0.entries[1]) }, "twice")
    expectRefusal(zip { $0.add("x/byteorder", Array("big".utf8)) }, "big endian")
    expectRefusal(zip { $0.entries.removeFirst() }, "no pickle")
    expectRefusal(zip { $0.entries.removeAll() }, "empty")
  }

  @Test
  func `a safetensors header that lies is refused`() throws {
    func entry(_ shape: String, _ offsets: String, type: String = "F32") -> String {
      "{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
    }
    let whole = try TemporaryFile("{\"x\":\(entry("[2]", "[0,8]"))}", body: 8)
    #expect(try Checkpoint(path: whole.path).tensors.count == 1)
    let headers = [
      "{\"x\":\(entry("[2]", "[0,8]")),\"y\":\(entry("[2]", "[4,12]"))}", "{\"x\":\(entry("[2]", "[0,9]"))}",
      "{\"x\":\(entry("[2]", "[8,0]"))}", "{\"x\":\(entry("[2]", "[-8,0]"))}", "{\"x\":\(entry("[2]", "[12,20]"))}",
      "{\"x\":\(entry("[4611686018427387904,4]", "[0,8]"))}", "{\"x\":\(entry("[-2]", "[0,8]"))}",
      "{\"x\":\(entry("[0,4611686018427387904,4611686018427387904]", "[0,0]"))}",
      "{\"x\":\(entry("[2]", "[9223372036854775807,9223372036854775807]"))}",
      "{\"x\":\(entry("[2]", "[0,18446744073709551615]"))}", "{\"x\":\(entry("[2]", "[0,8.5]"))}",
      "{\"x\":\(entry("[2.5]", "[0,8]"))}", "{\"x\":\(entry("[2]", "[0,8,9]"))}", "{\"x\":\(entry("[2]", "[0]"))}",
      "{\"x\":\(entry("[1e30]", "[0,8]"))}", "{\"x\":\(entry("[2]", "[0,8]", type: "F31"))}", "{\"x\":1}",
      "{\"x\":\(entry("[2]", "[0,8]")),\"x\":\(entry("[2]", "[8,16]"))}",
      "{\"x\":\(entry("[2]", "[0,8]")),\"\\u0078\":\(entry("[2]", "[8,16]"))}", "{\"x\":", "{",
      "{\"x\":" + String(repeating: "[", count: 100_000),
    ]
    for header in headers {
      let file = try TemporaryFile(header, body: 16)
      #expect(throws: CheckpointError.self, "\(header.prefix(80))") { try Checkpoint(path: file.path) }
    }
    for length in [UInt64.max, 1 << 63, UInt64(Int.max), 1000, 0] {
      expectRefusal(littleEndian(length, 8) + Array("{}      ".utf8), "length \(length)")
    }
  }

  @Test(arguments: CheckpointGoldens.files)
  func `cut or flipped goldens never trap`(name: String) throws {
    let bytes = try Goldens.bytes("checkpoint/\(name)")
    for count in stride(from: 0, to: bytes.count, by: bytes.count > 1000 ? 7 : 1) {
      expectRefusal(Array(bytes[..<count]), "\(count) bytes")
    }
    var generator = SeededGenerator(state: UInt64(bytes.count))
    var refusedCount = 0
    for _ in 0..<400 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        damaged[Int.random(in: damaged.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      // Values may change without being noticed; what counts is that nothing but an error can come out.
      if (try? open(damaged)) == nil { refusedCount += 1 }
    }
    #expect(refusedCount > 20)
  }

  @Test
  func `flipped index files never trap`() throws {
    let folder = CheckpointGoldens.path("sharded-bin")
    let index = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/pytorch_model.bin.index.json")))
    let file = try TemporaryFile(index, name: "pytorch_model.bin.index.json")
    for shard in 1...2 {
      let name = "pytorch_model-0000\(shard)-of-00002.bin"
      try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(file.folder)/\(name)")
    }
    #expect(try Checkpoint(path: file.folder).tensors.count == 3)
    var generator = SeededGenerator(state: 5)
    var refusedCount = 0
    for _ in 0..<300 {
      var damaged = index
      damaged[Int.random(in: damaged.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      try file.write(damaged)
      if (try? Checkpoint(path: file.folder)) == nil { refusedCount += 1 }
    }
    #expect(refusedCount > 100)
  }
}
