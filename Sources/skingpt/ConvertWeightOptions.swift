import ArgumentParser
import SkinConversion

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

  @Option(name: .long, help: "The most calibration photos, spread evenly over those given.")
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
}
