import SkinRuntime
import SkinFailure
import ArgumentParser
import Foundation
import SkinFiles
import SkinConfiguration
import SkinContainer
import SkinDiagnosis
import SkinEvaluation
import SkinRecognition
import SkinSafety

/// `skingpt eval`: how well the whole program does on photos whose classes are known.
struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures accuracy, calibration and time on labelled photos.",
    discussion: "The table has a header with the columns file and class_slug, and may have split, source_repo, group"
      + " and fine_label. Answers are written with --answers only: they take most of the time.")

  @Option(name: .long, help: "The table of labels; commas, semicolons or tabs separate its columns.")
  var labels: String

  @Option(name: .long, help: "The folder of the photos.")
  var photos: String

  @Option(
    name: .long, help: "Rows of this split only; default: val if the table has splits, otherwise all. 'all' for all.")
  var split: String?

  @Option(name: .long, parsing: .unconditional, help: "The most photos; the first ones are taken.")
  var limit: Int?

  @Option(name: .long, help: "Also measure this model and tell what changes from it to the first; may be given again.")
  var compare: [String] = []

  @Option(name: .long, help: "How often each concept is noted for each fine_label: a table of weak labels.")
  var concepts: String?

  @Option(
    name: .long,
    help:
      "Count by this column of the table too; may be given again. Default: kind, skin type, sex and age group where they are there."
  )
  var by: [String] = []

  @Flag(name: .long, help: "Also write the first answer and check that it names the class that scored highest.")
  var answers = false

  @Flag(name: .long, help: "Only the photo gate: how many photos it refuses as they are, blurred, darkened, shrunk.")
  var gate = false

  @Option(
    name: .long,
    help:
      "Also count how soon people would be sent, by true danger group: the table that gives each fine_label its group.")
  var triage: String?

  @Option(name: .long, help: "With --triage, choose thresholds for the danger groups on these photos and write them.")
  var chooseThresholds: String?

  @OptionGroup var trials: EvaluationTrials

  @OptionGroup(title: "Several machines") var parts: EvaluationParts

  @Option(name: .long, help: "A folder for evaluation.json, or what a trial is called, and the plots.")
  var output: String?

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  @OptionGroup var modelOptions: ModelOptions

  private static let usualGroups = [
    "kind", "fitzpatrick", "skin_type", "skin_tone", "sex", "age_group", "body_site",
  ]

  func validate() throws {
    if chooseThresholds != nil, triage == nil { throw ValidationError("--choose-thresholds needs --triage") }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1, not \(limit)") }
  }

  /// What is printed.
  struct Result: Encodable {
    /// What changes from another model to this one.
    struct Comparison: Encodable {
      var scheme: String
      var digest: String
      var evaluation: Evaluation
      var degradation: Degradation
    }
    var model: String
    var digest: String
    var scheme: String
    var provenance: String
    var disclaimer: String
    var evaluation: Evaluation
    /// Photos that could not be read, by file.
    var left_out: [String]
    var compared: [Comparison]
    /// How soon people would be sent to a clinician; absent unless requested.
    var triage: Triage?
    /// How often conditions are right; absent without a table that names them.
    var conditions: ConditionRanking?
  }

  func run() throws {
    let inputs = [labels, concepts, triage].compactMap(\.self) + compare + parts.merge + modelOptions.inputs
    try OutputNames.check([chooseThresholds, parts.partOutput].compactMap(\.self), inputs: inputs)
    let model = try modelOptions.open().model
    let classes = model.configuration.classes.map(\.slug)
    guard model.isCalibrated else {
      throw FailureReport(
        problem: "\(model.configuration.name) has no calibrated list of classes, so there is nothing to measure.",
        help: "Choose a model that was made with classes and --calibration.", status: .badInput)
    }
    let rows = Array(
      try LabelFile.measured(labels, split: split, classes: classes, attributes: groupColumns + ["fine_label"])
        .prefix(limit ?? .max))
    try InputFile.requireFolder(photos)
    if gate { return try tryGate(rows) }
    if trials.paper { return try evaluateAsPaper(rows, with: model) }
    if trials.consistency { return try tryConsistency(rows, with: model) }
    let dangers = try dangerTable()
    let weakLabels = try conceptTable(model.configuration.concepts)
    let identity = EvaluationPart.Identity(
      digest: model.container.digest, scheme: model.scheme, classes: classes, files: rows.map(\.file))
    let found: EvaluationPart
    if parts.merge.isEmpty {
      let (assessments, leftOut) = try assess(parts.shard.part(of: rows), with: model)
      found = EvaluationPart(identity, assessments: assessments, leftOut: leftOut)
      if let path = parts.partOutput { return try parts.write(found, to: path, inputs: inputs) }
    } else {
      found = try parts.merged(identity)
    }
    let (assessments, leftOut) = (found.assessments, found.leftOut)
    func evaluation(_ assessments: [Assessment], of model: SkinModel) -> Evaluation {
      Evaluation(
        assessments, classes: classes, groupColumns: groupColumns, conceptTable: weakLabels,
        temperature: model.head == nil
          ? model.calibration?.temperature[model.scheme] : model.head?.description.temperatures.classes)
    }
    var result = Result(
      model: model.configuration.name, digest: model.container.digest, scheme: model.scheme,
      provenance: model.configuration.provenance.statement,
      disclaimer: Disclaimer.text(model.configuration.provenance),
      evaluation: evaluation(assessments, of: model), left_out: leftOut, compared: [])
    for path in compare {
      let other = try SkinModel(path: path, options: modelOptions.runtime)
      guard other.configuration.classes.map(\.slug) == classes, other.isCalibrated else {
        throw FailureReport(
          problem: "'\(path)' has other classes, or no calibration for \(other.scheme).",
          help: "Compare containers of the same model.", status: .badInput)
      }
      let others = try assess(rows, with: other).assessments
      result.compared.append(
        Result.Comparison(
          scheme: other.scheme, digest: other.container.digest, evaluation: evaluation(others, of: other),
          degradation: Degradation(from: others, to: assessments, classes: classes)))
    }
    if let dangers {
      result.triage = try measuredTriage(assessments, table: dangers, of: model)
      result.conditions = ConditionRanking(assessments, table: dangers)
    }
    if let output { try write(result, to: output) }
    Terminal.write(json ? try JSONText.line(result) : EvaluationText.text(result))
  }

  private var groupColumns: [String] { by.isEmpty ? Self.usualGroups : by }

  private func conceptTable(_ names: [String]) throws -> ConceptTable? {
    guard let path = concepts else { return nil }
    do { return try ConceptTable(csv: try InputFile.read(path), concepts: names) } catch let error as LabelError {
      throw FailureReport(
        problem: "'\(path)' cannot be used: \(error).",
        help: error.help(columns: "It needs a header with fine_label and the model's \(names.count) concepts."),
        status: .badInput)
    }
  }

  /// Diagnoses every photo; those that cannot be read are named and left out.
  private func assess(
    _ rows: [LabelledPhoto], with model: SkinModel
  ) throws -> (assessments: [Assessment], leftOut: [String]) {
    let consultation = Consultation(model, loadMilliseconds: 0)
    let options = ConsultationOptions(prompts: answers ? [EvaluationPrompts.disease] : [], force: true)
    let classes = model.configuration.classes
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    var assessments: [Assessment] = []
    var leftOut: [String] = []
    var lastFailure: FailureReport?
    func level(_ report: Report, _ history: History) -> UrgencyLevel? {
      var report = report
      report.assessUrgency(history: history, thresholds: model.urgencyThresholds, isForced: options.force)
      return report.urgency?.level
    }
    for (index, row) in rows.enumerated() {
      bar.show(Double(index) / Double(rows.count))
      let path = URL(fileURLWithPath: photos).appending(path: row.file).path(percentEncoded: false)
      do {
        let report = try consultation.diagnose(path: path, options: options)
        let found = Dictionary((report.differential ?? []).map { ($0.class, $0.probability) }) { first, _ in first }
        let concepts = Dictionary((report.concepts ?? []).map { ($0.name, $0.probability) }) { first, _ in first }
        let top = report.differential?.first.flatMap { entry in classes.first { $0.slug == entry.class } }
        var assessment = Assessment(
          photo: row, probabilities: classes.map { found[$0.slug] ?? 0 }, isRejected: report.outcome == .notSkin,
          isUncertain: report.outcome == .uncertain, isUsable: report.photo.quality.usable,
          answerAgrees: report.answers.first.map { answer in top.map { answer.text.contains($0.phrase) } ?? false },
          milliseconds: report.timing.total, concepts: model.configuration.concepts.compactMap { concepts[$0] })
        assessment.level = report.urgency?.level
        assessment.dangers = report.dangerProbabilities
        assessment.conditions = (report.conditions ?? []).map { RankedCondition(class: $0.class, name: $0.condition) }
        let told = HistoryRatio.typicalAnswers(of: row.label)
        assessment.levelTold = level(report, told)
        var mistakes = AnswerMistakes(share: Self.mistakeShare, name: row.file)
        assessment.levelMistold = level(report, mistakes.applied(to: told))
        assessments.append(assessment)
      } catch {
        leftOut.append(row.file)
        lastFailure = FailureReport(error, file: row.file)
      }
    }
    bar.finish()
    if assessments.isEmpty, let lastFailure { throw lastFailure }
    return (assessments, leftOut)
  }

  private func write(_ result: Result, to folder: String) throws {
    try writeFiles(
      [
        ("evaluation.json", try JSONText.line(result)), ("reliability.svg", Plot.reliability(result.evaluation)),
        ("confusion.svg", Plot.confusion(result.evaluation)),
        ("risk-coverage.svg", Plot.riskCoverage(result.evaluation)),
      ], to: folder)
  }
}
