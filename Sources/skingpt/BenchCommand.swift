import SkinFailure
import ArgumentParser
import Foundation
import SkinConfiguration
import SkinContainer
import SkinDiagnosis
import SkinImage
import SkinKernels
import SkinRuntime
import SkinTensor

/// `skingpt bench`: how fast a model runs here.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Measures load, vision, prefill, decode and memory.")

  @OptionGroup var modelOptions: ModelOptions

  @Option(name: .long, parsing: .unconditional, help: "How often each is measured; medians are printed.")
  var repeats = 5

  @Option(name: .long, parsing: .unconditional, help: "Tokens of the prompt.")
  var prefill = 128

  @Option(name: .long, parsing: .unconditional, help: "Tokens that are generated.")
  var tokens = 64

  @Flag(name: .long, help: "Leave out the closed lists of classes and concepts, which take long with a large model.")
  var noLists = false

  @Option(name: .long, help: "Also replay the answers of these reports (diagnose --json), with and without drafts.")
  var replay: String?

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @OptionGroup var quietOption: QuietOption

  func validate() throws {
    if !(1...1000).contains(repeats) { throw ValidationError("--repeats must be from 1 to 1000, not \(repeats)") }
    if prefill < 1 || tokens < 1 { throw ValidationError("--prefill and --tokens must be at least 1") }
  }

  /// Medians, and the least and greatest of each.
  private struct Result: Encodable {
    var model: String
    var scheme: String
    var threads: Int
    var kernels: String
    var load_ms: Double
    var vision_ms: Double
    var tower_ms: Double
    var connector_ms: Double
    var prefill_tokens: Int
    var prefill_tokens_per_s: Double
    var decode_tokens_per_s: Double
    /// Absent without the lists, like the next one.
    var question_ms: Double?
    var scoring_ms: Double?
    var scored: Int
    var weight_bytes_per_token: Int
    var peak_bytes: Int
    var spread: [String: [Double]]
    var replay: BenchReplay.Result?
  }

  /// A synthetic picture of the model's size.
  static func photo(for model: SkinModel) -> Photo {
    let size = model.configuration.image.size
    return Photo(width: size, height: size, rgb: (0..<3 * size * size).map { UInt8(truncatingIfNeeded: $0 * 37 >> 3) })
  }

  func run() throws {
    var result = try measure()
    if let replay {
      let answers = try BenchReplay(path: replay)
      var plain = modelOptions.runtime
      plain.draftsTokens = false
      result.replay = try answers.measure(
        try SkinModel(path: try modelOptions.modelPath(), options: plain), try modelOptions.openShipped().model)
    }
    if json {
      Terminal.write(try JSONText.line(result))
      return
    }
    func line(_ name: String, _ value: Double, _ unit: String, _ key: String) -> String {
      let spread = result.spread[key] ?? []
      return String(
        format: "%-10@ %10.1f %@  (%.1f to %.1f)\n", name as NSString, value, unit as NSString, spread.first ?? 0,
        spread.last ?? 0)
    }
    Terminal.write("\(result.model) (\(result.scheme)), \(result.threads) threads, kernels \(result.kernels)\n")
    Terminal.write(line("load", result.load_ms, "ms", "load_ms"))
    Terminal.write(line("vision", result.vision_ms, "ms", "vision_ms"))
    Terminal.write(line("  tower", result.tower_ms, "ms", "tower_ms"))
    Terminal.write(line("connector", result.connector_ms, "ms", "connector_ms"))
    Terminal.write(line("prefill", result.prefill_tokens_per_s, "tokens/s", "prefill_tokens_per_s"))
    if let question = result.question_ms { Terminal.write(line("question", question, "ms", "question_ms")) }
    if let scoring = result.scoring_ms, result.scored > 0 {
      Terminal.write(line("scoring", scoring, "ms for \(result.scored) candidates", "scoring_ms"))
    }
    Terminal.write(line("decode", result.decode_tokens_per_s, "tokens/s", "decode_tokens_per_s"))
    Terminal.write(
      "weights    \(result.weight_bytes_per_token) bytes per token\nmemory     \(result.peak_bytes) bytes at most\n")
    if let replay = result.replay {
      Terminal.write(
        String(
          format: "replay     %.1f tokens/s plain, %.1f with drafts: %.2f times, %.2f tokens a pass\n",
          replay.plain_tokens_per_s, replay.guessing_tokens_per_s, replay.ratio, replay.tokens_per_pass))
    }
  }

  /// How long the first question takes to read, and then the closed lists of classes and concepts to score.
  private static func score(_ model: SkinModel, _ photo: Photo) throws -> (question: Double, lists: Double) {
    let conversation = try model.conversation(about: model.softPrompt(of: photo))
    var clock = Stopwatch()
    _ = try conversation.logits(asking: EvaluationPrompts.disease)
    let question = clock.lap()
    let phrases = model.configuration.classes.map { " " + $0.phrase }
    if !phrases.isEmpty { _ = try conversation.logProbabilities(of: phrases, to: EvaluationPrompts.disease) }
    let concepts = model.configuration.concepts
    if !concepts.isEmpty {
      _ = try conversation.meanLogProbabilities(
        of: concepts, opening: PaperLists.conceptOpening, question: PaperLists.conceptQuestion)
    }
    return (question, clock.lap())
  }

  /// ViT and connector alone; the first round warms caches and pages and is not counted.
  private func measureStages(_ model: SkinModel, _ photo: Photo, into samples: inout [String: [Double]]) {
    // Without a limit, the stages alone are measured with their weights in memory; whole photos release them.
    let residency = modelOptions.runtime.memoryLimit == nil ? nil : model.residency
    for round in 0...repeats {
      let pixels = photo.pixels(model.configuration.image)
      var clock = Stopwatch()
      let visualTokens = model.vision.encode(pixels, with: model.backend, residency: residency)
      let tower = clock.lap()
      _ = model.connector.softPrompt(
        of: visualTokens, through: model.alignment, with: model.backend, residency: residency)
      let connector = clock.lap()
      guard round > 0 else { continue }
      samples["tower_ms", default: []].append(tower)
      samples["connector_ms", default: []].append(connector)
    }
  }

  /// Photos, prompts and answers as a user has them; the first round is not counted.
  private func measureAnswers(_ model: SkinModel, _ photo: Photo, into samples: inout [String: [Double]]) throws {
    let language = model.configuration.language
    let prompt = (0..<prefill).map { PromptElement.token(Int32(3 + $0 * 7 % (language.vocabularySize - 3))) }
    let noImage = Matrix(rowCount: 0, columnCount: language.hiddenWidth)
    for round in 0...repeats {
      var clock = Stopwatch()
      _ = try model.softPrompt(of: photo)
      let vision = clock.lap()
      let cache = model.decoder.makeCache()
      _ = try model.decoder.read(prompt, imageRows: noImage, continuing: cache)
      let reading = clock.lap()
      for index in 0..<tokens { _ = try model.decoder.step([Int32(3 + index)], of: [cache]) }
      let decode = clock.lap()
      let scoring = noLists ? nil : try Self.score(model, photo)
      guard round > 0 else { continue }
      samples["vision_ms", default: []].append(vision)
      if let scoring {
        samples["question_ms", default: []].append(scoring.question)
        samples["scoring_ms", default: []].append(scoring.lists)
      }
      samples["prefill_tokens_per_s", default: []].append(Double(prefill) / reading * 1000)
      samples["decode_tokens_per_s", default: []].append(Double(tokens) / decode * 1000)
    }
  }

  private func measure() throws -> Result {
    var samples: [String: [Double]] = [:]
    var opened = try modelOptions.open()
    samples["load_ms", default: []].append(opened.milliseconds)
    for _ in 1..<max(repeats, 2) {
      opened = try modelOptions.open()
      samples["load_ms", default: []].append(opened.milliseconds)
    }
    let model = opened.model
    let photo = Self.photo(for: model)
    let language = model.configuration.language
    guard prefill <= language.contextLength, tokens <= language.contextLength - prefill else {
      throw FailureReport(
        problem: "--prefill \(prefill) and --tokens \(tokens) together are more than the model's"
          + " \(language.contextLength) positions.",
        help: "Give less of one of them.", status: .usage)
    }
    measureStages(model, photo, into: &samples)
    try measureAnswers(model, photo, into: &samples)
    func known(_ key: String) -> Double? { samples[key].map { $0.sorted()[$0.count / 2] } }
    func median(_ key: String) -> Double { known(key) ?? 0 }
    let candidateCount = model.configuration.classes.count + model.configuration.concepts.count
    // A token reads every weight of the decoder but the embedding table, of which it reads one row.
    let weightBytes = model.container.records.reduce(0) { sum, record in
      record.name.description.hasPrefix("language.") && record.name != .language(.embedding)
        ? sum + record.rawByteCount : sum
    }
    return Result(
      model: model.configuration.name, scheme: model.scheme, threads: model.backend.threadCount,
      kernels: model.backend.kernels.rawValue, load_ms: median("load_ms"), vision_ms: median("vision_ms"),
      tower_ms: median("tower_ms"), connector_ms: median("connector_ms"),
      prefill_tokens: prefill, prefill_tokens_per_s: median("prefill_tokens_per_s"),
      decode_tokens_per_s: median("decode_tokens_per_s"), question_ms: known("question_ms"),
      scoring_ms: known("scoring_ms"), scored: noLists ? 0 : candidateCount,
      weight_bytes_per_token: weightBytes,
      peak_bytes: ProcessMemory.peakByteCount,
      spread: samples.mapValues { [$0.min() ?? 0, $0.max() ?? 0] }, replay: nil)
  }
}
