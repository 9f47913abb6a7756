import ArgumentParser
import Foundation
import SkinConfiguration
import SkinConversion
import SkinDiagnosis
import SkinMeasurement
import SkinQuantization
import SkinRuntime

/// `skingpt models`: which weights of others can be converted, on which terms, and what they need here.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists published weights that convert reads: licence, size, the line, memory and time here.",
    discussion: "Nothing is downloaded. Memory and time are those of skingpt plan --preset, measured in a few seconds.")

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @OptionGroup var quietOption: QuietOption

  /// What stands above the list, in either form.
  static let notice =
    "None of these was measured here: how often they are right about skin is not known to this program, and none is a "
    + "medical device. Only the model that comes with the program was measured (quantized/README.md). Photo gate, "
    + "urgency rules and answer guard stand above each of them. Names and licences are partly from memory and may have "
    + "changed: read the publisher's page before you rely on one."

  private struct Row: Encodable {
    let name: String
    let publisher: String
    let parts: [String]
    let licence: String
    let accept: String?
    let download_bytes: Int
    let preset: String
    let trained_for_skin: Bool
    let training: String
    let measured_here = false
    let convert: String
    let forecast: RunForecast

    init(_ model: PublishedModel, _ forecast: RunForecast) {
      name = model.name
      publisher = model.publisher
      parts = model.parts
      licence = model.licence
      accept = model.accept
      download_bytes = model.downloadBytes
      preset = model.shape.rawValue
      trained_for_skin = model.isTrainedForSkin
      training = model.training
      convert = model.convert
      self.forecast = forecast
    }
  }

  private struct List: Encodable {
    let notice: String
    let models: [Row]
  }

  func run() throws {
    let rows = try Self.forecasts().map { Row($0, $1) }
    Terminal.write(json ? try JSONText.line(List(notice: Self.notice, models: rows)) : Self.text(rows))
  }

  /// Every model with its forecast on this machine; each tower is measured once.
  private static func forecasts() throws -> [(PublishedModel, RunForecast)] {
    let (options, machine) = (RuntimeOptions(), Machine.current())
    let speed = try MachineSpeed.measure(options)
    var speeds: [[Int]: MachineSpeed] = [:]
    return try PublishedModel.all.map { model in
      let configuration = model.shape.configuration
      let tower = (rowCount: configuration.patchCount + 1, width: configuration.vision.width)
      var own = speeds[[tower.rowCount, tower.width]] ?? speed
      if own.visionMultiplyAddsPerSecond == nil { try own.measure(tower: tower, options) }
      speeds[[tower.rowCount, tower.width]] = own
      return (
        model,
        RunForecast(
          configuration, weights: WeightPlan(language: .int4), cache: options.cacheFormat, machine: machine, speed: own)
      )
    }
  }

  private static func text(_ rows: [Row]) -> String {
    let width = rows.map(\.name.count).max() ?? 0
    func line(_ cells: [String]) -> String {
      let first = cells[0].padding(toLength: width, withPad: " ", startingAt: 0)
      return first + cells.dropFirst().map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }.joined() + "\n"
    }
    var text = Terminal.wrapped(notice) + "\n\n" + line(["in int4", "download", "container", "memory", "a photo"])
    for row in rows {
      text += line([
        row.name, ByteText.text(row.download_bytes), ByteText.text(row.forecast.weightBytes),
        ByteText.text(row.forecast.memoryBytes), row.forecast.runs ? duration(row.forecast.photoSeconds) : "cannot",
      ])
    }
    for row in rows { text += "\n" + described(row) }
    return text + "\n"
      + Terminal.wrapped(
        "Downloads are counted from numbers of parameters. Memory is the most that a full conversation takes, the time that"
          + " of a photo with four questions on this machine now; skingpt plan --preset NAME says more.") + "\n"
  }

  private static func described(_ row: Row) -> String {
    var text = "\(row.name)\n"
    let terms = row.licence + (row.accept.map { ". Accept first: \($0)" } ?? "") + "."
    for (label, value) in [
      ("publisher", row.publisher), ("parts", row.parts.joined(separator: ", ")), ("licence", terms),
      ("training", row.training), ("preset", row.preset),
    ] {
      text += "  " + label.padding(toLength: 11, withPad: " ", startingAt: 0)
      text += Terminal.wrapped(value, indent: String(repeating: " ", count: 13)).drop { $0 == " " } + "\n"
    }
    return text + "  " + row.convert.replacingOccurrences(of: " --", with: " \\\n    --") + "\n"
  }

  private static func duration(_ seconds: Double) -> String {
    seconds < 90 ? String(format: "%.0f s", seconds) : String(format: "%.0f min", seconds / 60)
  }
}
