import Foundation
import SkinTestSupport
import Testing

/// `chat` as a person types it, and what an interruption leaves.
@Suite struct ChatTests {
  private static let disclaimer = "This is not a diagnosis."

  private var photo: String { Goldens.url("image/baseline-444.jpg").path(percentEncoded: false) }

  @Test func `answers about the person raise the urgency, and a saved case holds what was shown`() throws {
    try Program.withFolder { folder in
      let (text, page) = (folder.appending(path: "case.md"), folder.appending(path: "case.html"))
      let input = """
        Is it contagious?
        /history
        3

        none

        2
        0.5
        no








        How many tablets shall I take?
        /save \(text.path(percentEncoded: false))
        /save \(page.path(percentEncoded: false))
        """
      let run = try Program.run(["chat", photo, "--force", "--quiet"], input: input)
      #expect(run.status == 0 && run.errors.isEmpty)
      #expect(run.output.contains("How soon to be seen: now, as an emergency"))
      #expect(run.output.contains(Self.disclaimer))
      let words = { (text: String) in text.split { $0.isWhitespace || $0 == "\\" }.joined(separator: " ") }
      for file in [text, page] {
        let saved = words(try String(contentsOf: file, encoding: .utf8))
        #expect(saved.contains("emergency") && saved.contains(Self.disclaimer))
        #expect(saved.contains("Is it contagious?"))
        #expect(saved.contains("This program names no amount of any medicine"))
      }
      #expect(words(run.output).contains("This program names no amount of any medicine"))
    }
  }

  @Test func `a photo that is too poor is not talked about unless forced`() throws {
    let run = try Program.run(["chat", photo, "--quiet"], input: "What is it?\n")
    #expect(run.status == 0)
    #expect(run.errors.split(separator: "\n").count == 2 && run.errors.contains("too poor"))
    #expect(run.output.contains(Self.disclaimer))
  }

  @Test func `what goes wrong is said and does not end the chat`() throws {
    let run = try Program.run(
      ["chat", photo, "--force", "--quiet"],
      input: "/new /nowhere.jpg\n/save\n/dance\n/save /nowhere/case.md\n/help\n/quit\nnever read\n")
    #expect(run.status == 0)
    #expect(run.errors.split(separator: "\n").count == 8)
    for command in ["/new PHOTO", "/history", "/save FILE", "/help", "/quit"] { #expect(run.output.contains(command)) }
    #expect(!run.output.contains("never read"))
  }

  @Test(arguments: ["diagnose", "chat"]) func `a language that is not spoken is refused with those that are`(
    command: String
  ) throws {
    let run = try Program.run([command, "photo.jpg", "--language", "de"])
    #expect(run.status == 64)
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines.first?.contains("de") == true)
    #expect(lines.first?.hasSuffix("en, es, fr, pt, ar, hi, sw") == true)
  }

  @Test(arguments: [SIGINT, SIGTERM]) func `a signal at the prompt ends with 130 and the disclaimer`(
    number: Int32
  ) throws {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = ["chat", photo, "--force", "--quiet"]
    let (typed, output) = (Pipe(), Pipe())
    process.standardInput = typed
    process.standardOutput = output
    try process.run()
    // The help is printed while the program reads lines: then it is at the prompt.
    typed.fileHandleForWriting.write(Data("/help\n".utf8))
    var text = ""
    while !text.contains("/quit"), process.isRunning {
      text += String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    }
    #expect(!text.contains(Self.disclaimer))
    kill(process.processIdentifier, number)
    text += String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(text.contains(Self.disclaimer))
  }

  @Test func `no output holds the photo's metadata`() throws {
    try Program.withFolder { folder in
      let photo = folder.appending(path: "photo.jpg")
      try Data(try PhotoWithMetadata.jpeg()).write(to: photo)
      let files = ["r.html", "r.json"].map { folder.appending(path: $0) }
      let run = try Program.run(
        ["diagnose", photo.path(percentEncoded: false), "--force", "--json", "--html"]
          + [files[0].path(percentEncoded: false), "--fhir", files[1].path(percentEncoded: false)])
      #expect(run.status == 0)
      #expect(!PhotoWithMetadata.isIn(Data(run.output.utf8)))
      let page = try String(contentsOf: files[0], encoding: .utf8)
      let encoded = try #require(page.firstMatch(of: /base64,([^"]+)"/)?.output.1)
      #expect(!PhotoWithMetadata.isIn(try #require(Data(base64Encoded: String(encoded)))))
      for file in files { #expect(!PhotoWithMetadata.isIn(try Data(contentsOf: file))) }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
      #expect(names.sorted() == ["photo.jpg", "r.html", "r.json"])
    }
  }
}
