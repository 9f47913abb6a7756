import Foundation
import SkinTestSupport
import Testing

/// Standard output that nobody reads any more, and a disk that is full.
@Suite struct ClosedPipeTests {
  private static let photo = Goldens.url("image/baseline-444.jpg").path(percentEncoded: false)
  /// Every kind of printing: results, lines of JSON, streamed text, help, and a file that is standard output.
  private static let printing = [
    ["sentences"], ["sentences", "--json"], ["tokenize", "hi"], ["doctor"], ["doctor", "--json"], ["models", "--json"],
    ["plan", "--preset", "stories-15m"], ["diagnose", photo, "--force", "--max-tokens", "1"],
    ["diagnose", photo, "--force", "--max-tokens", "1", "--json"], ["chat", photo, "--force", "--quiet"],
    ["trace", photo, "--until", "pixels", "--output", "-"], ["--help"], ["--version"], ["help", "fit"],
    ["serve", "--help"], ["questionnaire"], ["--generate-completion-script", "bash"], ["--experimental-dump-help"],
  ]

  /// Runs the program with this standard output; nothing is typed.
  private func run(_ arguments: [String], output: FileHandle) throws -> (process: Process, errors: String) {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = arguments
    let errors = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    try output.close()
    let text = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process, String(decoding: text, as: UTF8.self))
  }

  @Test(arguments: printing) func `a closed pipe ends the program by its signal, without a word`(
    arguments: [String]
  ) throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let (process, errors) = try run(arguments, output: pipe.fileHandleForWriting)
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGPIPE)
    #expect(!errors.contains("error:") && !errors.contains("help:"), "\(errors)")
  }

  @Test(arguments: printing) func `a full disk is an error of two lines with status 74`(arguments: [String]) throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let (process, errors) = try run(arguments, output: full)
    #expect(process.terminationReason == .exit && process.terminationStatus == 74)
    let lines = errors.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("error: ") && lines[1].hasPrefix("help:"), "\(errors)")
  }

  @Test func `a reader that stops in the middle gets whole bytes first`() throws {
    let whole = try Program.run(["sentences"])
    #expect(whole.status == 0 && whole.output.utf8.count > 1 << 18)
    let process = Process()
    process.executableURL = Program.url
    process.arguments = ["sentences"]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let first = try output.fileHandleForReading.read(upToCount: 100) ?? Data()
    try output.fileHandleForReading.close()
    #expect(!first.isEmpty && Data(whole.output.utf8).starts(with: first))
    #expect(errors.fileHandleForReading.readDataToEndOfFile().isEmpty)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGPIPE)
  }

  @Test func `a file that is standard output ends the program the same way`() throws {
    try Program.withFolder { folder in
      let lines = folder.appending(path: "lines.jsonl").path(percentEncoded: false)
      let made = ["diagnose", Self.photo, "--force", "--max-tokens", "1", "--jsonl", lines]
      try #require(try Program.run(made).status == 0)
      let pipe = Pipe()
      try pipe.fileHandleForReading.close()
      let (process, errors) = try run(
        ["questionnaire", "form", lines, "--output", "-"], output: pipe.fileHandleForWriting)
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGPIPE)
      #expect(errors.isEmpty, "\(errors)")
    }
  }

  /// The files are whole, although the report could not be printed after them.
  @Test func `a closed pipe leaves whole files and no parts of files`() throws {
    try Program.withFolder { folder in
      let lines = folder.appending(path: "lines.jsonl")
      let page = folder.appending(path: "page.html")
      try Data("earlier".utf8).write(to: folder.appending(path: "kept.txt"))
      for arguments in [
        ["--jsonl", lines.path(percentEncoded: false)], ["--html", page.path(percentEncoded: false)],
      ] {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        _ = try run(
          ["diagnose", Self.photo, "--force", "--max-tokens", "1"] + arguments, output: pipe.fileHandleForWriting)
      }
      // The batch prints nothing; the page would have been written after the report that nobody reads.
      #expect(try String(contentsOf: lines, encoding: .utf8).hasSuffix("}\n"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
      #expect(names.sorted() == ["kept.txt", "lines.jsonl"])
    }
  }
}
