import Foundation
import SkinConfiguration
import SkinContainer
import SkinConversion
import SkinDiagnosis
import SkinFailure
import SkinImage
import SkinMeasurement
import SkinQuantization
import SkinRuntime

/// What `skingpt convert` measures before it writes: one container in float serves calibration and sensitivity.
///
/// It lies beside the output for that time. Between it and the one final write nothing else is written.
struct FloatMeasurement {
  /// A float model up to this size is written in float32, a larger one in binary16.
  private static let greatestFloatByteCount = 2 << 30

  /// The conversion, with the schemes that were chosen.
  private(set) var converter: Converter
  /// Which weights of ViT and Q-Former have one scale per row; nil unless they were to be chosen.
  private(set) var vision: VisionSchemes?
  /// What the linear layers read on the calibration photos; empty without them.
  private(set) var statistics: [TensorName: InputStatistics] = [:]
  /// What the model in float says, and what each class of tensors costs; nil unless requested.
  private var sensitivity: (reading: Sensitivity, report: SensitivityReport)?
  private let options: RuntimeOptions

  /// Measures what the options request; without a request it does nothing.
  ///
  /// - Parameter choosesVision: whether the schemes of ViT and Q-Former are chosen on the calibration photos.
  init(
    _ request: ConversionRequest, calibration: ConvertWeightOptions, choosesVision: Bool,
    sensitivity wanted: ConvertSensitivityOptions, threadCount: Int, quiet: Bool
  ) throws {
    converter = try Converter(request)
    var options = RuntimeOptions()
    options.threadCount = threadCount
    self.options = options
    let calibrationPhotos = try Self.calibrationPhotos(calibration)
    let photos = try Self.sensitivityPhotos(wanted)
    guard !calibrationPhotos.isEmpty || !photos.isEmpty else { return }
    let float = try Self.floatRequest(
      request, converter.configuration, isCalibrated: !calibrationPhotos.isEmpty)
    for suffix in ["", ".partial", ".partial.journal"] { Interruption.onInterrupt(remove: float.output + suffix) }
    defer { try? FileManager.default.removeItem(atPath: float.output) }
    _ = try Converter(float).run(threadCount: threadCount)
    let container = try Container.open(path: float.output)
    if !calibrationPhotos.isEmpty {
      statistics = try Self.statistics(container, calibrationPhotos, options: options, quiet: quiet)
    }
    if choosesVision {
      try chooseVision(request, in: container, calibrationPhotos, quiet: quiet)
    }
    guard !photos.isEmpty else { return }
    let questions = wanted.sensitivityPrompt.isEmpty ? EvaluationPrompts.all : wanted.sensitivityPrompt
    let reading = try Sensitivity(
      try SkinModel(container, options: options), photos: photos, questions: questions,
      tokenCount: wanted.sensitivityTokens)
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    let findings = try reading.findings(
      in: container, converter.weights, rounding: { [converter, statistics] in converter.rounding(of: $0, statistics) },
      options: options,
      progress: { bar.show($0) })
    bar.finish()
    sensitivity = (
      reading,
      SensitivityReport(
        model: converter.configuration.name, reference: float.languageScheme.rawValue, photos: photos.count,
        prompts: questions.count, classes: findings)
    )
  }

  /// Chooses the schemes of ViT and Q-Former, and the conversion with them.
  private mutating func chooseVision(
    _ request: ConversionRequest, in container: Container, _ paths: [String], quiet: Bool
  ) throws {
    let count = min(paths.count, VisionSchemes.greatestPhotoCount)
    let photos = try Self.decoded((0..<count).map { paths[$0 * paths.count / count] })
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    let chosen = try VisionSchemes(
      in: container, converter.weights, photos: photos,
      rounding: { [converter, statistics] in converter.rounding(of: $0, as: $1, statistics) }, options: options,
      progress: { bar.show($0) })
    bar.finish()
    var request = request
    request.visionRules = chosen.rules
    (vision, converter) = (chosen, try Converter(request))
  }

  /// The report on what the tensors of a container cost, alone and together; nil unless requested.
  func sensitivityReport(of output: String) throws -> SensitivityReport? {
    guard let sensitivity else { return nil }
    var report = sensitivity.report
    report.whole = try sensitivity.reading.compare(try SkinModel(path: output, options: options))
    return report
  }

  /// The photos, spread evenly over those that the options name.
  private static func calibrationPhotos(_ options: ConvertWeightOptions) throws -> [String] {
    let all = try found(in: options.calibrate)
    let count = min(all.count, options.calibrationLimit)
    return (0..<count).map { all[$0 * all.count / count] }
  }

  /// The photos, decoded before any work, so that a bad one does not cost a conversion.
  private static func sensitivityPhotos(_ options: ConvertSensitivityOptions) throws -> [Photo] {
    try decoded(found(in: options.sensitivityPhotos))
  }

  private static func decoded(_ paths: [String]) throws -> [Photo] {
    try paths.map { path in
      do { return try Photo.decode(try Photo.fileBytes(path: path)) } catch { throw FailureReport(error, file: path) }
    }
  }

  private static func found(in paths: [String]) throws -> [String] {
    let photos = ActivationStatistics.photos(in: paths)
    guard let first = paths.first, photos.isEmpty else { return photos }
    throw FailureReport(
      problem: "There are no photos in '\(first)'.", help: "Name JPEG or PNG files, or a folder of them.",
      status: .noInput)
  }

  /// The conversion to float, if there is room for it.
  ///
  /// Statistics are always gathered in binary16: the bytes of a calibrated container must not depend on whether its
  /// sensitivity is measured too.
  private static func floatRequest(
    _ request: ConversionRequest, _ configuration: ModelConfiguration, isCalibrated: Bool
  ) throws -> ConversionRequest {
    var float = request
    let elements = TensorCatalogue(configuration).entries.reduce(0) { $0 + $1.rowCount * $1.columnCount }
    let isLarge = elements * 4 > greatestFloatByteCount
    float.languageScheme = isCalibrated || isLarge ? .float16 : .float32
    float.visionScheme = float.languageScheme
    float.recipe = nil
    float.visionRules = []
    float.partByteCount = nil
    float.output = request.output + ".float"
    let byteCount = elements * (float.languageScheme == .float32 ? 4 : 2)
    let folder = URL(fileURLWithPath: request.output).deletingLastPathComponent().path(percentEncoded: false)
    if let free = Machine.freeDiskBytes(folder: folder), free < byteCount {
      throw FailureReport(
        problem: "The model in float needs \(ByteText.text(byteCount)) beside the output; the disk has"
          + " \(ByteText.text(free)) left.",
        help: "Make room, or leave --calibrate and --sensitivity out.", status: .inputOutput)
    }
    return float
  }

  private static func statistics(
    _ container: Container, _ photos: [String], options: RuntimeOptions, quiet: Bool
  ) throws -> [TensorName: InputStatistics] {
    let calibration = try ActivationStatistics(container, options: options)
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    for (index, photo) in photos.enumerated() {
      do { try calibration.read(photo: photo) } catch { throw FailureReport(error, file: photo) }
      bar.show(Double(index + 1) / Double(photos.count))
    }
    bar.finish()
    return calibration.statistics
  }
}
