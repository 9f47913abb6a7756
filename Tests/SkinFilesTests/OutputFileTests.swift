import Foundation
import Testing

@testable import SkinFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Outputs never destroy what is not theirs.
struct OutputFileTests {
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "output-\(UUID().uuidString)")
    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }
    func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }
    func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: url.appending(path: name)) }
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
    }
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted() }
  }

  @Test func `a file gets its name when it is whole, and replaces one of its kind`() throws {
    let folder = try Folder()
    try OutputFile.write(Array("{}".utf8), to: folder.path("a.json"), kind: .json)
    try OutputFile.write(Array("[1]".utf8), to: folder.path("a.json"), kind: .json)
    #expect(try folder.text("a.json") == "[1]")
    #expect(folder.names == ["a.json"])
  }

  @Test func `a file of another kind stays`() throws {
    let folder = try Folder()
    try folder.write("\u{89}PNG", "photo.png")
    for kind in [OutputKind.page, .json, .container, .gguf, .safetensors, .pack] {
      #expect(throws: OutputError.otherKind(path: folder.path("photo.png"), expected: kind.name)) {
        try OutputFile.write(Array("x".utf8), to: folder.path("photo.png"), kind: kind)
      }
    }
    #expect(try folder.text("photo.png") == "\u{89}PNG")
  }

  @Test func `an input is no output, under whatever name`() throws {
    let folder = try Folder()
    try folder.write("{}", "in.json")
    // SAFETY: the names live during the call.
    let code = unsafe link(folder.path("in.json"), folder.path("other.json"))
    #expect(code == 0)
    for name in ["in.json", "other.json"] {
      #expect(throws: OutputError.isInput(path: folder.path(name))) {
        try OutputFile.write(Array("[]".utf8), to: folder.path(name), kind: .json, inputs: [folder.path("in.json")])
      }
    }
  }

  @Test func `a link where the output would grow is not followed`() throws {
    let folder = try Folder()
    try folder.write("keep", "victim")
    // SAFETY: the names live during the call.
    let code = unsafe symlink(folder.path("victim"), folder.path("a.json.partial"))
    #expect(code == 0)
    #expect(throws: OutputError.foreignPartial(path: folder.path("a.json.partial"))) {
      try OutputFile.write(Array("{}".utf8), to: folder.path("a.json"), kind: .json)
    }
    #expect(try folder.text("victim") == "keep")
  }

  @Test func `two writers of one output do not meet`() throws {
    let folder = try Folder()
    let first = try OutputFile(path: folder.path("a.json"), kind: .json)
    #expect(throws: OutputError.busy(path: folder.path("a.json.partial"))) {
      _ = try OutputFile(path: folder.path("a.json"), kind: .json)
    }
    try first.append(Array("{}".utf8))
    try first.finish()
    #expect(try folder.text("a.json") == "{}")
  }

  @Test func `a pipe that nobody reads does not hang`() throws {
    let folder = try Folder()
    // SAFETY: the names live during the call.
    let code = unsafe mkfifo(folder.path("pipe"), 0o600)
    #expect(code == 0)
    #expect(throws: OutputError.noReader(path: folder.path("pipe"))) {
      try OutputFile.write(Array("{}".utf8), to: folder.path("pipe"), kind: .json)
    }
  }

  @Test func `an abandoned file leaves nothing`() throws {
    let folder = try Folder()
    do {
      let file = try OutputFile(path: folder.path("a.json"), kind: .json)
      try file.append(Array("{".utf8))
    }
    #expect(folder.names.isEmpty)
  }
}

/// Names that are no text, and texts that are no names.
struct FileNameTests {
  @Test func `bytes of a name come back as they were`() {
    for bytes in [Array("hä.jpg".utf8), [0x68, 0xE4, 0x75, 0x74], [0xFF, 0xC3, 0xA4, 0x80], [0xF0, 0x9F]] as [[UInt8]] {
      #expect(FileName.bytes(FileName.text(bytes)) == bytes)
    }
  }

  @Test func `what could move a cursor is shown as what it is`() {
    #expect(FileName.shown("a\u{1B}]0;x\u{7}.png") == "a\\x1B]0;x\\x07.png")
    #expect(FileName.shown(FileName.text([0x68, 0xE4])) == "h\\xE4")
    #expect(FileName.shown("a\u{202E}b") == "a\\u{202E}b")
    #expect(FileName.shown("Öl ü 日本\n", keepsLines: true) == "Öl ü 日本\n")
    #expect(FileName.shown("\u{1B}[1mx\u{1B}[2J", keepsColours: true) == "\u{1B}[1mx\\x1B[2J")
  }

  @Test func `harmful letters in JSON stay JSON`() throws {
    let json = FileName.harmless(json: "{\"a\":\"x\u{202E}\u{85}y\"}\n")
    #expect(!json.unicodeScalars.contains { $0 == "\u{202E}" })
    let value = try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
    #expect(value["a"] == "x\u{202E}\u{85}y")
  }
}
