import Foundation
import Testing

/// The two products, through the programs in `Examples` that see only what is public.
@Suite struct ProductTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let model = root.appending(path: "quantized/skingpt-mini.skgpt").path
  private static let photo = root.appending(path: "Tools/packaging/try.png").path

  @Test func `a program of the diagnosis product says urgency, classes and the disclaimer`() throws {
    let run = try Program.run([Self.model, Self.photo], program: Program.url(of: "diagnose-once"))
    #expect(run.status == 0)
    #expect(["not-assessed", "within-2-weeks"].contains { run.output.hasPrefix($0) })
    #expect(run.output.contains(" % "))
    #expect(run.output.contains("This is not a diagnosis."))
  }

  @Test func `a program of the diagnosis product gets two lines for a broken photo`() throws {
    let run = try Program.withFile(Array("no photo".utf8), "text.jpg") {
      try Program.run([Self.model, $0], program: Program.url(of: "diagnose-once"))
    }
    #expect(run.status == 65)
    #expect(run.errors.split(separator: "\n").count == 2)
  }

  @Test func `a program of the runtime product gets an answer`() throws {
    let run = try Program.run(
      [Self.model, Self.photo, "Could you describe the skin in the image?"], program: Program.url(of: "ask-once"))
    #expect(run.status == 0)
    #expect(run.output.count > 20)
  }

  /// Each block of code in an article stands in the program that the article names.
  @Test(arguments: [
    ("SkinDiagnosis/SkinDiagnosis.docc/DiagnosingAPhoto.md", "diagnose-once/DiagnoseOnce.swift"),
    ("SkinRuntime/SkinRuntime.docc/AskingAboutAPhoto.md", "ask-once/AskOnce.swift"),
  ]) func `the code of an article is compiled`(article: String, program: String) throws {
    let text = try String(contentsOf: Self.root.appending(path: "Sources/" + article), encoding: .utf8)
    let code = try String(contentsOf: Self.root.appending(path: "Examples/" + program), encoding: .utf8)
    let blocks = text.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    #expect(!blocks.isEmpty)
    for block in blocks { #expect(code.contains(block)) }
  }
}
