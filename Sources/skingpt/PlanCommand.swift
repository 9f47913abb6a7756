import SkinRuntime
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
    abstract: "Foretells whether a model runs on this machine, with how much memory, how long per photo.")

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
    let configuration: ModelConfiguration
    let weights: WeightPlan
    if let preset {
      (configuration, weights) = (preset.configuration, WeightPlan(language: self.weights ?? .int4))
    } else {
      let container = try modelOptions.openContainer()
      (configuration, weights) = (container.configuration, container.weightPlan)
    }
    let speed = try MachineSpeed.measure(
      modelOptions.runtime, tower: (configuration.patchCount + 1, configuration.vision.width))
    let forecast = RunForecast(
      configuration, weights: weights, cache: modelOptions.runtime.cacheFormat, machine: machine, speed: speed)
    Terminal.write(json ? try JSONText.line(forecast) : Self.text(forecast, machine))
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
      forecast.fits
      ? "It will run here.\n"
      : Terminal.wrapped(
        "It will run here, but slowly: the weights do not fit into the memory that is free now, so they are read from the"
          + " disk again for every token. Close other programs, choose fewer bits, or a smaller model.") + "\n"
    return text + "A forecast from a measurement of about a second; skingpt bench measures the model itself.\n"
  }
}
