import ArgumentParser
import Foundation
import SkinConfiguration
import SkinDiagnosis
import SkinEvaluation
import SkinFailure
import SkinImage
import SkinRuntime

/// `skingpt calibrate`: calibrates the class probabilities of a foreign model's closed list.
struct Calibrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds how the class scores of a model become probabilities, from labelled photos.",
    discussion: "For models that were converted with classes (--config) and have no calibration. Convert again with"
      + " --calibration FILE. Photos that the model was trained on make it look too sure.")

  @Option(
    name: .long, help: "The table of labels, at least 50 photos; commas, semicolons or tabs separate its columns.")
  var labels: String

  @Option(name: .long, help: "The folder of the photos.")
  var photos: String

  @Option(name: .long, help: "Rows of this split only; default: val if the table has splits, otherwise all.")
  var split: String?

  @Option(name: .shortAndLong, help: "The calibration to write, JSON.")
  var output: String

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  @OptionGroup var modelOptions: ModelOptions

  /// What `convert --calibration` reads.
  private struct File: Encodable {
    var temperature: [String: Double]
    var nonskin_threshold: Double
    var unsure_threshold: Double
  }

  func run() throws {
    try OutputNames.check([output], inputs: [labels] + modelOptions.inputs)
    let model = try modelOptions.openShipped().model
    let classes = model.configuration.classes
    guard classes.count > 1 else {
      throw FailureReport(
        problem: "\(model.configuration.name) has no closed list of classes.",
        help: "Convert it with classes in the file of --config, then calibrate it.", status: .badInput)
    }
    try InputFile.requireFolder(photos)
    let rows = try LabelFile.measured(labels, split: split, classes: classes.map(\.slug))
    let slugs = classes.map(\.slug)
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    var (scores, targets, groups): ([[Double]], [Int], [String]) = ([], [], [])
    var lastFailure: FailureReport?
    for (index, row) in rows.enumerated() {
      bar.show(Double(index) / Double(rows.count))
      do {
        let path = URL(fileURLWithPath: photos).appending(path: row.file).path(percentEncoded: false)
        let conversation = try model.conversation(
          about: model.softPrompt(of: try Photo.decode(try Photo.fileBytes(path: path))))
        guard let found = try Differential.scores(conversation, classes: classes), found.allSatisfy(\.isFinite),
          let target = slugs.firstIndex(of: row.label)
        else { continue }
        scores.append(found)
        targets.append(target)
        groups.append(row.group)
      } catch {
        let failure = FailureReport(error, file: row.file)
        if !quiet { Terminal.note("left out: \(failure.problem)\n") }
        lastFailure = failure
      }
    }
    bar.finish()
    if scores.isEmpty, let lastFailure { throw lastFailure }
    guard scores.count >= ListCalibration.leastPhotos else {
      throw FailureReport(
        problem: "'\(labels)' gives \(scores.count) usable photos; a calibration needs"
          + " \(ListCalibration.leastPhotos).",
        help: "Add labelled photos that the model was not trained on.", status: .badInput)
    }
    let found = ListCalibration(
      scores: scores, targets: targets, groups: groups, nonskin: slugs.firstIndex(of: Differential.nonskin))
    let file = File(
      temperature: [model.scheme: found.temperature], nonskin_threshold: found.nonskinThreshold,
      unsure_threshold: found.unsureThreshold)
    try WholeFile.write(Data(try JSONText.line(file).utf8), to: output)
    if json { return Terminal.write(try JSONText.line(found)) }
    Terminal.write(
      String(
        format: "%@: temperature %.3f for %@, from %d photos, %.1f %% right first\n", output as NSString,
        found.temperature, model.scheme as NSString, found.photos, found.top1 * 100)
        + String(
          format: "mean loss %.3f as it was, %.3f with it, on photos that did not choose it\n", found.lossBefore,
          found.lossAfter) + "Convert again with --calibration \(output), or add it to the container.\n")
  }
}
