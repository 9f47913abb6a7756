import Foundation
import SkinCheckpoint
import SkinContainer
import SkinConversion
import SkinDiagnosis
import SkinImage
import SkinKernels
import SkinQuantization
import SkinConfiguration
import SkinTensor
import SkinTestSupport
import SkinText
@testable import SkinRuntime
import Testing

/// A tiny random model in the genuine layouts, and what the original libraries compute with it.
struct GoldenCase: Decodable {
  var question: String
  var answer: String
  var second_question: String
  var generate: Int
  var beams: Int
  var penalty: Float
}

/// The model of a preset, converted at some scheme, beside its expected values.
struct Golden {
  let model: SkinModel
  let texts: GoldenCase
  let expected: Checkpoint
  let photo: Photo

  init(
    _ preset: String, _ scheme: WeightScheme, kernels: KernelName = .best, threadCount: Int = 2,
    cacheFormat: CacheFormat = .float32, vision: WeightScheme? = nil, visionRules: [RecipeRule] = [],
    opening: ((Container) throws -> [UInt8])? = nil
  ) throws {
    func path(_ name: String) -> String { Goldens.url("pipeline/\(preset)/\(name)").path(percentEncoded: false) }
    let output = FileManager.default.temporaryDirectory.appending(path: "skingpt-\(UUID().uuidString).skgpt")
    defer { try? FileManager.default.removeItem(at: output) }
    var request = ConversionRequest(
      vision: path("eva_vit.pth"), qformer: Self.existing(path("blip2.pth")), alignment: path("alignment.pth"),
      language: path("language"), languageScheme: scheme, visionScheme: vision,
      output: output.path(percentEncoded: false))
    request.description = path("model.json")
    request.template = path("template.json")
    request.storesPrefix = opening != nil
    request.visionRules = visionRules
    _ = try Converter(request).run(storedPrefix: opening)
    model = try SkinModel(
      path: request.output,
      options: RuntimeOptions(kernels: kernels, threadCount: threadCount, cacheFormat: cacheFormat))
    texts = try JSONDecoder().decode(GoldenCase.self, from: Data(Goldens.bytes("pipeline/\(preset)/case.json")))
    expected = try Checkpoint(path: path("expected.safetensors"))
    photo = try Photo.decode(try Goldens.bytes("pipeline/\(preset)/photo.png"))
  }

  /// A path if a file is there.
  private static func existing(_ path: String) -> String? { FileManager.default.fileExists(atPath: path) ? path : nil }

  func conversation() throws -> Conversation { try model.conversation(about: model.softPrompt(of: photo)) }

  /// The relative error of a stage: size of the difference over size of the expected value.
  func error(_ stage: String, _ values: [Float]) throws -> Double {
    let right = try #require(expected.tensors[stage]).elements()
    try #require(right.count == values.count)
    let difference = zip(values, right).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
    return (difference / right.reduce(0.0) { $0 + pow(Double($1), 2) }).squareRoot()
  }

  func integers(_ name: String) throws -> [Int32] {
    // Token ids are stored as 32-bit integers after the header; the golden loader reads floats only, so they are
    // taken from the file by position.
    try SafetensorsIntegers.read(name, Data(contentsOf: URL(fileURLWithPath: expected.path)))
  }
}

/// Reads an I32 tensor of a safetensors file.
private enum SafetensorsIntegers {
  static func read(_ name: String, _ data: Data) throws -> [Int32] {
    let bytes = [UInt8](data)
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: [String: Any]]
    let offsets = try #require(header?[name]?["data_offsets"] as? [Int])
    let slice = bytes[8 + length + offsets[0]..<8 + length + offsets[1]]
    return stride(from: slice.startIndex, to: slice.endIndex, by: 4).map { start in
      Int32(bitPattern: bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
  }
}

@Suite struct GoldenTests {
  /// The two right formulations differ by 2e-6 at most and the smallest known mistake by 1.6e-3 (Tools/reference).
  static let float32Limit = 1e-4
  static let presets = ["tiny", "tiny-grouped", "tiny-joined", "tiny-joined-wide"]

  @Test(arguments: presets) func `every stage in float32 is what the original libraries compute`(preset: String) throws
  {
    let golden = try Golden(preset, .float32)
    let pixels = golden.photo.pixels(golden.model.configuration.image)
    #expect(try golden.error("pixels", pixels.values) <= Self.float32Limit)
    let tokens = golden.model.vision.encode(pixels, with: golden.model.backend)
    #expect(try golden.error("vision", tokens.rows.elements) <= Self.float32Limit)
    if case .queryTransformer(let transformer) = golden.model.connector {
      let queries = transformer.read(tokens, with: golden.model.backend)
      #expect(try golden.error("queries", queries.rows.elements) <= Self.float32Limit)
    } else {
      #expect(golden.expected.tensors["queries"] == nil)
    }
    let softPrompt = golden.model.connector.softPrompt(
      of: tokens, through: golden.model.alignment, with: golden.model.backend)
    #expect(try golden.error("soft_prompt", softPrompt.rows.elements) <= Self.float32Limit)
    let logits = try golden.model.conversation(about: softPrompt).logits(asking: golden.texts.question)
    #expect(try golden.error("logits", logits) <= Self.float32Limit)
  }

  @Test(arguments: presets) func `prompt and greedy tokens are those of the original libraries`(preset: String) throws {
    let golden = try Golden(preset, .float32)
    let conversation = try golden.conversation()
    let ids = try conversation.elements(asking: golden.texts.question).map { element in
      if case .token(let token) = element { token } else { Int32(-1) }
    }
    #expect(try ids == golden.integers("input_ids"))
    let greedy = try conversation.greedyTokens(count: golden.texts.generate, asking: golden.texts.question)
    #expect(try greedy == golden.integers("greedy"))
  }

  /// The prompt after an answered question; a given answer follows `Assistant:` and one space, as in the public code.
  @Test(arguments: presets)
  func `a second turn is what the original libraries compute`(preset: String) throws {
    let golden = try Golden(preset, .float32)
    let template = golden.model.configuration.conversation
    let prompt = try Prompt(template: template, tokenizer: golden.model.tokenizer)
    let texts = golden.texts
    let tokens = try prompt.tokens([
      Turn(question: texts.question, answer: " " + texts.answer), Turn(question: texts.second_question),
    ])
    let softPrompt = try golden.model.softPrompt(of: golden.photo)
    let imageRows = softPrompt.takeRows()
    let elements =
      prompt.openingTokens.map { PromptElement.token($0) }
      + (0..<imageRows.rowCount).map { .imageRow($0) } + tokens.map { .token($0) }
    let ids = elements.map { element in if case .token(let token) = element { token } else { Int32(-1) } }
    #expect(try ids == golden.integers("second.input_ids"))
    let cache = golden.model.decoder.makeCache()
    // The first turn is cached; the second continues from the longest common prefix.
    let first = try golden.conversation().elements(asking: texts.question)
    _ = try golden.model.decoder.read(first, imageRows: imageRows, continuing: cache)
    let logits = try golden.model.decoder.read(elements, imageRows: imageRows, continuing: cache)
    #expect(try golden.error("second.logits", logits) <= Self.float32Limit)
  }

  /// Under 1 a penalty makes tokens come again; both goldens differ from those without one, and the beams' also from
  /// those that a penalty before the softmax would give (Tools/reference).
  @Test(arguments: presets)
  func `a repetition penalty finds the tokens of the original libraries`(preset: String) throws {
    let golden = try Golden(preset, .float32)
    let greedy = try tokens(golden, .greedy, penalty: golden.texts.penalty)
    #expect(try greedy == golden.integers("penalty.greedy") && greedy != golden.integers("greedy"))
    let beams = try tokens(golden, .beams(count: golden.texts.beams), penalty: golden.texts.penalty)
    #expect(try beams == golden.integers("penalty.beam") && beams != golden.integers("beam"))
  }

  @Test(arguments: presets)
  func `beams find the tokens of the original libraries`(preset: String) throws {
    let golden = try Golden(preset, .float32)
    #expect(
      try tokens(golden, .beams(count: golden.texts.beams), penalty: 1) == golden.integers("beam"))
  }

  /// The tokens of an answer that nothing ends.
  private func tokens(
    _ golden: Golden, _ strategy: GenerationOptions.Strategy, penalty: Float
  ) throws -> [Int32] {
    let softPrompt = try golden.model.softPrompt(of: golden.photo)
    let imageRows = softPrompt.takeRows()
    let elements = try golden.conversation().elements(asking: golden.texts.question)
    let cache = golden.model.decoder.makeCache()
    var logits = try golden.model.decoder.read(elements, imageRows: imageRows, continuing: cache)
    let options = GenerationOptions(
      tokenLimit: golden.texts.generate, strategy: strategy, repetitionPenalty: penalty)
    if case .beams(let count) = strategy {
      let search = BeamSearch(decoder: golden.model.decoder, options: options, beamCount: count)
      let rule = try StopRule(template: golden.model.configuration.conversation, tokenizer: golden.model.tokenizer)
      return try search.run(after: cache, logits: logits, rule: rule).tokens
    }
    var sampler = Sampler(options)
    var found: [Int32] = []
    while found.count < golden.texts.generate {
      found.append(sampler.next(after: found, logits: logits))
      logits = try golden.model.decoder.step([found[found.count - 1]], of: [cache])[0]
    }
    return found
  }

  /// A cosine of 0.999 is what int8 must keep at every stage of a trained model; these small ones are random.
  @Test(arguments: ["tiny", "tiny-joined"], [WeightScheme.int8, .int8PerRow])
  func `integers keep the direction of every stage`(preset: String, scheme: WeightScheme) throws {
    let golden = try Golden(preset, scheme)
    let tokens = golden.model.vision.encode(
      golden.photo.pixels(golden.model.configuration.image), with: golden.model.backend)
    #expect(try cosine(tokens.rows.elements, golden.expected.tensors["vision"]) >= 0.999)
    let rows = try golden.model.softPrompt(of: golden.photo).takeRows()
    #expect(try cosine(rows.elements, golden.expected.tensors["soft_prompt"]) >= 0.999)
  }

  private func cosine(_ found: [Float], _ expected: SourceTensor?) throws -> Double {
    let expected = try #require(expected).elements()
    func product(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
    return product(found, expected) / (product(found, found) * product(expected, expected)).squareRoot()
  }

  @Test(arguments: [WeightScheme.int8, .int8PerRow])
  func `greedy tokens do not depend on thread count`(scheme: WeightScheme) throws {
    let one = try Golden("tiny", scheme, threadCount: 1)
    let two = try Golden("tiny", scheme, threadCount: 2)
    #expect(
      try one.conversation().logits(asking: one.texts.question) == two.conversation().logits(asking: two.texts.question)
    )
  }

  @Test func `a prompt read in one go gives the logits of one read from a cached prefix`() throws {
    let golden = try Golden("tiny", .float32)
    let fresh = try golden.conversation().logits(asking: golden.texts.second_question)
    let used = try golden.conversation()
    _ = try used.logits(asking: golden.texts.question)
    let continued = try used.logits(asking: golden.texts.second_question)
    let error = zip(fresh, continued).map { abs($0 - $1) }.max() ?? 0
    #expect(error <= 1e-4)
  }

  @Test func `scores of answers are the sums of their tokens' log-probabilities`() throws {
    let golden = try Golden("tiny", .float32)
    let conversation = try golden.conversation()
    let alone = try conversation.logProbabilities(of: [" yes"], to: golden.texts.question)
    let together = try conversation.logProbabilities(
      of: [" no, not at all", " yes", " perhaps"], to: golden.texts.question)
    #expect(abs(alone[0] - together[1]) <= 1e-3)
    #expect(together.allSatisfy { $0 < 0 })
  }

  @Test func `words after an answer's beginning score as the difference of whole answers, per token`() throws {
    let golden = try Golden("tiny", .float32)
    let conversation = try golden.conversation()
    let question = golden.texts.question
    let whole = try conversation.logProbabilities(of: [" yes", " yes no", " yes perhaps"], to: question)
    let mean = try conversation.meanLogProbabilities(of: ["no", "perhaps"], opening: "yes", question: question)
    let opening = golden.model.tokenizer.encode("yes").count
    for (place, word) in ["no", "perhaps"].enumerated() {
      let tokenCount = golden.model.tokenizer.encode("yes \(word)").count - opening
      #expect(abs(mean[place] - (whole[place + 1] - whole[0]) / Float(tokenCount)) <= 1e-3)
    }
  }
}
