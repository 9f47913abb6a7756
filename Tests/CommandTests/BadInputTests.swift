import Foundation
import SkinTestSupport
import Testing

/// What a person may get wrong: each is one error line, one help line, the right status, and no trap.
@Suite struct BadInputTests {
  private static let photo = Goldens.url("image/baseline-444.jpg").path(percentEncoded: false)

  private func expectFailure(
    _ arguments: [String], _ status: Int32, input: String = "", location: SourceLocation = #_sourceLocation
  ) throws {
    let run = try Program.run(arguments, input: input)
    let lines = run.errors.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(run.status == status, "\(arguments): \(run.errors)", sourceLocation: location)
    #expect(
      lines.count == 3 && lines[0].hasPrefix("error: ") && lines[1].hasPrefix("help:") && lines[2].isEmpty,
      "\(arguments): \(run.errors)", sourceLocation: location)
  }

  @Test(arguments: ["diagnose", "chat", "trace"]) func `a bad photo`(command: String) throws {
    try Program.withFolder { folder in
      func path(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: folder.appending(path: name))
        return folder.appending(path: name).path(percentEncoded: false)
      }
      let whole = try Goldens.bytes("image/baseline-444.jpg")
      let photos: [(path: String, status: Int32)] = [
        (try path("cut.jpg", Array(whole.prefix(whole.count / 2))), 65),
        (try path("text.jpg", Array("a text".utf8)), 65),
        (try path("empty.jpg", []), 65), (folder.path(percentEncoded: false), 65),
        (Goldens.url("image/claims-30000.png").path(percentEncoded: false), 65), ("/nowhere/photo.jpg", 66),
      ]
      let output = folder.appending(path: "trace.safetensors").path(percentEncoded: false)
      for photo in photos {
        try expectFailure([command, photo.path] + (command == "trace" ? ["--output", output] : []), photo.status)
      }
      #expect(!FileManager.default.fileExists(atPath: output))
    }
  }

  @Test func `a bad container, whatever command opens it`() throws {
    try Program.withFolder { folder in
      let whole = try SmallModel.bytes(in: folder)
      func path(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: folder.appending(path: name))
        return folder.appending(path: name).path(percentEncoded: false)
      }
      var flipped = whole
      flipped[whole.count / 2] ^= 4
      var absurd = whole
      absurd.replaceSubrange(16..<48, with: [UInt8](repeating: 0xFF, count: 32))
      let models: [(path: String, status: Int32)] = [
        (try path("cut", Array(whole.prefix(whole.count * 2 / 3))), 65), (try path("flipped", flipped), 65),
        (try path("absurd", absurd), 65), (try path("empty", []), 65), (try path("text", Array("a text".utf8)), 65),
        (folder.path(percentEncoded: false), 65), ("/nowhere/model.skgpt", 66),
      ]
      let labels = try path("labels.csv", Array("file,class_slug\nx,y\n".utf8))
      let output = folder.appending(path: "out").path(percentEncoded: false)
      for (model, status) in models {
        try expectFailure(["inspect", model], status)
        try expectFailure(["verify", model], status)
        for command in [
          ["diagnose", Self.photo], ["chat", Self.photo], ["trace", Self.photo, "--output", output], ["bench"],
          ["plan"], ["doctor"], ["tokenize", "hi"], ["serve", "--port", "39471"],
          ["eval", "--labels", labels, "--photos", folder.path(percentEncoded: false)],
        ] {
          // What is flipped lies in the weights, which planning and tokenizing of large models do not read.
          try expectFailure(command + ["--model", model], status)
        }
      }
      #expect(!FileManager.default.fileExists(atPath: output))
    }
  }

  @Test func `a file that is no case list, which stays as it is`() throws {
    try Program.withFolder { folder in
      let text = folder.appending(path: "notes.txt")
      try Data("notes".utf8).write(to: text)
      let paths: [(path: String, status: Int32)] = [
        (text.path(percentEncoded: false), 65), (folder.path(percentEncoded: false), 65), ("/dev/null", 65),
        (folder.appending(path: "no/cases.db").path(percentEncoded: false), 74),
      ]
      for (path, status) in paths { try expectFailure(["serve", "--port", "39472", "--cases", path], status) }
      #expect(try Data(contentsOf: text) == Data("notes".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).count == 1)
    }
  }

  @Test func `verify names everything that is damaged`() throws {
    try Program.withFolder { folder in
      var bytes = try SmallModel.bytes(in: folder)
      for part in [1, 2, 3] { bytes[bytes.count / 4 * part] ^= 1 }
      let file = folder.appending(path: "damaged.skgpt")
      try Data(bytes).write(to: file)
      let run = try Program.run(["verify", "--json", file.path(percentEncoded: false)])
      let result = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      let damaged = try #require(result["damaged"] as? [String])
      #expect(run.status == 65 && damaged.count >= 2 && damaged.allSatisfy(run.errors.contains))
    }
  }

  @Test(arguments: [
    ["--max-tokens", "-1"], ["--max-tokens", "x"], ["--max-tokens", "99999999999999999999"], ["--threads", "0"],
    ["--threads", "-3"], ["--temperature", "nan"], ["--temperature", "-1"], ["--temperature", "inf"], ["--top-p", "2"],
    ["--top-p", "nan", "--temperature", "1"], ["--top-k", "0", "--temperature", "1"], ["--top-k", "3"],
    ["--beams", "0"],
    ["--beams", "2", "--temperature", "1"], ["--memory-limit", "3X"], ["--memory-limit", "0"], ["--memory-limit", "1"],
    ["--memory-limit", "-2G"], ["--kernels", "fastest"], ["--kernels"], ["--seed", "-1"],
    ["--repetition-penalty", "0"],
    ["--language", "de"], ["--large-print"], ["--modle", "x"],
  ]) func `a wrong option`(options: [String]) throws {
    try expectFailure(["diagnose", Self.photo] + options, 64)
  }

  @Test(arguments: [
    ["diagnose"], ["chat"], ["trace", "x.jpg"], ["trace", "x.jpg", "--output", "o", "--until", "nowhere"],
    ["trace", "x.jpg", "--output", "o", "--generate", "0"], ["eval"], ["eval", "--labels", "x"], ["inspect"],
    ["verify"],
    ["convert"], ["synthesize"], ["plan", "--preset", "x"], ["plan", "--weights", "int4"], ["bench", "--repeats", "0"],
    ["bench", "--prefill", "1000000"], ["serve", "--port", "99999"], ["serve", "--port", "0"], ["no-such-command"],
    ["--no-such-option"], ["chat", "a", "b"], ["help", "no-such-command"], ["--language", "fr", "diagnose", "x.jpg"],
    ["serve", "--when-taken", "sometimes"], [photo],
  ]) func `a wrong command line`(arguments: [String]) throws { try expectFailure(arguments, 64) }

  @Test(arguments: [
    ("diagnos", "diagnose"), ("chatt", "chat"), ("sythesize", "synthesize"), ("verfiy", "verify"),
  ]) func `a command that is nearly right is named`(typed: String, meant: String) throws {
    let run = try Program.run([typed, "photo.jpg"])
    #expect(run.errors.contains("Did you mean '\(meant)'?"))
  }

  @Test(arguments: [
    ([photo], "skingpt diagnose PHOTO"), (["help", "fitt"], "skingpt --help lists the commands."),
    (["--threads", "2", "diagnose", photo], "Options stand after the command"),
    (["diagnose"], "skingpt diagnose [<options>] <photos> ...;"),
    (["eval", "--labels", "x.csv"], "skingpt eval [<options>] --labels <labels> --photos <photos>;"),
    (["chat", "--modle", "x"], "skingpt chat --help lists its options."),
  ]) func `the help is about what was typed`(arguments: [String], help: String) throws {
    let lines = try Program.run(arguments).errors.split(separator: "\n")
    #expect(lines.count == 2 && lines.last?.contains(help) == true, "\(lines)")
  }

  @Test func `an output without a folder is refused before any work`() throws {
    let folder = Goldens.url("image").path(percentEncoded: false)
    for output in ["/nowhere/out", Self.photo + "/out", folder] {
      for option in ["--html", "--fhir", "--jsonl"] {
        let run = try Program.run(["diagnose", Self.photo, option, output])
        #expect(run.status == 74 && run.output.isEmpty, "\(option) \(output): \(run.errors)")
      }
      try expectFailure(["trace", "/nowhere.jpg", "--output", output], 74)
      try expectFailure(["features", "--labels", "/nowhere", "--photos", folder, "--output", output], 74)
      try expectFailure(["fit", "--labels", "/nowhere", "--photos", folder, "--output", output], 74)
    }
  }

  @Test(arguments: [";", "\t", ","]) func `a table of labels, however a spreadsheet separates its columns`(
    separator: String
  ) throws {
    try Program.withFolder { folder in
      let labels = folder.appending(path: "labels.csv")
      let photos = Goldens.url("image").path(percentEncoded: false)
      let header = "\u{FEFF}file\(separator)class_slug\r\n"
      func run(_ row: String) throws -> Program.Run {
        try Data((header + row + "\r\n").utf8).write(to: labels)
        return try Program.run([
          "fit", "--labels", labels.path(percentEncoded: false), "--photos", photos, "--output",
          folder.appending(path: "f").path(percentEncoded: false),
        ])
      }
      let few = try run("baseline-444.jpg\(separator)fungal")
      #expect(few.status == 65 && few.errors.contains("20"), "\(few.errors)")
      let unknown = try run("baseline-444.jpg\(separator)flea")
      #expect(unknown.errors.contains("line 2 names the class 'flea'"), "\(unknown.errors)")
      let long = try run("baseline-444.jpg\(separator)fungal\(separator)")
      #expect(long.errors.contains("line 2 has 3 fields, the header 2") && long.errors.contains("stands in quotes"))
      try Data("file|class_slug\nx|fungal\n".utf8).write(to: labels)
      try expectFailure(
        ["eval", "--labels", labels.path(percentEncoded: false), "--photos", photos], 65)
    }
  }

  @Test func `a list of values stays in the one line`() throws {
    let run = try Program.run(["trace", "x.jpg", "--output", "o", "--until", "nowhere"])
    #expect(run.errors.split(separator: "\n").first?.contains("soft_prompt") == true)
  }

  @Test func `files beside the photo`() throws {
    let folder = Goldens.url("image").path(percentEncoded: false)
    try expectFailure(["diagnose", Self.photo, "--history", "/nowhere.json"], 66)
    try expectFailure(["diagnose", Self.photo, "--history", folder], 65)
    try expectFailure(["tokenize", "hi", "--tokenizer", "/nowhere.model"], 66)
    try expectFailure(["tokenize", "hi", "--tokenizer", folder], 65)
    try expectFailure(["tokenize", "hi", "--tokenizer", Self.photo], 65)
    try expectFailure(["tokenize", "--decode", "[1, 999999]"], 65)
    try expectFailure(["tokenize", "--decode", "[-1]"], 65)
    try expectFailure(["tokenize", "--decode", "nothing"], 65)
    try expectFailure(["eval", "--labels", folder, "--photos", folder], 65)
    try expectFailure(["trace", Self.photo, "--output", "/nowhere/trace.safetensors"], 74)
    try Program.withFile(Array("file,class_slug\nx.jpg,nonskin\n".utf8), "labels.csv") { labels in
      try expectFailure(["eval", "--labels", labels, "--photos", "/nowhere"], 66)
      try expectFailure(["eval", "--labels", labels, "--photos", Self.photo], 65)
      try expectFailure(["eval", "--labels", labels, "--photos", folder], 66)
    }
  }

  @Test func `more tokens than the context holds are refused, not left out`() throws {
    try Program.withFolder { folder in
      let output = folder.appending(path: "t").path(percentEncoded: false)
      try expectFailure(["trace", Self.photo, "--output", output, "--generate", "100000"], 65)
      try expectFailure(
        ["diagnose", Self.photo, "--force", "--json", "--prompt", String(repeating: "why ", count: 20_000)], 65)
    }
  }

  @Test func `a bad photo among good ones costs its line only`() throws {
    let run = try Program.run(
      ["diagnose", Self.photo, "/nowhere.jpg", Self.photo, "--json", "--force", "--max-tokens", "1"])
    #expect(run.status == 66)
    #expect(run.output.split(separator: "\n").count == 2)
    #expect(run.errors.split(separator: "\n").count == 2)
  }
}

/// A small container that the program made.
enum SmallModel {
  static func bytes(in folder: URL) throws -> [UInt8] {
    let file = folder.appending(path: "small.skgpt")
    let made = ["synthesize", "--preset", "stories-15m", "--weights", "int4", "--quiet", "--output"]
    let run = try Program.run(made + [file.path(percentEncoded: false)])
    try #require(run.status == 0)
    return [UInt8](try Data(contentsOf: file))
  }
}
