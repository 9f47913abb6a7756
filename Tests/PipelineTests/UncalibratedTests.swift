import Foundation
import SkinConfiguration
import SkinConversion
import SkinDiagnosis
import SkinImage
import SkinQuantization
import SkinTestSupport
@testable import SkinRuntime
import Testing

/// A model that knows classes and has no calibration: its scores mean nothing to anybody.
@Suite struct UncalibratedTests {
  @Test func `classes are not scored where no calibration could read the scores`() throws {
    func path(_ name: String) -> String { Goldens.url("pipeline/tiny/\(name)").path(percentEncoded: false) }
    let folder = FileManager.default.temporaryDirectory.appending(path: "skingpt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var description = try #require(
      JSONSerialization.jsonObject(with: Data(Goldens.bytes("pipeline/tiny/model.json"))) as? [String: Any])
    description["classes"] = ["acne_rosacea", "herpes"].map { ["slug": $0, "label": $0, "phrase": $0] }
    let file = folder.appending(path: "model.json")
    try JSONSerialization.data(withJSONObject: description).write(to: file)
    var request = ConversionRequest(
      vision: path("eva_vit.pth"), qformer: path("blip2.pth"), alignment: path("alignment.pth"),
      language: path("language"), languageScheme: .int8,
      output: folder.appending(path: "model.skgpt").path(percentEncoded: false))
    request.description = file.path(percentEncoded: false)
    request.template = path("template.json")
    _ = try Converter(request).run()
    let model = try SkinModel(path: request.output)
    #expect(model.configuration.classes.count == 2)
    let reading = try model.read(Photo.decode(try Goldens.bytes("pipeline/tiny/photo.png")))
    let features = reading.features
    let conversation = try model.conversation(about: reading.takeSoftPrompt())
    #expect(try model.scores(conversation, features: features) == nil)
    #expect(conversation.cachedPositionCount == 0)
  }
}
