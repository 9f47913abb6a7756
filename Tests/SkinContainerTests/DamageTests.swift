import Foundation
import SkinConfiguration
import SkinQuantization
import SkinTensor
import Testing

@testable import SkinContainer

struct DamageTests {
  private let folder: TemporaryFolder
  private let path: String
  private let bytes: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/sample.skgpt"
    try SampleContainer.write(path)
    bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func expectRefusal(_ bytes: [UInt8], _ comment: Comment) throws {
    let path = try folder.write(bytes, "damaged.skgpt")
    #expect(throws: ContainerError.self, comment) { try Container.open(path: path) }
  }

  @Test
  func `a flipped bit anywhere is refused`() throws {
    // One digest covers the whole catalogue, so that each seventh of its bytes is enough.
    let catalogue = Int(bytes.littleEndian(at: 24, byteCount: 8))
    for index in Array(0..<catalogue) + Array(stride(from: catalogue, to: bytes.count, by: 7)) {
      var damaged = bytes
      damaged[index] ^= 1 << UInt8(index % 8)
      try expectRefusal(damaged, "byte \(index)")
    }
  }

  @Test
  func `a file that was cut anywhere is refused`() throws {
    for count in Array(0..<200) + Array(stride(from: 200, to: bytes.count, by: 3)) + [bytes.count - 1] {
      try expectRefusal(Array(bytes[..<count]), "\(count) bytes")
    }
  }

  @Test
  func `surplus bytes at the end are refused`() throws {
    for surplus in [[UInt8(0)], [10], [UInt8](repeating: 0, count: 64)] {
      try expectRefusal(bytes + surplus, "\(surplus)")
    }
  }

  @Test
  func `what is no container is named`() throws {
    let missing = folder.path + "/missing"
    #expect(throws: ContainerError.notFound(path: missing)) { try Container.open(path: missing) }
    #expect(throws: ContainerError.isDirectory(path: folder.path)) { try Container.open(path: folder.path) }
    let empty = try folder.write([], "empty")
    #expect(throws: ContainerError.empty(path: empty)) { try Container.open(path: empty) }
    let other = try folder.write(Array("GGUF, something else altogether".utf8), "other")
    #expect(throws: ContainerError.notAContainer(path: other)) { try Container.open(path: other) }
    let pipe = folder.path + "/pipe"
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    #expect(throws: ContainerError.notAContainer(path: pipe)) { try Container.open(path: pipe) }
  }

  @Test
  func `a file of a newer version is named`() throws {
    var newer = bytes
    newer[8] = 3
    newer.replaceSubrange(96..<128, with: SampleContainer.digest(Array(newer[..<96])))
    let file = try folder.write(newer, "newer")
    #expect(throws: ContainerError.newerVersion(path: file, found: 3, supported: 2)) { try Container.open(path: file) }
  }

  @Test
  func `a header whose numbers overflow is refused`() throws {
    for (offset, value) in [(16, UInt64.max), (24, .max), (32, .max), (24, 0), (24, 1 << 63), (32, 0)] {
      var damaged = bytes
      var field: [UInt8] = []
      field.append(littleEndian: value)
      damaged.replaceSubrange(offset..<offset + 8, with: field)
      damaged.replaceSubrange(96..<128, with: SampleContainer.digest(Array(damaged[..<96])))
      try expectRefusal(damaged, "\(value) at \(offset)")
    }
  }

  @Test
  func `a catalogue that is edited without harm is read`() throws {
    let file = try folder.write(try SampleContainer.edited(bytes) { _ in })
    #expect(try Container.open(path: file).records.count == Container.open(path: path).records.count)
  }

  @Test(arguments: ["offset", "byteCount", "rawByteCount"])
  func `absurd places and lengths of chunks are refused`(field: String) throws {
    let values: [Any] = [
      -1, -64, 0, 1, 64, Int.max, Int.max - 63, Int.min, UInt64.max, 1 << 40, 1e300, 0.5, "1", NSNull(), bytes.count,
    ]
    for value in values {
      for part in ["tensors", "resources"] {
        let damaged = try SampleContainer.edited(bytes) { catalogue in
          var records = catalogue[part] as? [[String: Any]] ?? []
          var blob = records[0]["blob"] as? [String: Any] ?? [:]
          var chunks = blob["chunks"] as? [[String: Any]] ?? []
          chunks[0][field] = value
          blob["chunks"] = chunks
          records[0]["blob"] = blob
          catalogue[part] = records
        }
        try expectRefusal(damaged, "\(field) \(value) in \(part)")
      }
    }
  }

  @Test
  func `chunks that overlap or are there twice are refused`() throws {
    let damaged = try SampleContainer.edited(bytes) { catalogue in
      var records = catalogue["tensors"] as? [[String: Any]] ?? []
      records[1]["blob"] = records[4]["blob"]
      catalogue["tensors"] = records
    }
    try expectRefusal(damaged, "overlap")
    for part in ["tensors", "resources"] {
      let twice = try SampleContainer.edited(bytes) { catalogue in
        let records = catalogue[part] as? [[String: Any]] ?? []
        catalogue[part] = records + [records[0]]
      }
      try expectRefusal(twice, "twice in \(part)")
    }
  }

  @Test
  func `missing, unknown and misshapen tensors are named`() throws {
    func damaged(_ edit: (inout [[String: Any]]) -> Void) throws -> String {
      try folder.write(
        try SampleContainer.edited(bytes) { catalogue in
          var records = catalogue["tensors"] as? [[String: Any]] ?? []
          edit(&records)
          catalogue["tensors"] = records
        }, "damaged.skgpt")
    }
    let first = TensorName.vision(.patchEmbedding)
    var file = try damaged { $0.removeFirst() }
    #expect(throws: ContainerError.missingTensor(path: file, first)) { try Container.open(path: file) }
    file = try damaged { $0[0]["name"] = "x" }
    #expect(throws: ContainerError.surplusTensor(path: file, TensorName("x"))) { try Container.open(path: file) }
    file = try damaged { $0[0]["shape"] = [3, 6] }
    #expect(throws: ContainerError.wrongShape(path: file, first, expected: Shape(6, 3), found: Shape(3, 6))) {
      try Container.open(path: file)
    }
    for (key, value) in [
      ("scheme", "int4" as Any), ("storage", "rows"), ("shape", [6]), ("shape", [-6, -3]), ("scheme", 1),
    ] {
      file = try damaged { $0[0][key] = value }
      #expect(throws: ContainerError.self, "\(key)") { try Container.open(path: file) }
    }
  }

  @Test(arguments: [
    ("vision", "width"), ("vision", "layerCount"), ("vision", "patchSize"), ("image", "size"), ("query", "width"),
    ("query", "layerCount"), ("query", "crossAttentionInterval"), ("language", "headCount"),
    ("language", "keyValueHeadCount"), ("language", "headWidth"), ("language", "vocabularySize"),
    ("language", "layerCount"),
  ])
  func `a configuration with an absurd extent is refused`(part: String, key: String) throws {
    for value in [-1, Int.min, Int.max, 1 << 32, 1 << 20] {
      let damaged = try SampleContainer.edited(bytes) { catalogue in
        var configuration = catalogue["configuration"] as? [String: Any] ?? [:]
        var extents = configuration[part] as? [String: Any] ?? [:]
        extents[key] = value
        configuration[part] = extents
        catalogue["configuration"] = configuration
      }
      try expectRefusal(damaged, "\(part) \(key) \(value)")
    }
  }

  @Test
  func `a catalogue that is no JSON, or nested without end, is refused`() throws {
    let nested = [UInt8](repeating: UInt8(ascii: "["), count: 200_000)
    for json in [[], Array("{".utf8), Array("null".utf8), Array("[]".utf8), [0xFF, 0xFE], nested] {
      try expectRefusal(SampleContainer.withCatalogue(bytes, json), "\(json.prefix(8))")
    }
  }

  @Test
  func `a compressed chunk that claims another length is refused where it is decoded`() throws {
    let damaged = try SampleContainer.edited(bytes) { catalogue in
      var records = catalogue["resources"] as? [[String: Any]] ?? []
      var blob = records[1]["blob"] as? [String: Any] ?? [:]
      var chunks = blob["chunks"] as? [[String: Any]] ?? []
      chunks[0]["rawByteCount"] = 5001
      blob["chunks"] = chunks
      records[1]["blob"] = blob
      catalogue["resources"] = records
    }
    let container = try Container.open(path: try folder.write(damaged))
    #expect(throws: ContainerError.damaged(path: container.path, part: "model-card.md")) {
      try container.resource(.modelCard)
    }
  }
}
