import Foundation
import SkinTestSupport
import Testing

/// Options that mean the same everywhere.
@Suite struct CommonOptionTests {
  private static let photo = Goldens.url("image/baseline-444.jpg").path(percentEncoded: false)
  private static let commands = [
    "diagnose", "chat", "serve", "convert", "inspect", "verify", "trace", "tokenize", "bench", "synthesize", "eval",
    "plan",
    "doctor", "models",
  ]

  @Test(arguments: commands) func `every command knows --json, --quiet, --help and --version`(command: String) throws {
    let help = try Program.run([command, "--help"])
    #expect(help.status == 0 && help.errors.isEmpty)
    #expect(help.output.contains("--json") && help.output.contains("--quiet"))
    #expect(try Program.run([command, "--version"]).output == Program.run(["--version"]).output)
  }

  /// The groups hold what the parser knows, each command once, and a nurse's commands come first.
  @Test func `the help lists every command once, in groups`() throws {
    let dump = try Program.run(["--experimental-dump-help"]).output
    let root = try #require(JSONSerialization.jsonObject(with: Data(dump.utf8)) as? [String: Any])
    let command = try #require(root["command"] as? [String: Any])
    let names = try #require(command["subcommands"] as? [[String: Any]]).compactMap { $0["commandName"] as? String }
    let lines = try Program.run(["--help"]).output.split(separator: "\n")
    let listed = lines.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  -") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }.filter { $0 != "See" }
    #expect(listed.count == 23 && listed == names.filter { $0 != "help" })
    let groups = lines.filter { $0.hasSuffix(" SUBCOMMANDS:") }
    #expect(groups.first == "EVERYDAY SUBCOMMANDS:" && groups.count == 5)
    #expect(listed.prefix(3) == ["diagnose", "chat", "serve"])
  }

  @Test(arguments: ["diagnose", "chat", "serve", "trace", "tokenize", "bench", "eval", "plan", "doctor"])
  func `every command that opens a model knows how to run it`(command: String) throws {
    let help = try Program.run([command, "--help"]).output
    for option in ["--model", "--threads", "--kernels", "--memory-limit", "--seed"] { #expect(help.contains(option)) }
  }

  @Test(arguments: [
    ["doctor"], ["models"], ["tokenize", "What is it?"], ["inspect", "MODEL"], ["verify", "MODEL"],
    ["trace", "PHOTO", "--output", "OUT"],
    ["plan", "--preset", "stories-15m"], ["bench", "--repeats", "1", "--tokens", "2", "--prefill", "4"],
    ["diagnose", "PHOTO", "--force", "--max-tokens", "1"],
  ]) func `with --json the output is one JSON value on a line, and nothing else`(arguments: [String]) throws {
    try Program.withFolder { folder in
      let names = ["PHOTO": Self.photo, "OUT": folder.appending(path: "o").path(percentEncoded: false)]
      let model = try Program.run(["doctor", "--json"]).output
      let found = try #require(JSONSerialization.jsonObject(with: Data(model.utf8)) as? [String: Any])
      let path = try #require(found["model"] as? String)
      let run = try Program.run(arguments.map { $0 == "MODEL" ? path : names[$0] ?? $0 } + ["--json", "--quiet"])
      #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
      #expect(run.output.split(separator: "\n").count == 1)
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(run.output.utf8)) }
    }
  }

  @Test func `a chat as JSON is a report and an answer per question`() throws {
    let run = try Program.run(["chat", Self.photo, "--force", "--json"], input: "What is it?\nIs it contagious?\n")
    let lines = run.output.split(separator: "\n")
    #expect(run.status == 0 && lines.count == 3)
    let values = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
    #expect(values.first??["schema"] as? String == "skingpt.report/2")
    #expect(values.dropFirst().allSatisfy { $0?["text"] is String })
  }

  @Test func `threads change no bit of any stage`() throws {
    try Program.withFolder { folder in
      let files = try (1...3).map { count in
        let file = folder.appending(path: "\(count)").path(percentEncoded: false)
        let run = try Program.run(
          ["trace", Self.photo, "--output", file, "--generate", "4", "--threads", "\(count)"])
        try #require(run.status == 0)
        return try Data(contentsOf: URL(fileURLWithPath: file))
      }
      #expect(files[0] == files[1] && files[0] == files[2])
    }
  }

  /// Without a terminal there is no progress; standard error holds failures only.
  @Test func `a pipe sees no progress`() throws {
    try Program.withFolder { folder in
      let model = folder.appending(path: "m").path(percentEncoded: false)
      let run = try Program.run(["synthesize", "--preset", "stories-15m", "--weights", "int8", "--output", model])
      #expect(run.status == 0 && run.errors.isEmpty)
    }
  }
}
