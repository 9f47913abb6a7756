import Foundation
import SkinTestSupport
import Testing

/// Outputs that would destroy what a command reads.
@Suite struct OutputSafetyTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  @Test(arguments: ["--html", "--fhir", "--jsonl"])
  func `diagnose writes over nothing that it reads, whatever its name`(option: String) throws {
    try Program.withFolder { folder in
      let files = ["photo.jpg", "history.json", "approved.csv", "model.skgpt", "clinic.fit"]
      let urls = files.map { folder.appending(path: $0) }
      try Data(try Goldens.bytes("image/baseline-444.jpg")).write(to: urls[0])
      for url in urls.dropFirst() { try Data("{\"unwell\": []}\n".utf8).write(to: url) }
      let before = try urls.map { try Data(contentsOf: $0) }
      let arguments = [
        "diagnose", path(urls[0]), "--history", path(urls[1]), "--approved-only", path(urls[2]), "--model",
        path(urls[3]), "--fit", path(urls[4]), option,
      ]
      let hard = folder.appending(path: "hard")
      for (index, url) in urls.enumerated() {
        try? FileManager.default.removeItem(at: hard)
        try FileManager.default.linkItem(at: url, to: hard)
        for output in [path(url), path(hard), path(folder) + "/./" + files[index]] {
          let run = try Program.run(arguments + [output] + (option == "--jsonl" ? ["--resume"] : []))
          #expect(run.status == 64, "\(output): \(run.errors)")
          #expect(run.errors.contains("is also an input"), "\(output): \(run.errors)")
        }
      }
      #expect(try urls.map { try Data(contentsOf: $0) } == before)
    }
  }

  @Test func `a batch goes on with lines of JSON alone`() throws {
    try Program.withFolder { folder in
      let (photo, notes) = (folder.appending(path: "photo.jpg"), folder.appending(path: "notes.txt"))
      try Data(try Goldens.bytes("image/baseline-444.jpg")).write(to: photo)
      try Data("what the clinic wrote\nand has no second copy of".utf8).write(to: notes)
      let before = try Data(contentsOf: notes)
      let run = try Program.run(["diagnose", path(photo), "--jsonl", path(notes), "--resume"])
      #expect(run.status == 65)
      #expect(try Data(contentsOf: notes) == before)
    }
  }

  @Test func `a fit is not merged into one of its sources`() throws {
    try Program.withFolder { folder in
      let (a, b) = (folder.appending(path: "a.fit"), folder.appending(path: "b.fit"))
      for url in [a, b] { try Data("{}".utf8).write(to: url) }
      let run = try Program.run(["fit", "--merge", path(a), path(b), "--output", path(a)])
      #expect(run.status == 64)
      #expect(try Data(contentsOf: a) == Data("{}".utf8))
    }
  }

  @Test func `a chat saves over nothing that it read`() throws {
    try Program.withFolder { folder in
      let (photo, history) = (folder.appending(path: "photo.jpg"), folder.appending(path: "history.json"))
      try Data(try Goldens.bytes("image/baseline-444.jpg")).write(to: photo)
      try Data("{\"unwell\": []}\n".utf8).write(to: history)
      let run = try Program.run(
        ["chat", path(photo), "--force", "--quiet", "--history", path(history)],
        input: "/save \(path(history))\n/save \(path(photo))\n/quit\n")
      #expect(run.errors.split(separator: "\n").filter { $0.hasPrefix("error:") }.count == 2)
      #expect(try String(contentsOf: history, encoding: .utf8) == "{\"unwell\": []}\n")
      #expect(try Data(contentsOf: photo) == Data(try Goldens.bytes("image/baseline-444.jpg")))
    }
  }
}
