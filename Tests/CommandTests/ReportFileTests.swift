import Foundation
import SkinTestSupport
import Testing

/// The files that `diagnose` writes beside its text.
@Suite struct ReportFileTests {
  private func diagnose(_ arguments: [String], _ body: (URL, Program.Run) throws -> Void) throws {
    try Program.withFolder { folder in
      let photo = folder.appending(path: "<b>x'.jpg")
      try Data(try Goldens.bytes("image/baseline-444.jpg")).write(to: photo)
      let paths = arguments.map { $0.replacing("FOLDER", with: folder.path(percentEncoded: false)) }
      try body(folder, try Program.run(["diagnose", "--force", photo.path(percentEncoded: false)] + paths))
    }
  }

  @Test func `the page asks nobody, runs nothing and escapes names`() throws {
    try diagnose(["--html", "FOLDER/r.html"]) { folder, run in
      #expect(run.status == 0)
      let page = try String(contentsOf: folder.appending(path: "r.html"), encoding: .utf8)
      #expect(page.contains("&lt;b&gt;x&#39;.jpg") && !page.contains("<b>x"))
      #expect(page.contains("This is not a diagnosis."))
      #expect(page.contains("How soon to be seen"))
      #expect(!page.contains("<script") && !page.contains("http:") && !page.contains("https:"))
    }
  }

  @Test func `the bundle's references resolve and its probabilities sum to a hundred percent`() throws {
    try diagnose(["--fhir", "FOLDER/r.json", "--json"]) { folder, run in
      #expect(run.status == 0)
      let data = try Data(contentsOf: folder.appending(path: "r.json"))
      let bundle = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(bundle["resourceType"] as? String == "Bundle")
      let entries = try #require(bundle["entry"] as? [[String: Any]])
      let addresses = Set(entries.compactMap { $0["fullUrl"] as? String })
      let text = String(decoding: data, as: UTF8.self)
      let references = text.matches(of: /"reference" : "([^"]+)"/).map { String($0.output.1) }
      #expect(addresses.count == entries.count && !references.isEmpty)
      #expect(references.allSatisfy(addresses.contains))
      let risk = entries.compactMap { $0["resource"] as? [String: Any] }.first {
        $0["resourceType"] as? String == "RiskAssessment"
      }
      let predictions = try #require(risk?["prediction"] as? [[String: Any]])
      // R4 has these in percent.
      let sum = predictions.compactMap { $0["probabilityDecimal"] as? Double }.reduce(0, +)
      #expect(abs(sum - 100) <= 1e-3)
    }
  }

  @Test func `a folder that is not there gives two lines and status 74`() throws {
    try diagnose(["--html", "FOLDER/no/r.html"]) { _, run in
      #expect(run.status == 74)
      #expect(run.errors.split(separator: "\n").count == 2)
    }
  }

  @Test func `one page cannot hold two photos`() throws {
    #expect(try Program.run(["diagnose", "a.jpg", "b.jpg", "--html", "r.html"]).status == 64)
  }
}

/// The commands around the main job.
@Suite struct MachineCommandTests {
  @Test func `the doctor finds nothing wrong with the default model`() throws {
    let run = try Program.run(["doctor"])
    #expect(run.status == 0)
    #expect(run.output.contains("Nothing is wrong."))
    #expect(run.output.contains("\nconfined   "))
  }

  @Test func `the doctor names a model that is not there`() throws {
    let run = try Program.run(["doctor", "--model", "/nowhere/model.skgpt"])
    #expect(run.status == 66)
    #expect(run.output.contains("help:"))
  }

  @Test func `a plan for a published shape is JSON`() throws {
    let run = try Program.run(["plan", "--preset", "skingpt4-vicuna-13b", "--weights", "int4", "--json"])
    #expect(run.status == 0)
    let plan = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let bytes = try #require(plan["weight_bytes"] as? Int)
    #expect((7_000_000_000..<10_000_000_000).contains(bytes))
  }

  @Test func `a plan refuses what cannot run here`() throws {
    /// A plan of a process that may address so many kilobytes.
    func plan(_ arguments: String, addressing kilobytes: Int) throws -> (status: Int32, output: String, errors: String)
    {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = [
        "-c", "ulimit -v \(kilobytes); exec \"$0\" plan \(arguments)", Program.url.path(percentEncoded: false),
      ]
      let (output, errors) = (Pipe(), Pipe())
      (process.standardOutput, process.standardError) = (output, errors)
      try process.run()
      let text = output.fileHandleForReading.readDataToEndOfFile()
      let errorText = errors.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return (
        process.terminationStatus, String(decoding: text, as: UTF8.self), String(decoding: errorText, as: UTF8.self)
      )
    }
    #expect(try plan("", addressing: 300_000).status == 0)
    let large = try plan("--preset skingpt4-vicuna-7b --weights int4 --json", addressing: 1_000_000)
    #expect(large.status == 65 && large.output.contains("\"runs\":false"))
    #expect(large.errors.split(separator: "\n").count == 2 && large.errors.hasPrefix("error: "), "\(large.errors)")
    let limited = try Program.run(["plan", "--preset", "skingpt4-vicuna-7b", "--memory-limit", "100M"])
    #expect(limited.status == 65 && limited.output.contains("It cannot run here."))
    // As the run itself would say.
    #expect(try Program.run(["plan", "--memory-limit", "10M"]).status == 64)
    #expect(try Program.run(["plan", "--preset", "skingpt4-vicuna-7b", "--weights", "int4"]).status == 0)
  }

  @Test func `an unknown shape is refused and the known ones are named`() throws {
    let run = try Program.run(["synthesize", "--preset", "x", "--weights", "int4", "--output", "x.skgpt"])
    #expect(run.status == 64)
    #expect(run.errors.contains("skingpt4-vicuna-7b"))
  }

  @Test func `a table that is not there and one without classes are told apart`() throws {
    #expect(try Program.run(["eval", "--labels", "/nowhere.csv", "--photos", "."]).status == 66)
    let status = try Program.withFile(Array("file,x\n".utf8), "labels.csv") {
      try Program.run(["eval", "--labels", $0, "--photos", "."]).status
    }
    #expect(status == 65)
  }

  @Test func `an interrupted conversion leaves status 130 and no file`() throws {
    try Program.withFolder { folder in
      let output = folder.appending(path: "model.skgpt").path(percentEncoded: false)
      let process = Process()
      process.executableURL = Program.url
      process.arguments = ["synthesize", "--preset", "llama-1.1b", "--weights", "f16", "--output", output]
      process.standardError = Pipe()
      try process.run()
      while process.isRunning, !FileManager.default.fileExists(atPath: output + ".partial") {
        Thread.sleep(forTimeInterval: 0.01)
      }
      process.interrupt()
      process.waitUntilExit()
      #expect(process.terminationStatus == 130)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).isEmpty)
    }
  }

  @Test func `a memory limit changes no bit, and one that cannot hold is refused with the least`() throws {
    try Program.withFolder { folder in
      let model = folder.appending(path: "model.skgpt").path(percentEncoded: false)
      let made = ["synthesize", "--preset", "stories-15m", "--weights", "int4", "--output", model]
      #expect(try Program.run(made).status == 0)
      func trace(_ name: String, _ options: [String]) throws -> (run: Program.Run, bytes: Data?) {
        let output = folder.appending(path: name)
        let photo = Goldens.url("image/baseline-444.jpg").path(percentEncoded: false)
        let run = try Program.run(
          ["trace", photo, "--model", model, "--question", "1 2", "--generate", "3", "--output"]
            + [output.path(percentEncoded: false)] + options)
        return (run, try? Data(contentsOf: output))
      }
      let whole = try trace("a", [])
      // Less than the container and what is needed beside it: some layers are given back.
      let limited = try trace("b", ["--memory-limit", "180M"])
      #expect(whole.run.status == 0 && limited.run.status == 0)
      #expect(whole.bytes != nil && whole.bytes == limited.bytes)
      let refused = try trace("c", ["--memory-limit", "10M"])
      #expect(refused.run.status == 64)
      #expect(refused.run.errors.contains("it needs at least 180M"))
    }
  }
}
