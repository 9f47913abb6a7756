import Foundation
import Testing

/// `compare --text`, as a person runs it, on a small model.
@Suite struct CompareTextTests {
  private struct Line: Decodable {
    struct Comparison: Decodable {
      var positions: Int
      var kl_mean: Double
      var top1_agreement: Double
      var perplexity: Double
      var reference_perplexity: Double
    }
    var text_tokens: Int
    var photos: Int?
    var comparison: Comparison
  }

  private static func withModel(_ body: (_ model: String, _ text: String) throws -> Void) throws {
    try Program.withFolder { folder in
      _ = try SmallModel.bytes(in: folder)
      let text = folder.appending(path: "text.txt")
      try Data(String(repeating: "To be, or not to be, that is the question.\n", count: 9).utf8).write(to: text)
      try body(
        folder.appending(path: "small.skgpt").path(percentEncoded: false), text.path(percentEncoded: false))
    }
  }

  @Test func `a model is no way from itself, at every position of the text`() throws {
    try Self.withModel { model, text in
      let compare = ["compare", "--text", text, "--reference", model, "--model", model]
      let run = try Program.run(
        compare + ["--window", "23", "--limit-tokens", "60", "--beside", model, "--json"])
      try #require(run.status == 0, "\(run.errors)")
      let lines = try run.output.split(separator: "\n").map {
        try JSONDecoder().decode(Line.self, from: Data($0.utf8))
      }
      #expect(lines.count == 2)
      for line in lines {
        let found = line.comparison
        #expect(line.text_tokens == 60 && line.photos == nil && found.positions == 60 - 3)
        #expect(found.kl_mean == 0 && found.top1_agreement == 1)
        #expect(found.perplexity == found.reference_perplexity && found.perplexity > 1)
      }
      let half = try Program.run(compare + ["--window", "20", "--skip", "9", "--limit-tokens", "40"])
      #expect(half.status == 0 && half.output.hasPrefix("20 positions in a text of 40 tokens\n"), "\(half.output)")
    }
  }

  @Test func `what cannot be compared is refused with one error and one help`() throws {
    try Self.withModel { model, text in
      let models = ["--reference", model, "--model", model]
      let empty = text + ".empty"
      try Data().write(to: URL(fileURLWithPath: empty))
      let calls: [(arguments: [String], status: Int32)] = [
        (models, 64), (models + ["photo.jpg", "--text", text], 64), (models + ["--text", text, "--decoder-only"], 64),
        (models + ["photo.jpg", "--window", "64"], 64), (models + ["photo.jpg", "--beside", model], 64),
        (models + ["--text", text, "--window", "1"], 64), (models + ["--text", text, "--skip", "511"], 64),
        (models + ["--text", text, "--limit-tokens", "1"], 64), (models + ["--text", text, "--window", "999999"], 65),
        (models + ["--text", text, "--limit-tokens", "9", "--skip", "8"], 65), (models + ["--text", empty], 65),
        (models + ["--text", text + ".not"], 66),
      ]
      for (arguments, status) in calls {
        let run = try Program.run(["compare"] + arguments)
        let lines = run.errors.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(run.status == status && run.output.isEmpty, "\(arguments): \(run.errors)")
        #expect(
          lines.count == 3 && lines[0].hasPrefix("error: ") && lines[1].hasPrefix("help: "),
          "\(arguments): \(run.errors)")
      }
    }
  }
}
