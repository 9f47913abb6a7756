import SkinMeasurement
import SkinRuntime
import SkinFailure
import ArgumentParser
import Foundation
import SkinConfiguration
import SkinConversion
import SkinDiagnosis
import SkinImage
import SkinQuantization

/// `skingpt convert --sensitivity`: what each class of tensors costs, measured on photos.
struct ConvertSensitivityOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write to this file, JSON, how far the logits are from the float model's when one class of tensors alone is written "
        + "as planned, and when all are; needs --sensitivity-photos."))
  var sensitivity: String?

  @Option(name: .long, help: "A photo or a folder of photos for --sensitivity. May be given more than once.")
  var sensitivityPhotos: [String] = []

  @Option(name: .long, help: "A question for --sensitivity; may be given more than once. Default: the four prompts.")
  var sensitivityPrompt: [String] = []

  @Option(name: .long, help: "So many positions of each answer for --sensitivity; 1 is the last of the prompt.")
  var sensitivityTokens = 1

  /// A float model up to this size is written in float32, a larger one in binary16.
  private static let greatestFloatByteCount = 2 << 30

  func validate() throws {
    if sensitivity != nil, sensitivityPhotos.isEmpty {
      throw ValidationError("--sensitivity needs --sensitivity-photos PHOTO")
    }
    if sensitivity == nil, !sensitivityPhotos.isEmpty {
      throw ValidationError("--sensitivity-photos goes with --sensitivity FILE")
    }
    if !(1...10_000).contains(sensitivityTokens) {
      throw ValidationError("--sensitivity-tokens must be from 1 to 10000, not \(sensitivityTokens)")
    }
  }

  private struct Report: Encodable {
    var model: String
    var reference: String
    var photos: Int
    var prompts: Int
    var classes: [Sensitivity.Finding]
    var whole: ModelComparison
  }

  /// The photos, decoded before any work, so that a bad one does not cost a conversion.
  func photos() throws -> [Photo] {
    guard sensitivity != nil else { return [] }
    let paths = ActivationStatistics.photos(in: sensitivityPhotos)
    guard !paths.isEmpty else {
      throw FailureReport(
        problem: "There are no photos in '\(sensitivityPhotos[0])'.",
        help: "Name JPEG or PNG files, or a folder of them.",
        status: .noInput)
    }
    return try paths.map { path in
      do { return try Photo.decode(try Photo.fileBytes(path: path)) } catch { throw FailureReport(error, file: path) }
    }
  }

  /// Measures, writes the report, and returns its table.
  ///
  /// The model in float is written beside the output meanwhile, and then removed.
  ///
  /// - Parameters:
  ///   - request: the conversion, whose output is there already.
  ///   - converter: the same conversion.
  ///   - calibration: what the linear layers read on calibration photos.
  func measure(
    _ request: ConversionRequest, _ converter: Converter, _ photos: [Photo],
    calibration: [TensorName: InputStatistics], threadCount: Int, quiet: Bool
  ) throws -> String? {
    guard let sensitivity else { return nil }
    let float = try floatRequest(request, converter.configuration, quiet: quiet)
    for suffix in ["", ".partial", ".partial.journal"] { Interruption.onInterrupt(remove: float.output + suffix) }
    defer { try? FileManager.default.removeItem(atPath: float.output) }
    _ = try Converter(float).run(threadCount: threadCount)
    var options = RuntimeOptions()
    options.threadCount = threadCount
    let questions = sensitivityPrompt.isEmpty ? EvaluationPrompts.all : sensitivityPrompt
    let measured = try Sensitivity(
      try SkinModel(path: float.output, options: options), photos: photos, questions: questions,
      tokenCount: sensitivityTokens, options: options)
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    let findings = try measured.findings(
      converter.weights,
      rounding: { name in
        if let statistics = calibration[name], statistics.rowCount > 0 { return .calibrated(ErrorFeedback(statistics)) }
        return request.isPlainlyRounded ? .plain : .searched
      }, progress: { bar.show($0) })
    let whole = try measured.compare(try SkinModel(path: request.output, options: options))
    bar.finish()
    let report = Report(
      model: converter.configuration.name, reference: float.languageScheme.rawValue, photos: photos.count,
      prompts: questions.count, classes: findings, whole: whole)
    try WholeFile.write(Data(try JSONText.line(report).utf8), to: sensitivity)
    return Self.table(report)
  }

  /// The conversion to float, if there is room for it.
  private func floatRequest(
    _ request: ConversionRequest, _ configuration: ModelConfiguration, quiet: Bool
  ) throws -> ConversionRequest {
    var float = request
    let elements = TensorCatalogue(configuration).entries.reduce(0) { $0 + $1.rowCount * $1.columnCount }
    float.languageScheme = elements * 4 <= Self.greatestFloatByteCount ? .float32 : .float16
    float.visionScheme = float.languageScheme
    float.recipe = nil
    float.partByteCount = nil
    float.output = request.output + ".sensitivity"
    let byteCount = elements * (float.languageScheme == .float32 ? 4 : 2)
    let folder = URL(fileURLWithPath: request.output).deletingLastPathComponent().path(percentEncoded: false)
    if let free = Machine.freeDiskBytes(folder: folder), free < byteCount {
      throw FailureReport(
        problem: "--sensitivity needs \(ByteText.text(byteCount)) beside the output for the float model; the disk has"
          + " \(ByteText.text(free)) left.",
        help: "Make room, or leave --sensitivity out; the container is written.", status: .inputOutput)
    }
    return float
  }

  private static func table(_ report: Report) -> String {
    func row(_ name: String, _ schemes: String, _ comparison: ModelComparison) -> String {
      let measures = String(
        format: "%10.6f  %8.2f %%", comparison.meanDivergence, comparison.agreement * 100)
      return name.padding(toLength: 42, withPad: " ", startingAt: 0)
        + schemes.padding(toLength: 12, withPad: " ", startingAt: 0) + measures + "\n"
    }
    var text = "alone in few bits".padding(toLength: 42, withPad: " ", startingAt: 0)
    text += "scheme".padding(toLength: 12, withPad: " ", startingAt: 0) + "  KL, nats  same first token\n"
    for finding in report.classes {
      text += row(finding.tensors, finding.schemes.joined(separator: ", "), finding.comparison)
    }
    text += row("all of them, as written", "", report.whole)
    return text
      + "\(report.whole.positions) positions of \(report.photos) photos, beside the model in \(report.reference)\n"
  }
}
