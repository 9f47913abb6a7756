import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinContainer
import SkinConversion
import SkinQuantization
import SkinTensor
import SkinTestSupport
import SkinText
import Testing

@testable import SkinRuntime

/// A real Gemma 3 against sentencepiece and transformers; the weights have their own terms and are not here.
///
///     SKINGPT_GEMMA=MODEL.gguf SKINGPT_GEMMA_EXPECTED=OUT.json swift test --filter GemmaWeightsTests
///
/// `Tools/reference/gemma_weights.py` says where MODEL.gguf comes from and writes OUT.json.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SKINGPT_GEMMA"] != nil)) struct GemmaWeightsTests {
  private struct Expected: Decodable {
    struct Line: Decodable {
      var text: String
      var ids: [Int32]
    }
    struct Prompt: Decodable {
      var ids: [Int32]
      var greedy: [Int32]
      var leads: [Float]
    }
    var lines: [Line]
    var prompts: [Prompt]
  }

  private static func expected() throws -> Expected {
    let path = try #require(ProcessInfo.processInfo.environment["SKINGPT_GEMMA_EXPECTED"])
    return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// The decoder behind the vision transformer of `tiny`, whose alignment is widened with zeros.
  private static func model(_ scheme: WeightScheme) throws -> SkinModel {
    func path(_ name: String) -> String { Goldens.url("pipeline/tiny/\(name)").path(percentEncoded: false) }
    let folder = FileManager.default.temporaryDirectory.appending(path: "gemma-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let small = try #require(Checkpoint(path: path("alignment.pth")).tensors["llama_proj.weight"])
    let language = try #require(ProcessInfo.processInfo.environment["SKINGPT_GEMMA"])
    let width = try #require(
      Checkpoint(path: language).tensors["token_embd.weight"]?.rowElementCount)
    let alignment = folder.appending(path: "alignment.safetensors").path(percentEncoded: false)
    func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
    try SafetensorsFile.write(
      [
        ("llama_proj.bias", [width], .float32(zeros(width))),
        ("llama_proj.weight", [width, small.rowElementCount], .float32(zeros(width * small.rowElementCount))),
      ], to: alignment)
    var request = ConversionRequest(
      vision: path("eva_vit.pth"), qformer: path("blip2.pth"), alignment: alignment, language: language,
      languageScheme: scheme, output: folder.appending(path: "model.skgpt").path(percentEncoded: false))
    request.description = path("model.json")
    request.isForced = true
    _ = try Converter(request).run(threadCount: 2)
    return try SkinModel(path: request.output, options: RuntimeOptions(threadCount: 2))
  }

  @Test func `tokens and greedy answers are those of the original libraries`() throws {
    let expected = try Self.expected()
    let model = try Self.model(.float32)
    var wrong: [String] = []
    for line in expected.lines where model.tokenizer.encode(line.text) != line.ids { wrong.append(line.text) }
    print("tokenizer: \(expected.lines.count - wrong.count) of \(expected.lines.count) lines equal")
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    for prompt in expected.prompts {
      let cache = model.decoder.makeCache()
      var logits = try model.decoder.read(
        prompt.ids.map { .token($0) },
        imageRows: Matrix(rowCount: 0, columnCount: model.configuration.language.hiddenWidth), continuing: cache)
      var tokens: [Int32] = []
      for _ in prompt.greedy {
        tokens.append(Sampler.greatest(logits))
        logits = try model.decoder.step([tokens[tokens.count - 1]], of: [cache])[0]
      }
      let agreed = zip(tokens, prompt.greedy).prefix { $0 == $1 }.count
      print("agreed \(agreed) of \(prompt.greedy.count), least lead \(prompt.leads.min() ?? 0)")
      // Where the two best are closer than rounding, either may come first.
      #expect(agreed == prompt.greedy.count || prompt.leads[agreed] < 1e-3, "\(tokens)")
    }
  }
}
