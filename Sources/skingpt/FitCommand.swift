import ArgumentParser
import Foundation
import SkinConfiguration
import SkinDiagnosis
import SkinEvaluation
import SkinFailure
import SkinImage
import SkinRecognition
import SkinRuntime

/// `skingpt fit`: adapts the program to a clinic's own labelled photos, on its laptop.
struct Fit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learns from a clinic's own labelled photos, offline; use the file with --fit FILE or SKINGPT_FIT.",
    discussion:
      "The table has a header with the columns file and class_slug, and may have group and fine_label. Photos of"
      + " one person should share a group. The file holds \(ClinicFit.contents).")

  @Option(
    name: .long, help: "The table of labels, 20 to 5,000 photos; commas, semicolons or tabs separate its columns.")
  var labels: String?

  @Option(name: .long, help: "The folder of the photos.")
  var photos: String?

  @Option(
    name: .long, help: "Instead of labels and photos: a case list of skingpt serve, of which the confirmed cases count."
  )
  var cases: String?

  @Option(name: .long, parsing: .upToNextOption, help: "Make one fit of these, of clinics that allow it.")
  var merge: [String] = []

  @Flag(name: .long, help: "Allow others to merge the fit with theirs.")
  var allowMerge = false

  @Option(name: .shortAndLong, help: "The file to write.")
  var output: String

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  @OptionGroup var modelOptions: ModelOptions

  /// What is printed.
  struct Result: Encodable {
    var output: String
    var model: ClinicFit.Model
    var photos: Int
    var counts: [String: Int]
    var before: FitMeasures?
    var after: FitMeasures?
    /// Photos that could not be read, by file.
    var left_out: [String]
    /// Photos without skin, which teach nothing here.
    var without_skin: Int
    /// Photos whose labels the others contradict.
    var look_again: [String]
    /// Fine labels that name no condition of the model.
    var unknown_conditions: [String]
    var holds: String
  }

  func validate() throws {
    if !merge.isEmpty {
      if merge.count < 2 { throw ValidationError("--merge takes at least two fits") }
      if labels != nil || photos != nil || cases != nil { throw ValidationError("--merge goes without other photos") }
    } else if cases != nil {
      if labels != nil || photos != nil { throw ValidationError("--cases goes without --labels and --photos") }
    } else if labels == nil || photos == nil {
      throw ValidationError("Give --labels and --photos, or --cases, or --merge")
    }
  }

  func run() throws {
    // Not the fit that SKINGPT_FIT names: a new one takes its place.
    let inputs = [labels, cases].compactMap(\.self) + merge + modelOptions.shippedInputs
    try OutputNames.check([output], inputs: inputs)
    let model = try modelOptions.openShipped().model
    guard merge.isEmpty else { return try mergeFits(model) }
    guard model.isCalibrated else {
      throw FailureReport(
        problem: "\(model.configuration.name) has no calibrated list of classes, so there is nothing to adapt.",
        help: "Make one with skingpt calibrate, or choose the model that comes with the program.", status: .badInput)
    }
    let gathered = try gather(model)
    let training: FitTraining
    do throws(FitError) {
      training = try FitTraining(
        gathered.examples, classes: model.configuration.classes.map(\.slug), date: Self.today,
        threadCount: modelOptions.runtime.threadCount)
    } catch { throw FitFile.failure(error, path: cases ?? labels ?? "") }
    let fit = ClinicFit(model: model.fitModel, mayBeMerged: allowMerge, members: [training.member])
    try write(fit, model: model)
    try say(
      Result(
        output: output, model: fit.model, photos: training.member.photos, counts: training.member.counts,
        before: training.member.before, after: training.member.after, left_out: gathered.leftOut,
        without_skin: training.unusedCount, look_again: training.doubtful.map { gathered.files[$0] },
        unknown_conditions: gathered.unknownConditions, holds: ClinicFit.contents))
  }

  private func mergeFits(_ model: SkinModel) throws {
    var fits: [(name: String, fit: ClinicFit)] = []
    for path in merge {
      do throws(FitError) {
        let fit = try PreparedFit.read(try Self.bytes(path))
        _ = try model.prepared(fit)
        fits.append((path, fit))
      } catch { throw FitFile.failure(error, path: path) }
    }
    let merged: ClinicFit
    do throws(FitError) { merged = try ClinicFit.merged(fits) } catch {
      throw FitFile.failure(error, path: merge.joined(separator: "' and '"))
    }
    try write(merged, model: model)
    try say(
      Result(
        output: output, model: merged.model, photos: merged.photos, counts: merged.counts, left_out: [],
        without_skin: 0, look_again: [], unknown_conditions: [], holds: ClinicFit.contents))
  }

  /// The bytes of a fit; a failure to read them counts as no fit.
  private static func bytes(_ path: String) throws(FitError) -> Data {
    do { return try FitFile.bytes(path) } catch { throw .malformed("it is not there or cannot be read") }
  }

  private static var today: String {
    let parts = Calendar(identifier: .gregorian).dateComponents(
      in: TimeZone(secondsFromGMT: 0) ?? .current, from: Date())
    return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }

  /// The photos of the table, or the confirmed cases.
  private func gather(_ model: SkinModel) throws -> Gathered {
    if let cases { return try gatherCases(cases, model: model) }
    guard let labels, let photos else { return Gathered() }
    try InputFile.requireFolder(photos)
    let rows = try LabelFile.photos(
      labels, classes: model.configuration.classes.map(\.slug), attributes: ["fine_label"])
    return try gather(rows, in: photos, model: model)
  }

  /// What was read and scored.
  struct Gathered {
    var examples: [FitExample] = []
    var files: [String] = []
    var leftOut: [String] = []
    var unknownConditions: [String] = []
  }

  /// Reads and scores every photo; those that cannot be read are named and left out.
  private func gather(_ rows: [LabelledPhoto], in folder: String, model: SkinModel) throws -> Gathered {
    guard rows.count <= FitTraining.mostPhotos else {
      throw FitFile.failure(
        .tooManyPhotos(found: rows.count, allowed: FitTraining.mostPhotos), path: labels ?? "")
    }
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    var gathered = Gathered()
    var lastFailure: FailureReport?
    var unknown: Set<String> = []
    for (index, row) in rows.enumerated() {
      bar.show(Double(index) / Double(rows.count))
      do {
        let path = URL(fileURLWithPath: folder).appending(path: row.file).path(percentEncoded: false)
        guard let scores = try model.shippedScores(of: try Photo.decode(try Photo.fileBytes(path: path))) else {
          continue
        }
        let fine = row.attributes["fine_label"]
        let condition = fine.flatMap { model.condition(named: $0, class: row.label) }
        if let fine, condition == nil, model.head != nil { unknown.insert(fine) }
        gathered.examples.append(
          FitExample(scores: scores, label: row.label, condition: condition, group: row.group))
        gathered.files.append(row.file)
      } catch {
        let failure = FailureReport(error, file: row.file)
        if !quiet { Terminal.note("left out: \(failure.problem)\n") }
        gathered.leftOut.append(row.file)
        lastFailure = failure
      }
    }
    bar.finish()
    if gathered.examples.isEmpty, let lastFailure { throw lastFailure }
    gathered.unknownConditions = unknown.sorted()
    return gathered
  }

  /// Writes the fit after preparing it once, so that no unusable fit is written.
  private func write(_ fit: ClinicFit, model: SkinModel) throws {
    do throws(FitError) { _ = try model.prepared(fit) } catch { throw FitFile.failure(error, path: output) }
    try WholeFile.write(try fit.bytes(), to: output)
  }

  private func say(_ result: Result) throws {
    if json { return Terminal.write(try JSONText.line(result)) }
    func percent(_ value: Double) -> String { String(format: "%5.1f %%", value * 100) }
    var text = "\(result.output): learned from \(result.photos) photos, for \(result.model.name)"
    text += " (\(result.model.digest.prefix(12)))\n"
    for (name, count) in result.counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      text += "  \(name.padding(toLength: 24, withPad: " ", startingAt: 0)) \(count)\n"
    }
    if let before = result.before, let after = result.after {
      text += "Each photo left out in turn, with its group:   before    after\n"
      text += "  right class first                          \(percent(before.top1))  \(percent(after.top1))\n"
      text += "  right class among three                    \(percent(before.top3))  \(percent(after.top3))\n"
      text += "  mean of the classes                        \(percent(before.balanced))  \(percent(after.balanced))\n"
      text += "  calibration error                          \(percent(before.calibrationError))"
      text += "  \(percent(after.calibrationError))\n"
    }
    if result.without_skin > 0 { text += "\(result.without_skin) photos without skin were not used.\n" }
    if !result.look_again.isEmpty {
      text += "Look again at the labels of: \(result.look_again.joined(separator: ", "))\n"
    }
    if !result.unknown_conditions.isEmpty {
      text += "No conditions of the model: \(result.unknown_conditions.joined(separator: ", "))\n"
    }
    text += "It holds \(result.holds).\n"
    Terminal.write(Self.wrapped(text))
  }

  /// Each line wrapped by itself.
  private static func wrapped(_ text: String) -> String {
    text.split(separator: "\n").map { $0.count > 80 ? Terminal.wrapped(String($0)) : String($0) }
      .joined(separator: "\n") + "\n"
  }
}
