import Foundation
import SkinConfiguration
import SkinContainer
import SkinConversion
import SkinFailure
import SkinKernels
import SkinQuantization
@testable import SkinMeasurement
import SkinRuntime
import SkinTestSupport
import Testing

/// Failures and forecasts that once said something else than what was the case.
@Suite struct OwnWordsTests {
  private func withTiny(
    classes: [String], diagnostic: Bool, _ body: (ConversionRequest) throws -> Void
  ) throws {
    func path(_ name: String) -> String { Goldens.url("pipeline/tiny/\(name)").path(percentEncoded: false) }
    let folder = FileManager.default.temporaryDirectory.appending(path: "skingpt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var description = try #require(
      JSONSerialization.jsonObject(with: Data(Goldens.bytes("pipeline/tiny/model.json"))) as? [String: Any])
    description["classes"] = classes.map { ["slug": $0, "label": $0, "phrase": $0] }
    description["provenance"] = ["diagnostic": diagnostic, "statement": "made for a test", "sources": [String]()]
    let file = folder.appending(path: "model.json")
    try JSONSerialization.data(withJSONObject: description).write(to: file)
    var request = ConversionRequest(
      vision: path("eva_vit.pth"), qformer: path("blip2.pth"), alignment: path("alignment.pth"),
      language: path("language"), languageScheme: .int8,
      output: folder.appending(path: "model.skgpt").path(percentEncoded: false))
    request.description = file.path(percentEncoded: false)
    request.template = path("template.json")
    try body(request)
  }

  @Test func `a model for diagnosis with a class that no rule knows is refused by name`() throws {
    try withTiny(classes: ["melanoma", "herpes"], diagnostic: true) { request in
      _ = try Converter(request).run()
      let error = #expect(throws: ContainerError.self) { try SkinModel(path: request.output) }
      #expect(error == .unknownClasses(path: request.output, slugs: ["melanoma"]))
      let report = error.map { FailureReport($0) }
      #expect(report?.status == .badInput)
      #expect(report?.problem.contains("'melanoma'") == true)
    }
  }

  @Test func `a model that does not diagnose may call its classes as it likes`() throws {
    try withTiny(classes: ["melanoma"], diagnostic: false) { request in
      _ = try Converter(request).run()
      #expect(try SkinModel(path: request.output).configuration.classes.count == 1)
    }
  }

  @Test func `what another part reports while converting keeps its words`() throws {
    try withTiny(classes: [], diagnostic: false) { request in
      var request = request
      request.storesPrefix = true
      let thrown = #expect(throws: ConversionError.self) {
        try Converter(request).run(storedPrefix: { _ in throw KernelError.noThread(code: 11) })
      }
      let report = FailureReport(try #require(thrown))
      #expect(report == FailureReport(KernelError.noThread(code: 11)))
      #expect(report.status == .inputOutput)
    }
  }

  @Test func `an error without words is a fault of the program`() {
    struct Wordless: Error {}
    #expect(FailureReport(Wordless()).status == .software)
  }

  @Test func `a forecast counts keys and values as they are kept`() {
    func bytes(_ cache: CacheFormat) -> Int {
      RunForecast(
        PublishedShape.skingpt4Vicuna7B.configuration, weights: WeightPlan(language: .int4), cache: cache,
        machine: Machine(processor: nil, cores: 1, kernels: [], memoryBytes: 1 << 34),
        speed: MachineSpeed(weightBytesPerSecond: 1e9, multiplyAddsPerSecond: 1e9)
      ).cacheBytes
    }
    // 128 elements of a head: 512 bytes, or 128 and a scale.
    #expect(bytes(.int8) * 512 == bytes(.float32) * 132)
  }
}
