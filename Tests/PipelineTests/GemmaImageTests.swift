import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinContainer
import SkinConversion
import SkinImage
import SkinKernels
import SkinQuantization
import SkinTensor
import SkinTestSupport
import Testing

@testable import SkinRuntime

/// A tiny whole Gemma 3: SigLIP tower, pooling, projection, decoder (`Tools/reference/gemma_image_goldens.py`).
private struct WholeGemma {
  let model: SkinModel
  let expected: Checkpoint
  let photo: Photo
  let prompt: [PromptElement]

  init(_ scheme: WeightScheme = .float32, kernels: KernelName = .best, threadCount: Int = 2) throws {
    func path(_ name: String) -> String { Goldens.url(name).path(percentEncoded: false) }
    let output = FileManager.default.temporaryDirectory.appending(path: "skingpt-\(UUID().uuidString).skgpt")
    defer { try? FileManager.default.removeItem(at: output) }
    let folder = path("gemma/whole")
    let request = ConversionRequest(
      vision: folder, qformer: nil, alignment: folder, language: folder, languageScheme: scheme,
      output: output.path(percentEncoded: false))
    let summary = try Converter(request).run()
    try #require(summary.surplus == [])
    model = try SkinModel(
      path: request.output, options: RuntimeOptions(kernels: kernels, threadCount: threadCount))
    expected = try Checkpoint(path: path("gemma/whole/expected.safetensors"))
    photo = try Photo.decode(try Goldens.bytes("pipeline/tiny/photo.png"))
    var rowCount = 0
    prompt = try #require(expected.tensors["ids"]).elements().map { id in
      if id >= 0 { return .token(Int32(id)) }
      defer { rowCount += 1 }
      return .imageRow(rowCount)
    }
  }

  func values(_ stage: String) throws -> [Float] { try #require(expected.tensors[stage], "\(stage)").elements() }

  /// The logits after a prompt, read in pieces that end where told.
  func logits(
    _ prompt: [PromptElement], cuts: [Int] = [], windows: WindowRetention = .usual
  ) throws -> [Float] {
    let rows = try model.softPrompt(of: photo).takeRows()
    let cache = model.decoder.makeCache(windows: windows)
    for end in cuts { _ = try model.decoder.read(Array(prompt[..<end]), imageRows: rows, continuing: cache) }
    return try model.decoder.read(prompt, imageRows: rows, continuing: cache)
  }
}

@Suite struct GemmaImageTests {
  @Test(arguments: KernelName.available)
  func `every stage from pixels to logits is what transformers computes`(name: KernelName) throws {
    let golden = try WholeGemma(kernels: name)
    let model = golden.model
    let pixels = golden.photo.pixels(model.configuration.image)
    #expect(try relativeError(pixels.values, golden.values("pixels")) <= 1e-6)
    let tokens = model.vision.encode(pixels, with: model.backend)
    #expect(try relativeError(tokens.rows.elements, golden.values("vision")) <= 1e-4)
    let soft = model.connector.softPrompt(of: tokens, through: model.alignment, with: model.backend)
    #expect(try relativeError(soft.rows.elements, golden.values("soft_prompt")) <= 1e-4)
    let logits = try golden.logits(golden.prompt)
    #expect(try relativeError(logits, Array(golden.values("logits").suffix(logits.count))) <= 1e-4)
  }

  @Test func `image rows see each other and text sees what came before, at every position behind the image`() throws {
    let golden = try WholeGemma()
    let expected = try golden.values("logits")
    let count = golden.model.configuration.language.vocabularySize
    let ends = golden.prompt.indices.filter { $0 == golden.prompt.count - 1 || !golden.prompt[$0 + 1].isImageRow }
    for end in ends {
      let found = try golden.logits(Array(golden.prompt[...end]))
      #expect(relativeError(found, Array(expected[end * count..<(end + 1) * count])) <= 1e-4, "position \(end)")
    }
  }

  /// Pieces that end inside the image too: its rows are then read anew.
  @Test(arguments: [[5], [2, 21], [7, 12], [21, 22, 29], [1, 6, 20, 25]])
  func `a prompt in pieces is the prompt at once`(cuts: [Int]) throws {
    let golden = try WholeGemma()
    #expect(try relativeError(golden.logits(golden.prompt, cuts: cuts), golden.logits(golden.prompt)) <= 1e-5)
  }

  @Test(arguments: [1, 16, 17, 40])
  func `an image behind a window has the same bits in a ring as in the whole context`(spare: Int) throws {
    let golden = try WholeGemma()
    let tail = (0..<50).map { PromptElement.token(Int32(3 + 7 * $0 % 370)) }
    for cuts in [[], [5], [7, 12], [21, 22, 29, 31, 60], Array(21...75)] {
      let (found, right) = (
        try golden.logits(golden.prompt + tail, cuts: cuts, windows: .last(spare: spare)),
        try golden.logits(golden.prompt + tail, cuts: cuts, windows: .all)
      )
      #expect(found == right && !found.contains { $0.isNaN }, "\(cuts)")
    }
  }

  @Test func `greedy tokens are transformers'`() throws {
    let golden = try WholeGemma()
    let expected = try golden.values("greedy").map { Int32($0) }
    var prompt = golden.prompt
    var tokens: [Int32] = []
    for _ in expected {
      var logits = try golden.logits(prompt)
      logits[383] = -.infinity  // the image's own token, which the reference never draws
      tokens.append(Sampler.greatest(logits))
      prompt.append(.token(tokens[tokens.count - 1]))
    }
    #expect(tokens == expected)
  }

  @Test(arguments: [(WeightScheme.int8, 0.999), (.int4, 0.95)])
  func `integers lose little`(bound: (scheme: WeightScheme, cosine: Double)) throws {
    let golden = try WholeGemma(bound.scheme)
    let logits = try golden.logits(golden.prompt)
    let right = Array(try golden.values("logits").suffix(logits.count))
    #expect(Agreement(logits, right).cosine >= bound.cosine)
  }

  @Test func `the tower and the projection of a GGUF give what transformers computes with the folder's`() throws {
    func path(_ name: String) -> String { Goldens.url("gemma/\(name)").path(percentEncoded: false) }
    let output = FileManager.default.temporaryDirectory.appending(path: "skingpt-\(UUID().uuidString).skgpt")
    defer { try? FileManager.default.removeItem(at: output) }
    let request = ConversionRequest(
      vision: path("mmproj.gguf"), qformer: nil, alignment: path("mmproj.gguf"), language: path("windowed.gguf"),
      languageScheme: .float32, output: output.path(percentEncoded: false))
    _ = try Converter(request).run()
    let model = try SkinModel(path: request.output)
    let expected = try Checkpoint(path: path("whole/expected.safetensors")).tensors
    let photo = try Photo.decode(try Goldens.bytes("pipeline/tiny/photo.png"))
    let tokens = model.vision.encode(photo.pixels(model.configuration.image), with: model.backend)
    #expect(try relativeError(tokens.rows.elements, #require(expected["vision"]).elements()) <= 1e-4)
    let soft = model.connector.softPrompt(of: tokens, through: model.alignment, with: model.backend)
    #expect(try relativeError(soft.rows.elements, #require(expected["soft_prompt"]).elements()) <= 1e-4)
  }

  @Test func `a picture in other sizes is Pillow's by its bilinear filter, to the bit`() throws {
    let photo = try Photo.decode(try Goldens.bytes("pipeline/tiny/photo.png"))
    let resized = try Checkpoint(path: Goldens.url("gemma/whole/resized.safetensors").path(percentEncoded: false))
      .tensors
    #expect(resized.count == 4)
    for (name, tensor) in resized {
      let extents = try name.split(separator: "x").map { try #require(Int($0)) }
      let found = photo.resized(width: extents[0], height: extents[1], isLinear: true)
      #expect(found.rgb.map { Float($0) } == (try tensor.elements()), "\(name)")
    }
  }

  @Test func `a conversation uses the family's template, and a tower with another projection is refused`() throws {
    let golden = try WholeGemma()
    #expect(golden.model.configuration.conversation == .gemma3)
    let reply = try golden.model.conversation(about: golden.model.softPrompt(of: golden.photo)).elements(asking: "Why?")
    #expect(reply.filter(\.isImageRow).count == golden.model.configuration.imageRowCount)
    func path(_ name: String) -> String { Goldens.url(name).path(percentEncoded: false) }
    let request = ConversionRequest(
      vision: path("gemma/whole"), qformer: path("pipeline/tiny/blip2.pth"),
      alignment: path("pipeline/tiny/alignment.pth"), language: path("gemma/windowed"), languageScheme: .float32,
      output: "/nowhere")
    #expect(throws: ConversionError.self) { try Converter(request) }
  }
}
