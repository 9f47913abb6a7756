import ArgumentParser
import Foundation
import SkinConfiguration
import SkinContainer
import SkinDiagnosis
import SkinEvaluation
import SkinSafety

/// `skingpt eval`: how well the whole program does on photos of which the classes are known.
struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures accuracy, calibration and time on labelled photos.",
    discussion: "The table has a head with the columns file and class_slug, and may have split, source_repo and group.")

  @Option(name: .long, help: "The table of labels, comma-separated.")
  var labels: String

  @Option(name: .long, help: "The folder of the photos.")
  var photos: String

  @Option(
    name: .long, help: "Rows of this split only; default: val if the table has splits, otherwise all. 'all' for all.")
  var split: String?

  @Option(name: .long, help: "So many photos at most, the first ones.")
  var limit: Int?

  @Option(name: .long, help: "Also measure this model and tell what changes.")
  var compare: String?

  @Flag(name: .long, help: "Also write the first answer and check that it names the class that scored highest.")
  var answers = false

  @Flag(name: .long, help: "Only the photo gate: how many photos it refuses as they are, blurred, darkened, shrunk.")
  var gate = false

  @Option(name: .long, help: "A folder for evaluation.json and the plots.")
  var output: String?

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  @OptionGroup var modelOptions: ModelOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1, not \(limit)") }
  }

  private struct Result: Encodable {
    var model: String
    var digest: String
    var scheme: String
    var provenance: String
    var disclaimer: String
    var evaluation: Evaluation
    var compared_with: String?
    var degradation: Degradation?
  }

  func run() throws {
    let model = try modelOptions.open().model
    let classes = model.configuration.classes.map(\.slug)
    guard !classes.isEmpty, model.calibration?.temperature[model.scheme] != nil else {
      throw FailureReport(
        problem: "\(model.configuration.name) has no calibrated list of classes, so there is nothing to measure.",
        help: "Choose a model that was made with classes and --calibration.", status: .badInput)
    }
    let rows = try table(classes)
    if gate { return try tryGate(rows) }
    let assessments = try assess(rows, with: model)
    var result = Result(
      model: model.configuration.name, digest: model.container.digest, scheme: model.scheme,
      provenance: model.configuration.provenance.statement,
      disclaimer: Disclaimer.text(model.configuration.provenance),
      evaluation: Evaluation(assessments, classes: classes))
    if let compare {
      let other = try SkinModel(path: compare, options: modelOptions.runtime)
      guard other.configuration.classes.map(\.slug) == classes else {
        throw FailureReport(
          problem: "'\(compare)' has other classes.", help: "Compare containers of the same model.", status: .badInput)
      }
      result.compared_with = "\(other.scheme), \(other.container.digest)"
      result.degradation = Degradation(from: try assess(rows, with: other), to: assessments, classes: classes)
    }
    if let output { try write(result, to: output) }
    Terminal.write(json ? try JSONText.line(result) : Self.text(result))
  }

  private func table(_ classes: [String]) throws -> [LabelledPhoto] {
    guard let data = FileManager.default.contents(atPath: labels) else {
      throw FailureReport(
        problem: "'\(labels)' is not there.", help: "Check the name and the folder.", status: .noInput)
    }
    let chosen = split ?? (LabelTable.hasSplits(csv: data) ? "val" : "all")
    do {
      let table = try LabelTable(csv: data, split: chosen == "all" ? nil : chosen, classes: classes)
      return Array(table.photos.prefix(limit ?? .max))
    } catch {
      throw FailureReport(
        problem: "'\(labels)' cannot be used: \(error).",
        help: "It needs a head with file and class_slug, and the model's classes: \(classes.joined(separator: ", ")).",
        status: .badInput)
    }
  }

  /// Diagnoses every photo; those that cannot be read are named and left out.
  private func assess(_ rows: [LabelledPhoto], with model: SkinModel) throws -> [Assessment] {
    let consultation = Consultation(model, loadMilliseconds: 0)
    let options = ConsultationOptions(prompts: answers ? [EvaluationPrompts.disease] : [], force: true)
    let classes = model.configuration.classes
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    var assessments: [Assessment] = []
    var lastFailure: FailureReport?
    for (index, row) in rows.enumerated() {
      bar.show(Double(index) / Double(rows.count))
      let path = URL(fileURLWithPath: photos).appending(path: row.file).path(percentEncoded: false)
      do {
        let report = try consultation.diagnose(path: path, options: options)
        let found = Dictionary((report.differential ?? []).map { ($0.class, $0.probability) }) { first, _ in first }
        let top = report.differential?.first.flatMap { entry in classes.first { $0.slug == entry.class } }
        assessments.append(
          Assessment(
            photo: row, probabilities: classes.map { found[$0.slug] ?? 0 }, isRejected: report.outcome == .notSkin,
            isUncertain: report.outcome == .uncertain, isUsable: report.photo.quality.usable,
            answerAgrees: report.answers.first.map { answer in top.map { answer.text.contains($0.phrase) } ?? false },
            milliseconds: report.timing.total))
      } catch {
        let failure = FailureReport(error, file: row.file)
        Terminal.note("left out: \(failure.problem)\n")
        lastFailure = failure
      }
    }
    bar.finish()
    if assessments.isEmpty, let lastFailure { throw lastFailure }
    return assessments
  }

  private func write(_ result: Result, to folder: String) throws {
    let url = URL(fileURLWithPath: folder)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      let files = [
        ("evaluation.json", try JSONText.line(result)), ("reliability.svg", Plot.reliability(result.evaluation)),
        ("confusion.svg", Plot.confusion(result.evaluation)),
        ("risk-coverage.svg", Plot.riskCoverage(result.evaluation)),
      ]
      for (name, text) in files { try Data(text.utf8).write(to: url.appending(path: name), options: .atomic) }
    } catch {
      throw FailureReport(
        problem: "'\(folder)' cannot be written.", help: "Check the folder and your rights.", status: .inputOutput)
    }
  }

  private static func text(_ result: Result) -> String {
    let evaluation = result.evaluation
    func percent(_ value: Double) -> String { String(format: "%5.1f %%", value * 100) }
    func line(_ name: String, _ share: Evaluation.Share) -> String {
      String(
        format: "%-34@ %@  (%.1f to %.1f, %d photos)\n", name as NSString, percent(share.value) as NSString,
        (share.interval.first ?? 0) * 100, (share.interval.last ?? 0) * 100, share.photos)
    }
    var text = "\(result.model) (\(result.scheme), \(result.digest.prefix(12)))\n\n"
    text += line("right class first", evaluation.top1)
    text += line("right class among first three", evaluation.top3)
    text += "balanced over the classes          \(percent(evaluation.balanced))\n"
    text += String(format: "calibration error                   %.4f\n", evaluation.calibrationError)
    if let share = evaluation.nonskinRejected { text += line("photos without skin rejected", share) }
    if let share = evaluation.skinRejected { text += line("photos of skin rejected", share) }
    for found in evaluation.sensitivities {
      text += "\(found.class) found at 90 % specificity".padding(toLength: 35, withPad: " ", startingAt: 0)
      text += "\(percent(found.sensitivity))\n"
    }
    text += "cannot tell: \(evaluation.uncertain); too poor for the gate: \(evaluation.unusable)\n"
    if let agreement = evaluation.answerAgreement {
      text += "first answer names the first class \(percent(agreement))\n"
    }
    text += String(
      format: "response: median %.0f ms, ninth decile %.0f ms\n\nclass                 photos  recall  precision\n",
      evaluation.responseMedian, evaluation.responseNinthDecile)
    for found in evaluation.perClass {
      let name = found.class.padding(toLength: 22, withPad: " ", startingAt: 0)
      text += name + String(format: "%6d", found.photos)
      text += " \(found.recall.map(percent) ?? "      -") \(found.precision.map(percent) ?? "      -")\n"
    }
    text += "\nsource\n"
    for (source, share) in evaluation.perSource.sorted(by: { $0.key < $1.key }) { text += line(source, share) }
    if let degradation = result.degradation {
      text += String(
        format: "\nagainst %@: top-1 %+.2f points, %d of %d photos get another class, %d from malignant to benign\n",
        (result.compared_with ?? "") as NSString, degradation.top1Difference * 100, degradation.flips,
        degradation.photos, degradation.malignantToBenign.count)
    }
    return text + "\n" + Terminal.wrapped(result.disclaimer) + "\n"
  }
}
