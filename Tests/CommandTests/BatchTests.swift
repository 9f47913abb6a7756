import Foundation
import SkinTestSupport
import Testing

/// `diagnose --jsonl`: many photos, a line for each.
@Suite struct BatchTests {
  private func lines(_ file: URL) throws -> [[String: Any]] {
    try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
      try #require(JSONSerialization.jsonObject(with: $0) as? [String: Any])
    }
  }

  private func names(_ lines: [[String: Any]]) -> [String] {
    lines.compactMap { ($0["photo"] as? [String: Any])?["file"] as? String }
  }

  @Test func `shards make one line a photo, a broken photo is a line, and half a line is done again`() throws {
    try Program.withFolder { folder in
      let photos = folder.appending(path: "photos")
      try FileManager.default.createDirectory(
        at: photos.appending(path: "b"), withIntermediateDirectories: true)
      let picture = Data(try Goldens.bytes("image/baseline-444.jpg"))
      for name in ["a.jpg", "b/a.jpg", "c.JPG"] { try picture.write(to: photos.appending(path: name)) }
      try Data("no photo".utf8).write(to: photos.appending(path: "d.png"))
      try Data("not looked at".utf8).write(to: photos.appending(path: "notes.txt"))
      let output = folder.appending(path: "out.jsonl")
      func run(_ shard: String, _ more: [String]) throws -> Program.Run {
        try Program.run(
          [
            "diagnose", photos.path(percentEncoded: false), "--jsonl", output.path(percentEncoded: false), "--shard",
            shard, "--max-tokens", "1",
          ] + more)
      }
      #expect(try run("1/2", []).status == 0)
      #expect(names(try lines(output)) == ["a.jpg", "c.JPG"])
      #expect(try run("2/2", []).status == 65)
      let handle = try FileHandle(forWritingTo: output)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("{\"schema\":\"skin".utf8))
      try handle.close()
      #expect(try run("2/2", ["--resume"]).status == 0)
      let all = try lines(output)
      #expect(names(all) == ["a.jpg", "c.JPG", "b/a.jpg", "d.png"])
      #expect(all.map { $0["error"] != nil } == [false, false, false, true])
      #expect(try run("1/1", ["--resume"]).status == 0)
      #expect(names(try lines(output)).count == 4)
      // Lines of another model are not mixed with these.
      let whole = try String(contentsOf: output, encoding: .utf8)
      let digest = try #require((all[0]["model"] as? [String: Any])?["digest"] as? String)
      let foreign = whole.replacing(digest, with: String(repeating: "0", count: 64))
      try foreign.write(to: output, atomically: true, encoding: .utf8)
      let refused = try run("1/1", ["--resume"])
      #expect(refused.status == 65 && refused.errors.contains("reports of another model"))
      #expect(try String(contentsOf: output, encoding: .utf8) == foreign)
    }
  }

  @Test func `a linked folder is searched, and no photo is left out without a word`() throws {
    try Program.withFolder { folder in
      func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
      let picture = Data(try Goldens.bytes("image/baseline-444.jpg"))
      for name in ["one", "two", "none"] {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
        if name != "none" { try picture.write(to: folder.appending(path: name + "/a.jpg")) }
      }
      try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: path("one"))
      func run(_ folders: [String], into output: String) throws -> Program.Run {
        try Program.run(["diagnose"] + folders.map(path) + ["--jsonl", path(output), "--max-tokens", "1"])
      }
      #expect(try run(["link"], into: "link.jsonl").status == 0)
      #expect(names(try lines(folder.appending(path: "link.jsonl"))) == ["a.jpg"])
      for (folders, status) in [(["one", "two"], Int32(64)), (["none"], 66)] {
        let refused = try run(folders, into: "refused.jsonl")
        #expect(refused.status == status && refused.errors.split(separator: "\n").count == 2)
      }
      // The same photo named twice is one photo.
      #expect(try run(["one", "one"], into: "twice.jsonl").status == 0)
      #expect(names(try lines(folder.appending(path: "twice.jsonl"))) == ["a.jpg"])
    }
  }

  @Test(arguments: [
    ["--resume"], ["--shard", "1/2"], ["--jsonl", "x", "--json"], ["--jsonl", "x", "--shard", "3/2"],
  ])
  func `options that do not go together are refused`(options: [String]) throws {
    let run = try Program.run(["diagnose", "a.jpg"] + options)
    #expect(run.status == 64)
    #expect(run.errors.split(separator: "\n").count == 2)
  }
}
