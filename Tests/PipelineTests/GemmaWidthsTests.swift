import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinContainer
import SkinConversion
import SkinImage
import SkinQuantization
import SkinTensor
import SkinTestSupport
import Testing

@testable import SkinRuntime

/// A random Gemma 3 in the widths of the 4B against transformers; its weights are too large to be kept.
///
///     python Tools/reference/gemma_widths.py OUT --seed N
///     SKINGPT_GEMMA_WIDTHS=OUT swift test --filter GemmaWidthsTests
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["SKINGPT_GEMMA_WIDTHS"] != nil))
struct GemmaWidthsTests {
  private static let towerStages = ["qkv", "attention_output", "expand", "contract"]
  private static let decoderStages = ["qkv", "attention_output", "gate_up", "down"]
  /// The image's own token, which the reference never draws.
  private static let imageToken = 511

  /// The model, what transformers computes with it, and what its linear layers read.
  private struct Widths {
    /// The rows that each linear layer read since they were last cleared.
    final class Inputs {
      var rows: [TensorName: [Float]] = [:]
    }

    let model: SkinModel
    let inputs = Inputs()
    private let expected: Checkpoint

    init(_ scheme: WeightScheme) throws {
      let folder = try #require(ProcessInfo.processInfo.environment["SKINGPT_GEMMA_WIDTHS"])
      let output = FileManager.default.temporaryDirectory.appending(path: "widths-\(UUID().uuidString).skgpt")
      defer { try? FileManager.default.removeItem(at: output) }
      let request = ConversionRequest(
        vision: folder + "/model", qformer: nil, alignment: folder + "/model", language: folder + "/model",
        languageScheme: scheme, output: output.path(percentEncoded: false))
      _ = try Converter(request).run(threadCount: 2)
      model = try SkinModel(
        try Container.open(path: request.output), options: RuntimeOptions(threadCount: 2)
      ) { [inputs] name, rows in inputs.rows[name, default: []] += rows }
      expected = try Checkpoint(path: folder + "/expected.safetensors")
    }

    /// What transformers computes at a stage.
    func values(_ stage: String) throws -> [Float] { try #require(expected.tensors[stage], "\(stage)").elements() }

    /// A prompt, image rows in order.
    func prompt(_ kind: String) throws -> [PromptElement] {
      var rowCount = 0
      return try values("\(kind).ids").map { id in
        if id >= 0 { return .token(Int32(id)) }
        defer { rowCount += 1 }
        return .imageRow(rowCount)
      }
    }

    /// What a linear layer read of the last prompt.
    func seen(_ name: String) throws -> [Float] { try #require(inputs.rows[TensorName(name)], "\(name)") }

    /// The photo as the decoder reads it, and how far tower and projection are from transformers.
    func image(_ compare: (String, [Float], [Float]) -> Void) throws -> Matrix {
      let folder = try #require(ProcessInfo.processInfo.environment["SKINGPT_GEMMA_WIDTHS"])
      let photo = try Photo.decode([UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/photo.png"))))
      let pixels = photo.pixels(model.configuration.image)
      compare("pixels", pixels.values, try values("pixels"))
      let tokens = model.vision.encode(pixels, with: model.backend)
      for stage in GemmaWidthsTests.towerStages {
        compare("vision.\(stage)", try seen("vision.layer.0.\(stage).weight"), try values("vision.\(stage)"))
      }
      compare("vision", tokens.rows.elements, try values("vision"))
      let soft = model.connector.softPrompt(of: tokens, through: model.alignment, with: model.backend)
      compare("soft_prompt", soft.rows.elements, try values("soft_prompt"))
      return soft.takeRows()
    }

    /// Reads a prompt at once and compares what each layer reads, and the logits after its last element.
    func read(_ kind: String, _ rows: borrowing Matrix, _ compare: (String, [Float], [Float]) -> Void) throws -> [Float]
    {
      inputs.rows = [:]
      let language = model.configuration.language
      let logits = try model.decoder.read(try prompt(kind), imageRows: rows, continuing: model.decoder.makeCache())
      for layer in 0..<language.layerCount {
        for stage in GemmaWidthsTests.decoderStages {
          compare(
            "\(kind).\(layer).\(stage)", try seen("language.layer.\(layer).\(stage).weight"),
            try values("\(kind).\(layer).\(stage)"))
        }
      }
      compare(
        "\(kind).output", try seen("language.output.weight"),
        Array(try values("\(kind).output").suffix(language.hiddenWidth)))
      compare("\(kind).logits", logits, Array(try values("\(kind).logits").suffix(logits.count)))
      return logits
    }
  }

  @Test func `every stage and every greedy token is what transformers computes`() throws {
    let widths = try Widths(.float32)
    func check(_ stage: String, _ values: [Float], _ right: [Float]) {
      let error = relativeError(values, right)
      print("f32 \(stage): relative error \(error)")
      #expect(error <= 1e-3, "\(stage)")
    }
    let rows = try widths.image(check)
    let decoder = widths.model.decoder
    for kind in ["image", "text"] {
      let prompt = try widths.prompt(kind)
      let whole = try widths.read(kind, rows, check)
      let (expected, leads) = (try widths.values("\(kind).greedy"), try widths.values("\(kind).leads"))
      try #require(expected.count == 32 && leads.count == 32)
      // Pieces that end inside the image too: its rows are then read anew.
      let cache = decoder.makeCache()
      let right = try widths.values("\(kind).logits")
      for end in [4, 100, 130, 280, 700, 1100].filter({ $0 < prompt.count }) + [prompt.count] {
        let logits = try decoder.read(Array(prompt[..<end]), imageRows: rows, continuing: cache)
        if end == prompt.count { check("\(kind) in pieces", logits, whole) }
        guard !prompt[end - 1].isImageRow else { continue }
        check("\(kind).logits at \(end)", logits, Array(right[(end - 1) * logits.count..<end * logits.count]))
      }
      var tokens: [Int32] = []
      var logits = whole
      for _ in expected {
        logits[Self.imageToken] = -.infinity
        tokens.append(Sampler.greatest(logits))
        logits = try decoder.step([tokens[tokens.count - 1]], of: [cache])[0]
      }
      let agreed = zip(tokens, expected).prefix { Float($0) == $1 }.count
      print("\(kind): \(agreed) of 32 greedy tokens, least lead \(leads.min() ?? 0)")
      #expect(tokens.map { Float($0) } == expected, "\(kind)")
    }
  }

  /// int8 turns no stage by more than a cosine of 0.999, int4 the logits by no more than 0.95.
  @Test(arguments: [WeightScheme.int8, .int4]) func `integers lose little`(scheme: WeightScheme) throws {
    let widths = try Widths(scheme)
    func check(_ stage: String, _ values: [Float], _ right: [Float]) {
      let cosine = Agreement(values, right).cosine
      print("\(scheme.rawValue) \(stage): cosine \(cosine)")
      if scheme == .int8 {
        #expect(cosine >= 0.999, "\(stage)")
      } else if stage.hasSuffix("logits") {
        #expect(cosine >= 0.95, "\(stage)")
      }
    }
    let rows = try widths.image(check)
    for kind in ["image", "text"] { _ = try widths.read(kind, rows, check) }
  }
}
