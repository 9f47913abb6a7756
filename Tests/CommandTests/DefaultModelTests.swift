import Foundation
import Testing

/// The program as a person runs it, with the model that comes with it.
@Suite struct DefaultModelTests {
  private struct Run {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The program beside the test bundle.
  private static func run(_ arguments: [String]) throws -> Run {
    let folder =
      Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
      ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let process = Process()
    process.executableURL = folder.appending(path: "skingpt")
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let errorText = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: errorText, as: UTF8.self))
  }

  /// A file with the given bytes, for one call.
  private static func withFile<Result>(_ bytes: [UInt8], _ name: String, _ body: (String) throws -> Result) throws
    -> Result
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: name)
    try Data(bytes).write(to: file)
    return try body(file.path(percentEncoded: false))
  }

  @Test(arguments: [
    ("text.jpg", Array("this is not a photo".utf8), Int32(65)), ("empty.png", [], Int32(65)),
    ("rash.webp", Array("RIFF0000WEBPVP8 ".utf8), Int32(65)), ("cut.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], Int32(65)),
  ]) func `a file that is no photo gives two lines and status 65`(name: String, bytes: [UInt8], status: Int32) throws {
    let run = try Self.withFile(bytes, name) { try Self.run(["diagnose", $0]) }
    #expect(run.status == status)
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("error: ") == true)
    #expect(lines.last?.hasPrefix("help:") == true)
    #expect(run.output.isEmpty)
  }

  @Test func `a photo that is not there gives status 66`() throws {
    #expect(try Self.run(["diagnose", "/nowhere/photo.jpg"]).status == 66)
  }

  @Test func `an unknown option gives two lines and status 64`() throws {
    let run = try Self.run(["diagnose", "--no-such-option", "photo.jpg"])
    #expect(run.status == 64)
    #expect(run.errors.split(separator: "\n").count == 2)
  }

  @Test func `the default model is whole and knows its words`() throws {
    let run = try Self.run(["tokenize", "What is it?"])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("["))
  }
}
