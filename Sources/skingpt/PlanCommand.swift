import SkinRuntime
import SkinFailure
import SkinMeasurement
import ArgumentParser
import Foundation
import SkinConfiguration
import SkinContainer
import SkinConversion
import SkinDiagnosis
import SkinQuantization

/// `skingpt plan`: before anything runs, what a model will need here.
struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Predicts whether a model runs on this machine, with how much memory, and how long a photo takes.")

  @OptionGroup var modelOptions: ModelOptions

  @Option(
    name: .long,
    help:
      "A published shape instead of a model file: \(PublishedShape.allCases.map(\.rawValue).joined(separator: ", ")).")
  var preset: PublishedShape?

  @Option(name: .long, help: "With --preset, the decoder's weights: f32, f16, int8 or int4.")
  var weights: WeightScheme?

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @OptionGroup var quietOption: QuietOption

  func validate() throws {
    if weights != nil, preset == nil { throw ValidationError("--weights needs a --preset; a model file says its own") }
    if preset != nil, modelOptions.alignmentPack != nil {
      throw ValidationError("--preset and --alignment-pack exclude each other: a pack belongs to a model file")
    }
    if preset != nil, modelOptions.model != nil { throw ValidationError("--preset and --model exclude each other") }
  }

  func run() throws {
    let machine = Machine.current()
    let runtime = modelOptions.runtime
    let (configuration, plan) = try described(machine)
    let speed = try MachineSpeed.measure(
      runtime, tower: (configuration.patchCount + 1, configuration.vision.width))
    let forecast = RunForecast(
      configuration, weights: plan, cache: runtime.cacheFormat, machine: machine, speed: speed,
      limit: runtime.memoryLimit)
    Terminal.write(json ? try JSONText.line(forecast) : Self.text(forecast, machine))
    guard forecast.runs else { throw Self.refusal(forecast, machine, limit: runtime.memoryLimit) }
  }

  /// What the model is.
  private func described(_ machine: Machine) throws -> (ModelConfiguration, WeightPlan) {
    if let preset { return (preset.configuration, WeightPlan(language: weights ?? .int4)) }
    let path = try modelOptions.modelPath()
    if let addressable = machine.addressableBytes, let size = FileFacts(path: path)?.byteCount, size > addressable {
      throw FailureReport(
        problem: "'\(path)' has \(ByteText.text(size)), and this process may address \(ByteText.text(addressable)).",
        help: Self.advice, status: .badInput)
    }
    let container = try modelOptions.openContainer()
    // Fails as the run itself would, if the limit is too small.
    if let limit = modelOptions.memoryLimit { _ = try WeightResidency(container, limit: limit.byteCount) }
    return (container.configuration, container.weightPlan)
  }

  private static let advice =
    "Raise the limit (ulimit -v, the container's memory), or choose a smaller model or fewer bits."

  private static func refusal(_ forecast: RunForecast, _ machine: Machine, limit: Int?) -> FailureReport {
    let most = min(machine.memoryBytes, limit ?? .max)
    guard forecast.leastBytes <= most else {
      return FailureReport(
        problem: "\(forecast.model) needs \(ByteText.text(forecast.leastBytes)) of memory at least, and it "
          + "can have \(ByteText.text(most)).",
        help: advice, status: .badInput)
    }
    return FailureReport(
      problem: "\(forecast.model) needs addresses for \(ByteText.text(forecast.memoryBytes)); this process may have "
        + "\(ByteText.text(machine.addressableBytes ?? 0)).",
      help: advice, status: .badInput)
  }

  private static func text(_ forecast: RunForecast, _ machine: Machine) -> String {
    var text = "\(forecast.model) (\(forecast.scheme))\n"
    text +=
      "weights    \(ByteText.text(forecast.weightBytes)), \(ByteText.text(forecast.weightBytesPerToken)) for each token\n"
    text += "memory     \(ByteText.text(forecast.memoryBytes)) at most, with a full conversation\n"
    text +=
      "available  \(forecast.availableMemoryBytes.map(ByteText.text) ?? "the system does not say") of \(ByteText.text(machine.memoryBytes))\n"
    text += String(
      format: "time       about %.1f s per photo: vision %.2f s, first question %.2f s, then %.1f tokens/s\n",
      forecast.photoSeconds, forecast.visionSeconds, forecast.prefillSeconds, forecast.decodeTokensPerSecond)
    text +=
      !forecast.runs
      ? "It cannot run here.\n"
      : forecast.fits
        ? "It will run here.\n"
        : Terminal.wrapped(
          "It will run here, but slowly: the weights do not fit into the memory that is free now, so they are read from the"
            + " disk again for every token. Close other programs, choose fewer bits, or a smaller model.") + "\n"
    return text + "A forecast from a measurement of about a second; skingpt bench measures the model itself.\n"
  }
}
