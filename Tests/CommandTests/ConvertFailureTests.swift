import Foundation
import SkinTestSupport
import Testing

/// What `skingpt convert` says of wrong inputs: two lines, the right status, and no file.
struct ConvertFailureTests {
  private func convert(_ changes: [String: String], _ more: [String] = []) throws -> Program.Run {
    let source = Goldens.url("pipeline/tiny").path(percentEncoded: false)
    return try Program.withFolder { folder in
      let output = folder.appending(path: "model.skgpt").path(percentEncoded: false)
      var files = [
        "--vision": "\(source)/eva_vit.pth", "--qformer": "\(source)/blip2.pth",
        "--alignment": "\(source)/alignment.pth", "--language": "\(source)/language",
        "--config": "\(source)/model.json", "--output": output, "--weights": "int8",
      ]
      files.merge(changes) { $1 }
      let run = try Program.run(["convert"] + files.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] } + more)
      if run.status != 0 { #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty) }
      return run
    }
  }

  private func expectFailure(_ run: Program.Run, _ status: Int32, _ words: String...) {
    #expect(run.status == status)
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("error: ") && lines[1].hasPrefix("help: "), "\(run.errors)")
    for word in words { #expect(run.errors.contains(word), "\(run.errors)") }
  }

  @Test func `files in the wrong options are named with both options`() throws {
    let source = Goldens.url("pipeline/tiny").path(percentEncoded: false)
    let swapped = ["--qformer": "\(source)/alignment.pth", "--alignment": "\(source)/blip2.pth"]
    expectFailure(try convert(swapped), 65, "blip2.pth", "--qformer", "--alignment")
  }

  @Test func `K-quants are refused by name and pass with --force`() throws {
    let blocks = Goldens.url("input/k-quants.gguf").path(percentEncoded: false)
    expectFailure(try convert(["--language": blocks]), 65, "Q4_K", "8 tensors", "--force")
    let forced = try convert(["--language": blocks, "--alignment": wideAlignment], ["--force"])
    #expect(forced.status == 0, "\(forced.errors)")
  }

  private var wideAlignment: String { Goldens.url("input/alignment-256.safetensors").path(percentEncoded: false) }

  @Test func `a GGUF of llama.cpp becomes a container that says what was moved`() throws {
    let run = try convert(["--language": Goldens.url("input/q8_0.gguf").path(percentEncoded: false)])
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func `a GGUF that claims too much is refused in a line`() throws {
    let bytes = Array("GGUF".utf8) + [3, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 0x10] + [UInt8](repeating: 0, count: 8)
    try Program.withFile(bytes, "huge.gguf") { path in
      expectFailure(try convert(["--language": path]), 65, "1152921504606846976 tensors")
    }
  }
}
