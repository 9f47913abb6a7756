import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinContainer
import SkinConversion
import SkinKernels
import SkinQuantization
import SkinTensor
import SkinTestSupport
import Testing

@testable import SkinRuntime

/// A tiny Gemma 3 behind the vision transformer of `tiny`, and what transformers computes with it
/// (`Tools/reference/gemma_goldens.py`).
struct GemmaGolden {
  /// What each linear layer read last.
  final class Inputs {
    var rows: [TensorName: [Float]] = [:]
  }

  let model: SkinModel
  let inputs = Inputs()
  let expected: Checkpoint
  let prompt: [PromptElement]

  /// - Parameter language: the decoder's folder or GGUF in `Goldens/gemma`; nil for the preset's folder.
  init(
    _ preset: String, _ scheme: WeightScheme = .float32, language: String? = nil, kernels: KernelName = .best,
    cacheFormat: CacheFormat = .float32
  ) throws {
    func path(_ name: String) -> String { Goldens.url(name).path(percentEncoded: false) }
    let output = FileManager.default.temporaryDirectory.appending(path: "skingpt-\(UUID().uuidString).skgpt")
    defer { try? FileManager.default.removeItem(at: output) }
    var request = ConversionRequest(
      vision: path("pipeline/tiny/eva_vit.pth"), qformer: path("pipeline/tiny/blip2.pth"),
      alignment: path("pipeline/tiny/alignment.pth"), language: path("gemma/\(language ?? preset)"),
      languageScheme: scheme, output: output.path(percentEncoded: false))
    request.description = path("pipeline/tiny/model.json")
    _ = try Converter(request).run()
    model = try SkinModel(
      try Container.open(path: request.output),
      options: RuntimeOptions(kernels: kernels, threadCount: 2, cacheFormat: cacheFormat)
    ) { [inputs] name, rows in inputs.rows[name] = rows }
    expected = try Checkpoint(path: path("gemma/\(preset)/expected.safetensors"))
    prompt = try #require(expected.tensors["ids"]).elements().map { .token(Int32($0)) }
  }

  func values(_ stage: String) throws -> [Float] { try #require(expected.tensors[stage], "\(stage)").elements() }

  /// The logits after a prompt, in a sequence of its own.
  func logits(_ prompt: [PromptElement]) throws -> [Float] {
    try model.decoder.read(
      prompt, imageRows: Matrix(rowCount: 0, columnCount: 64), continuing: model.decoder.makeCache())
  }
}

@Suite struct GemmaTests {
  static let presets = ["windowed", "scaled"]

  @Test(arguments: presets, KernelName.available)
  func `every layer reads what transformers computes, and so do the logits`(preset: String, name: KernelName) throws {
    let golden = try GemmaGolden(preset, kernels: name)
    let logits = try golden.logits(golden.prompt)
    let seen = golden.inputs.rows
    for layer in 0..<golden.model.configuration.language.layerCount {
      for stage in ["qkv", "attention_output", "gate_up", "down"] {
        let found = try #require(seen[TensorName("language.layer.\(layer).\(stage).weight")])
        #expect(try relativeError(found, golden.values("\(layer).\(stage)")) <= 1e-4, "\(layer).\(stage)")
      }
    }
    let width = golden.model.configuration.language.hiddenWidth
    let last = try golden.values("output").suffix(width)
    #expect(try relativeError(#require(seen[.language(.output)]), Array(last)) <= 1e-4)
    #expect(try relativeError(logits, Array(golden.values("logits").suffix(logits.count))) <= 1e-4)
  }

  @Test(arguments: presets, [CacheFormat.float32, .int8])
  func `logits at every position, inside the window and far behind it, are transformers'`(
    preset: String, format: CacheFormat
  ) throws {
    let golden = try GemmaGolden(preset, cacheFormat: format)
    let expected = try golden.values("logits")
    let count = golden.model.configuration.language.vocabularySize
    for length in 1...golden.prompt.count {
      let found = try golden.logits(Array(golden.prompt[..<length]))
      let right = Array(expected[(length - 1) * count..<length * count])
      #expect(relativeError(found, right) <= (format == .float32 ? 1e-4 : 0.05), "position \(length - 1)")
    }
  }

  @Test(arguments: presets) func `a prompt in pieces is the prompt at once`(preset: String) throws {
    let golden = try GemmaGolden(preset)
    let whole = try golden.logits(golden.prompt)
    for cuts in [[1], [3, 9], [7, 8, 20], [28], Array(1...28)] {
      let cache = golden.model.decoder.makeCache()
      var logits: [Float] = []
      for end in cuts + [golden.prompt.count] {
        logits = try golden.model.decoder.read(
          Array(golden.prompt[..<end]), imageRows: Matrix(rowCount: 0, columnCount: 64), continuing: cache)
      }
      #expect(relativeError(logits, whole) <= 1e-5, "\(cuts)")
    }
  }

  @Test(arguments: presets) func `greedy tokens are transformers', also after going back`(preset: String) throws {
    let golden = try GemmaGolden(preset)
    let expected = try golden.values("greedy").map { Int32($0) }
    let (decoder, cache) = (golden.model.decoder, golden.model.decoder.makeCache())
    for _ in 0..<2 {
      var logits = try decoder.read(
        golden.prompt, imageRows: Matrix(rowCount: 0, columnCount: 64), continuing: cache)
      var tokens: [Int32] = []
      for _ in expected {
        tokens.append(Sampler.greatest(logits))
        logits = try decoder.step([tokens[tokens.count - 1]], of: [cache])[0]
      }
      #expect(tokens == expected)
      cache.truncate(to: golden.prompt.count)
    }
  }

  @Test(arguments: presets, [(WeightScheme.int8, 0.999), (.int4, 0.95)])
  func `integers lose little`(preset: String, bound: (scheme: WeightScheme, cosine: Double)) throws {
    let golden = try GemmaGolden(preset, bound.scheme)
    let logits = try golden.logits(golden.prompt)
    let right = Array(try golden.values("logits").suffix(logits.count))
    #expect(Agreement(logits, right).cosine >= bound.cosine)
    #expect(golden.model.container.records.first { $0.name == .language(.output) }?.scheme == .int8)
    #expect(!golden.model.container.records.contains { $0.name == .language(.embedding) })
  }

  @Test func `a GGUF, whose norms are whole, gives the container of its folder`() throws {
    let folder = try GemmaGolden("windowed").model.container
    let gguf = try GemmaGolden("windowed", language: "windowed.gguf").model.container
    var (mine, right) = (gguf.configuration.language, folder.configuration.language)
    // The folder's own numbers that no GGUF says: llama.cpp takes a scale from the head's width, and every sixth layer.
    mine.gemma?.scoreScale = 1
    right.gemma?.scoreScale = 1
    #expect(mine == right)
    for record in folder.records {
      let twin = try #require(gguf.records.first { $0.name == record.name })
      #expect(twin.shape == record.shape, "\(record.name)")
      guard record.name.description.hasSuffix("norm.weight") else { continue }
      let (a, b) = (try gguf.vector(record.name), try folder.vector(record.name))
      #expect((0..<a.count).map { a[$0] } == (0..<b.count).map { b[$0] }, "\(record.name)")
    }
  }
}
