import Foundation
import SkinConfiguration
import SkinContainer
import SkinQuantization
import Testing

@testable import SkinConversion

@Suite struct SyntheticModelTests {
  @Test(arguments: [WeightScheme.int4, .int8, .float16])
  func `a synthetic container is whole, complete and the same each time`(scheme: WeightScheme) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "model.skgpt").path(percentEncoded: false)
    let model = SyntheticModel(.stories15M, weights: WeightPlan(language: scheme))
    let digest = try model.write(to: path)
    let container = try Container.open(path: path)
    #expect(container.damagedParts().isEmpty)
    #expect(container.records.count == TensorCatalogue(model.configuration).entries.count)
    #expect(container.records.reduce(0) { $0 + $1.rawByteCount } == model.weightByteCount)
    #expect(container.configuration.provenance.diagnostic == false)
    #expect(try model.write(to: path) == digest)
  }

  @Test func `a synthetic Gemma 3 has no bias that the files of llama.cpp could not hold`() throws {
    var configuration = PublishedShape.medGemma4B.configuration
    configuration.image.size = 56
    configuration.vision.layerCount = 1
    (configuration.language.hiddenWidth, configuration.language.feedForwardWidth) = (64, 64)
    (configuration.language.layerCount, configuration.language.vocabularySize) = (1, 512)
    configuration.language.gemma?.isWindowed = [false]
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)").path(
      percentEncoded: false)
    defer { for name in [path, path + ".gguf"] { try? FileManager.default.removeItem(atPath: name) } }
    _ = try SyntheticModel(configuration, weights: WeightPlan(language: .int4)).write(to: path)
    try ProjectorExport(Container.open(path: path)).write(to: path + ".gguf")
    #expect(FileManager.default.fileExists(atPath: path + ".gguf"))
  }

  @Test func `int4 keeps more bits where errors are not averaged out`() {
    let plan = WeightPlan(language: .int4)
    let schemes = Dictionary(
      TensorCatalogue(PublishedShape.stories15M.configuration).entries.map { ($0.name, plan.scheme(of: $0)) },
      uniquingKeysWith: { first, _ in first })
    #expect(schemes[.language(.embedding)] == .float16)
    #expect(schemes[.language(0, .gateUp)] == .int8)
    #expect(schemes[.language(1, .gateUp)] == .int4)
    #expect(schemes[.language(.output)] == .int8)
    #expect(schemes[.vision(0, .queryKeyValue)] == .int8)
    #expect(schemes[.vision(.patchEmbedding)] == .float32)
  }

  @Test func `int8 keeps sixteen bits for the first layer's attention, whose errors all layers carry on`() {
    let plan = WeightPlan(language: .int8)
    let schemes = Dictionary(
      TensorCatalogue(PublishedShape.stories15M.configuration).entries.map { ($0.name, plan.scheme(of: $0)) },
      uniquingKeysWith: { first, _ in first })
    #expect(schemes[.language(0, .queryKeyValue)] == .float16)
    #expect(schemes[.language(0, .attentionOutput)] == .float16)
    #expect(schemes[.language(0, .gateUp)] == .int8)
    #expect(schemes[.language(1, .queryKeyValue)] == .int8)
    #expect(schemes[.language(.output)] == .int8)
  }
}
