import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinContainer
@testable import SkinConversion
import SkinQuantization
import SkinTensor
import SkinTestSupport
import SkinText
import Testing

/// A golden model, converted into a folder of its own.
private final class Sample {
  let source: String
  let folder: String
  let container: Container

  init(_ name: String, _ scheme: WeightScheme) throws {
    source = Goldens.url("pipeline/\(name)").path
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var request = ConversionRequest(
      vision: "\(source)/eva_vit.pth", qformer: "\(source)/blip2.pth", alignment: "\(source)/alignment.pth",
      language: "\(source)/language", languageScheme: scheme, output: "\(folder)/model.skgpt")
    request.description = "\(source)/model.json"
    request.template = "\(source)/template.json"
    _ = try Converter(request).run()
    container = try Container.open(path: request.output)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}

@Suite struct ExportTests {
  @Test(arguments: ["tiny", "tiny-grouped"])
  func `safetensors of float weights are the source checkpoints' tensors, under their names`(name: String) throws {
    let sample = try Sample(name, .float32)
    let path = "\(sample.folder)/all.safetensors"
    try SafetensorsExport(sample.container).write(to: path)
    let exported = try Checkpoint(path: path).tensors
    var found = 0
    for file in ["eva_vit.pth", "blip2.pth", "alignment.pth", "language"] {
      for (name, tensor) in try Checkpoint(path: "\(sample.source)/\(file)").tensors {
        guard let twin = exported[name], tensor.elementType.isFloatingPoint else { continue }
        #expect(twin.shape == tensor.shape, "\(name)")
        #expect(try twin.elements() == tensor.elements(), "\(name)")
        found += 1
      }
    }
    #expect(found == exported.count)
  }

  @Test(arguments: WeightScheme.allCases)
  func `checkpoints that were written are read back to the same model`(scheme: WeightScheme) throws {
    let sample = try Sample("tiny", scheme)
    let folder = "\(sample.folder)/checkpoints"
    try CheckpointsExport(sample.container).write(to: folder)
    var request = ConversionRequest(
      vision: "\(folder)/eva_vit.safetensors", qformer: "\(folder)/blip2.safetensors",
      alignment: "\(folder)/alignment.safetensors", language: "\(folder)/language", languageScheme: .float32,
      output: "\(sample.folder)/again.skgpt")
    request.description = "\(folder)/model.json"
    request.template = "\(folder)/template.json"
    _ = try Converter(request).run()
    let again = try Container.open(path: request.output)
    #expect(again.configuration == sample.container.configuration)
    for entry in TensorCatalogue(again.configuration).entries {
      #expect(try elements(entry, again) == elements(entry, sample.container), "\(entry.name)")
    }
  }

  @Test func `rows of rotated heads are interleaved as llama's converter does`() {
    // LlamaModel.permute of convert_hf_to_gguf.py on 0..<16 with two heads.
    let expected = [0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15]
    #expect(SourcePart.interleaved(0..<16, headCount: 2, headWidth: 8) == expected)
    #expect(SourcePart.interleaved(16..<32, headCount: 2, headWidth: 8) == expected.map { $0 + 16 })
  }

  @Test func `nothing appears under the name if the folder is not there`() throws {
    let sample = try Sample("tiny", .float32)
    let path = "\(sample.folder)/nowhere/file"
    #expect(throws: ExportError.self) { try SafetensorsExport(sample.container).write(to: path) }
    #expect(throws: ExportError.self) { try GGUFExport(sample.container).write(to: path) }
  }

  private func elements(_ entry: TensorEntry, _ container: Container) throws -> [Float] {
    let reader = try TensorReader(entry, of: container)
    return (0..<entry.rowCount).flatMap { reader.elements(row: $0, columns: 0..<entry.columnCount) }
  }
}
