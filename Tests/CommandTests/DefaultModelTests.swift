import Foundation
import Testing

/// The program as a person runs it, with the model that comes with it.
@Suite struct DefaultModelTests {
  @Test(arguments: [
    ("text.jpg", Array("this is not a photo".utf8), Int32(65)), ("empty.png", [], Int32(65)),
    ("rash.webp", Array("RIFF0000WEBPVP8 ".utf8), Int32(65)), ("cut.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], Int32(65)),
  ]) func `a file that is no photo gives two lines and status 65`(name: String, bytes: [UInt8], status: Int32) throws {
    let run = try Program.withFile(bytes, name) { try Program.run(["diagnose", $0]) }
    #expect(run.status == status)
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("error: ") == true)
    #expect(lines.last?.hasPrefix("help:") == true)
    #expect(run.output.isEmpty)
  }

  @Test func `a photo that is not there gives status 66`() throws {
    #expect(try Program.run(["diagnose", "/nowhere/photo.jpg"]).status == 66)
  }

  @Test func `an unknown option gives two lines and status 64`() throws {
    let run = try Program.run(["diagnose", "--no-such-option", "photo.jpg"])
    #expect(run.status == 64)
    #expect(run.errors.split(separator: "\n").count == 2)
  }

  @Test func `the default model is whole and knows its words`() throws {
    let run = try Program.run(["tokenize", "What is it?"])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("["))
  }
}
