import ArgumentParser
import SkinMeasurement
import SkinRuntime
import SkinFailure
import Foundation
import SkinConfiguration
import SkinConversion
import SkinDiagnosis
package import SkinQuantization

extension WeightScheme: ExpressibleByArgument {}

/// `skingpt convert`: checkpoints to a container.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turns published checkpoints into one container.",
    discussion: "Reads .pth, .bin, .safetensors, .gguf and Hugging Face folders; nothing in them is executed."
  )

  @OptionGroup(title: "Sources") var sources: ConvertSources

  @OptionGroup(title: "Decoder") var decoderOptions: ConvertDecoderOptions

  @Option(name: .long, help: "What checkpoints do not say (head counts, classes, provenance): a model.json.")
  var config: String?

  @Option(name: .long, help: "The conversation, JSON; default: Vicuna v0 as in MiniGPT-4, or MiniGPT-v2's [INST].")
  var template: String?

  @Option(name: .long, help: "A model card to put in, Markdown.")
  var card: String?

  @Option(name: .long, help: "How scores become probabilities, JSON.")
  var calibration: String?

  @Option(name: .long, help: "Every sentence that the model may say: CSV, written by Tools/train/sentences.py.")
  var sentences: String?

  @Option(name: .long, help: "Layers that recognize classes, conditions and dangers in a photo, safetensors.")
  var head: String?

  @Option(name: .long, help: "Texts like those that the model writes, one line each: it drafts tokens from them.")
  var draftText: String?

  @Option(name: .long, help: "The decoder's weights: int4, int8, f16 or f32.")
  var weights: WeightScheme = .int4

  @Option(
    name: .long,
    help: ArgumentHelp(
      "ViT and Q-Former; int8-row is faster and less exact; auto: int8-row where it costs little on the photos of "
        + "--calibrate, else int8; default: auto under int4 and int8 with --calibrate, int8 without, else the same."))
  var visionWeights: VisionWeights?

  @Option(name: .long, help: "Write the error measures of every tensor to this file, JSON.")
  var report: String?

  @Option(name: .shortAndLong, help: "The container to write.")
  var output: String

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @OptionGroup(title: "Weights") var weightOptions: ConvertWeightOptions

  @OptionGroup(title: "Sensitivity") var sensitivityOptions: ConvertSensitivityOptions

  @OptionGroup(title: "Output") var outputOptions: ConvertOutputOptions

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  private struct Result: Encodable {
    let output: String
    let model: String
    let digest: String
    let overridden: [String]
    let surplus: [String]
  }

  func validate() throws {
    if visionWeights == .automatic, weightOptions.calibrate.isEmpty {
      throw ValidationError("--vision-weights auto needs --calibrate PHOTO")
    }
  }

  /// Whether photos decide how ViT and Q-Former are written: where there are photos, unless told otherwise.
  private var choosesVision: Bool {
    switch visionWeights {
    case .automatic: true
    case .scheme: false
    case nil: !weightOptions.calibrate.isEmpty && (weights == .int4 || weights == .int8)
    }
  }

  /// Every file that is read.
  private var inputs: [String] {
    [
      sources.from, sources.mmproj, sources.vision, sources.qformer, sources.alignment, sources.language, config,
      template, card, calibration, draftText, decoderOptions.delta,
      decoderOptions.lora,
    ]
    .compactMap(\.self)
    .flatMap { path in
      // The files of a folder are inputs like the folder.
      [path] + ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).map { "\(path)/\($0)" }
    }
  }

  func run() throws {
    try OutputNames.check([output, report, sensitivityOptions.sensitivity].compactMap(\.self), inputs: inputs)
    guard let parts = try sources.parts() else { return }
    var request = ConversionRequest(
      vision: parts.vision, qformer: parts.qformer, alignment: parts.alignment, language: parts.language,
      languageScheme: weights, visionScheme: visionWeights?.scheme, output: output)
    decoderOptions.prepare(&request)
    request.description = config
    request.template = template
    request.card = card
    request.calibration = calibration
    request.head = head
    if let sentences { _ = try SentenceFile.read(sentences) }
    request.sentences = sentences
    request.draftText = draftText
    weightOptions.prepare(&request)
    outputOptions.prepare(&request)
    let measured: FloatMeasurement
    do {
      measured = try FloatMeasurement(
        request, calibration: weightOptions, choosesVision: choosesVision, sensitivity: sensitivityOptions,
        threadCount: outputOptions.threadCount, quiet: quiet)
    } catch { throw sources.reported(error) }
    let converter = measured.converter
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    let summary = try converter.run(
      threadCount: outputOptions.threadCount, calibration: measured.statistics,
      storedPrefix: { try SkinModel.storedPrefixBytes(of: $0, threadCount: outputOptions.threadCount) },
      begun: { if !quiet { outputOptions.noteResumed($0) } },
      progress: { bar.show($0) })
    bar.finish()
    if let report { try write(summary, to: report) }
    let sensitivity = try measured.sensitivityReport(of: output)
    if let sensitivity, let path = sensitivityOptions.sensitivity {
      try WholeFile.write(Data(try JSONText.line(sensitivity).utf8), to: path)
    }
    if json {
      return Terminal.write(
        try JSONText.line(
          Result(
            output: output, model: converter.configuration.name, digest: summary.digest, overridden: summary.overridden,
            surplus: summary.surplus)))
    }
    if !quiet {
      if let vision = measured.vision { Terminal.note(vision.words + "\n") }
      for name in summary.overridden { Terminal.note("overridden: \(name)\n") }
      for name in summary.surplus { Terminal.note("not used: \(name)\n") }
    }
    Terminal.write("\(output): \(converter.configuration.name), digest \(summary.digest)\n")
    Terminal.write(ConvertOutputOptions.words(summary.pace) + "\n")
    if let sensitivity { Terminal.write(sensitivity.table) }
  }

  private struct Measure: Encodable {
    let name: String
    let scheme: String
    let errors: [String: Double]
  }

  private func write(_ summary: ConversionSummary, to path: String) throws {
    let measures = summary.measures.map {
      Measure(name: $0.name.description, scheme: $0.scheme.rawValue, errors: $0.measures)
    }
    try WholeFile.write(Data(try JSONText.line(measures).utf8), to: path, inputs: inputs)
  }
}

/// A bar on standard error with the remaining time.
struct ProgressBar {
  private static let width = 40
  private let isShown: Bool
  private let clock = Stopwatch()
  private var lastPercent = -1

  init(isShown: Bool) { self.isShown = isShown }

  /// Shows a share, 0...1.
  mutating func show(_ share: Double) {
    let percent = Int(share * 100)
    guard isShown, percent > lastPercent else { return }
    lastPercent = percent
    let filled = Int(share * Double(Self.width))
    let left = share > 0 ? Int(clock.total / 1000 * (1 - share) / share) : 0
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    Terminal.note("\r[\(bar)] \(percent) %, \(left) s left ")
  }

  /// Removes the bar.
  mutating func finish() {
    if isShown { Terminal.note("\r\u{1B}[K") }
  }
}
