import Foundation
import SkinTestSupport
import Testing

/// The paper's trials and its questionnaire, by the program, on pictures that show no skin disease.
@Suite struct PaperTests {
  /// The drawing that comes with the package; the program says of it that it cannot tell.
  private static let drawing = root.appending(path: "Tools/packaging/try.png")
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")
    .standardizedFileURL

  /// Runs with a folder that holds drawn pictures and a table of them.
  private func withPhotos(_ body: (_ folder: URL, _ options: [String]) throws -> Void) throws {
    try Program.withFolder { folder in
      var rows = ["file,class_slug,group"]
      for (number, label) in ["herpes", "herpes", "malignant", "nonskin"].enumerated() {
        let name = "photo-\(number).png"
        try FileManager.default.copyItem(at: Self.drawing, to: folder.appending(path: name))
        rows.append("\(name),\(label),g\(number)")
      }
      let labels = folder.appending(path: "labels.csv")
      try Data(rows.joined(separator: "\n").utf8).write(to: labels)
      try body(
        folder,
        [
          "eval", "--labels", labels.path(percentEncoded: false), "--photos", folder.path(percentEncoded: false),
          "--quiet", "--seed", "3", "--threads", "1",
        ])
    }
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `the paper's trial counts its photos, says which classes are short, and names no file unasked`() throws {
    try withPhotos { folder, options in
      func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
      let files = ["--transcripts", path("t.md"), "--reports", path("r.jsonl"), "--output", path("out")]
      let run = try Program.run(options + ["--paper", "--json"] + files)
      #expect(run.status == 0, "\(run.errors)")
      let result = try object(run.output)
      let paper = try #require(result["paper"] as? [String: Any])
      let cases = try #require(paper["cases"] as? [[String: Any]])
      #expect(paper["schema"] as? String == "skingpt.paper-evaluation/1" && cases.count == 3)
      #expect((paper["per_class"] as? [Any])?.count == 15 && result["disclaimer"] is String)
      #expect(cases.allSatisfy { $0["answers"] as? Int == 4 && $0["outcome"] as? String == "uncertain" })
      let shares = ["answered", "uncertain", "refused"].compactMap {
        (paper[$0] as? [String: Any])?["value"] as? Double
      }
      #expect(shares.count == 3 && abs(shares.reduce(0, +) - 1) < 1e-9)
      let transcript = try String(contentsOf: folder.appending(path: "t.md"), encoding: .utf8)
      #expect(transcript.contains("# case 1\n") && transcript.contains("# case 3\n"))
      let reports = try String(contentsOf: folder.appending(path: "r.jsonl"), encoding: .utf8)
      #expect(reports.split(separator: "\n").count == 3)
      for text in [run.output, transcript, reports] { #expect(!text.contains("photo-")) }
      let chart = try String(contentsOf: folder.appending(path: "out/response-time.svg"), encoding: .utf8)
      #expect(chart.hasPrefix("<svg"))
      #expect(FileManager.default.fileExists(atPath: path("out/paper-evaluation.json")))
      let table = try Program.run(options + ["--paper"])
      #expect(table.output.contains("herpes 2") && table.output.contains("Infestations and Bites"))
    }
  }

  @Test func `the form prints the reports' photos if told, and refuses another photo`() throws {
    try withPhotos { folder, options in
      func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
      let run = try Program.run(options + ["--paper", "--file-names", "--reports", path("r.jsonl")])
      #expect(run.status == 0, "\(run.errors)")
      let form = ["questionnaire", "form", path("r.jsonl"), "--output", path("f.html"), "--sheet", path("s.csv")]
      #expect(try Program.run(form).status == 0)
      let plain = try String(contentsOf: folder.appending(path: "f.html"), encoding: .utf8)
      #expect(plain.components(separatedBy: "<section>").count == 5 && !plain.contains("<img"))
      let sheet = try String(contentsOf: folder.appending(path: "s.csv"), encoding: .utf8)
      #expect(sheet.split(separator: "\n").count == 4)
      #expect(try Program.run(form + ["--photos", folder.path(percentEncoded: false)]).status == 0)
      let withPhotos = try String(contentsOf: folder.appending(path: "f.html"), encoding: .utf8)
      #expect(withPhotos.components(separatedBy: "<img").count == 4)
      let other = try Goldens.bytes("image/baseline-444.jpg")
      for number in 0..<4 { try Data(other).write(to: folder.appending(path: "photo-\(number).png")) }
      let refused = try Program.run(form + ["--photos", folder.path(percentEncoded: false)])
      #expect(refused.status == 65 && refused.errors.contains("is not the photo"))
    }
  }

  @Test func `the consistency test compares ten versions of each photo that is not refused`() throws {
    try withPhotos { _, options in
      let run = try Program.run(options + ["--consistency", "--json"])
      #expect(run.status == 0, "\(run.errors)")
      let found = try #require(try object(run.output)["consistency"] as? [String: Any])
      let photos = try #require(found["photos"] as? Int)
      let refused = try #require(found["refused_originals"] as? Int)
      #expect(photos == 3 && refused == 0)
      let rows = try #require(found["rows"] as? [[String: Any]])
      let all = rows.first { $0["versions"] as? String == "all" }?["same_class"] as? [String: Any]
      #expect(all?["photos"] as? Int == 30)
    }
  }

  @Test func `ratings are counted and drawn, and the example says that it is made up`() throws {
    try Program.withFolder { folder in
      let example = Self.root.appending(path: "docs/questionnaire-example.csv").path(percentEncoded: false)
      let chart = folder.appending(path: "c.svg")
      let run = try Program.run(
        ["questionnaire", "score", example, "--chart", chart.path(percentEncoded: false)])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("made up, to show the format") && run.output.contains("1/160"))
      #expect(try String(contentsOf: chart, encoding: .utf8).contains("made up, to show the format"))
    }
  }

  @Test(
    arguments: [
      (["eval", "--labels", "x", "--photos", ".", "--paper", "--consistency"], 64),
      (["eval", "--labels", "x", "--photos", ".", "--transcripts", "t"], 64),
      (["questionnaire", "form", "/nowhere.jsonl", "--output", "f"], 66),
      (["questionnaire", "score", "/nowhere.csv"], 66),
    ] as [([String], Int32)]) func `what cannot be done is refused in two lines`(arguments: [String], status: Int32)
    throws
  {
    let run = try Program.run(arguments)
    #expect(run.status == status && run.errors.split(separator: "\n").count == 2)
  }

  @Test func `what is no report and no table is refused`() throws {
    try Program.withFile(Array("{\"schema\":\"x\"}\n".utf8), "x") { file in
      for arguments in [["form", file, "--output", file + ".html"], ["score", file]] {
        let run = try Program.run(["questionnaire"] + arguments)
        #expect(run.status == 65 && run.errors.split(separator: "\n").count == 2)
      }
    }
  }
}
