import SkinMeasurement
import SkinRuntime
import SkinFailure
import ArgumentParser
import Foundation
import SkinConfiguration
import SkinContainer
import SkinConversion
import SkinDiagnosis
import SkinQuantization

/// How `skingpt convert` chooses schemes and codes.
struct ConvertWeightOptions: ParsableArguments {
  /// How codes are chosen.
  enum Rounding: String, ExpressibleByArgument, CaseIterable {
    case plain, searched
  }

  @Option(
    name: .long,
    help:
      "Schemes per tensor, JSON: {\"rules\": [{\"tensors\": \"language.layer.*.down.weight\", \"weights\": \"int8\"}]}."
  )
  var recipe: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A photo or a folder of photos: the model in float answers about them, and what its layers read decides how "
        + "integers are chosen. May be given more than once."))
  var calibrate: [String] = []

  @Option(name: .long, help: "So many calibration photos at most, spread evenly.")
  var calibrationLimit = 64

  @Option(name: .long, help: "plain: nearest integers, for comparing; searched: scales of least error.")
  var rounding = Rounding.searched

  func validate() throws {
    if calibrationLimit < 1 {
      throw ValidationError("--calibration-limit must be at least 1, not \(calibrationLimit)")
    }
    if !calibrate.isEmpty, rounding == .plain {
      throw ValidationError("--calibrate and --rounding plain exclude each other")
    }
  }

  /// Sets the options of the weights in a request.
  func prepare(_ request: inout ConversionRequest) {
    request.recipe = recipe
    request.isPlainlyRounded = rounding == .plain
    request.calibrationPhotos = calibrate
  }

  /// The inputs of the layers on the calibration photos; empty if there are none.
  ///
  /// The model in binary16 is written beside the output meanwhile, and then removed.
  func statistics(
    _ request: ConversionRequest, threadCount: Int, quiet: Bool
  ) throws -> [TensorName: InputStatistics] {
    guard !calibrate.isEmpty else { return [:] }
    let all = ActivationStatistics.photos(in: calibrate)
    guard !all.isEmpty else {
      throw FailureReport(
        problem: "There are no photos in '\(calibrate[0])'.", help: "Name JPEG or PNG files, or a folder of them.",
        status: .noInput)
    }
    let count = min(all.count, calibrationLimit)
    let photos = (0..<count).map { all[$0 * all.count / count] }
    var float = request
    float.languageScheme = .float16
    float.visionScheme = .float16
    float.recipe = nil
    float.partByteCount = nil
    float.output = request.output + ".calibration"
    for suffix in ["", ".partial", ".partial.journal"] { Interruption.onInterrupt(remove: float.output + suffix) }
    defer { try? FileManager.default.removeItem(atPath: float.output) }
    _ = try Converter(float).run(threadCount: threadCount)
    var runtime = RuntimeOptions()
    runtime.threadCount = threadCount
    let model = try SkinModel(path: float.output, options: runtime)
    let calibration = ActivationStatistics(model)
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    for (index, photo) in photos.enumerated() {
      do { try calibration.read(photo: photo) } catch { throw FailureReport(error, file: photo) }
      bar.show(Double(index + 1) / Double(photos.count))
    }
    bar.finish()
    return calibration.statistics
  }
}
