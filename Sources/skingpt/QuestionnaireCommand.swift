import ArgumentParser
import Foundation
import SkinDiagnosis
import SkinEvaluation
import SkinFailure
import SkinImage
import SkinRuntime
import SkinSafety
import SkinWords

/// `skingpt questionnaire`: what people think of the answers, asked on paper and counted.
struct QuestionnaireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "questionnaire",
    abstract: "Asks clinicians on paper what they think of the answers, and counts what they say.",
    discussion: "The paper's questionnaire: seven statements, rated from 1 (strongly disagree) to 5 (strongly agree).",
    subcommands: [Form.self, Score.self])

  /// `skingpt questionnaire form`.
  struct Form: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes a page to print: a sheet of A4 for each report.",
      discussion:
        "Reports come from skingpt eval --paper --reports, or from skingpt diagnose --jsonl. No photo is in the"
        + " page unless --photos is given; then it stays in it.")

    @Argument(help: "Reports, one JSON object a line.")
    var reports: String

    @Option(name: .long, help: "The page.")
    var output: String

    @Option(
      name: .long, help: "The folder of the photos, to print a small copy on each sheet; reports must name the files.")
    var photos: String?

    @Option(name: .long, help: "Also write an empty table of ratings with a row for each case.")
    var sheet: String?

    @OptionGroup var quietOption: QuietOption

    func run() throws {
      let reports = try readReports()
      let cases = try reports.map { report in
        QuestionnairePage.Case(
          name: report.photo.file, findings: Self.findings(report),
          answers: report.answers.map { ($0.prompt, $0.text) }, picture: try photos.map { try picture(report, $0) })
      }
      let program = reports.first.map { TranslatedReport($0, .english).version } ?? ""
      let page = QuestionnairePage.html(cases, program: program, disclaimer: reports.first?.disclaimer ?? "")
      try WholeFile.write(Data(page.utf8), to: output, inputs: [self.reports])
      if let sheet {
        try WholeFile.write(
          Data(RatingTable.sheet(cases: cases.map(\.name)).utf8), to: sheet, inputs: [self.reports, output])
      }
    }

    /// What the program found, without the times.
    static func findings(_ report: Report) -> [String] {
      let said = TranslatedReport(report, .english)
      let haste = report.urgency.map { _ in "How soon to be seen: \(said.haste)." }
      let classes = report.isRefused ? [] : (report.differential ?? []).prefix(3)
      let list = classes.map { "\(Int(($0.probability * 100).rounded())) % \($0.label)" }.joined(separator: ", ")
      return [haste, said.outcome, list.isEmpty ? nil : "The model's estimate: \(list)."].compactMap(\.self)
        + said.conditions.prefix(2)
    }

    private func readReports() throws -> [Report] {
      let lines = try InputFile.read(reports).split(separator: UInt8(ascii: "\n"))
      let decoder = JSONDecoder()
      let found = try lines.enumerated().map { number, line in
        do {
          let report = try decoder.decode(Report.self, from: Data(line))
          guard report.schema == Report.schemaName else { throw FormFault.schema }
          return report
        } catch {
          throw FailureReport(
            problem: "Line \(number + 1) of '\(reports)' is not a report of the schema \(Report.schemaName).",
            help: "Write it with skingpt eval --paper --reports FILE, or skingpt diagnose --jsonl FILE.",
            status: .badInput)
        }
      }
      guard !found.isEmpty else {
        throw FailureReport(
          problem: "'\(reports)' has no report.", help: "Write it with skingpt eval --paper --reports FILE.",
          status: .badInput)
      }
      return found
    }

    /// A small copy of the photo that a report is about, and of no other.
    private func picture(_ report: Report, _ folder: String) throws -> [UInt8] {
      let path = URL(fileURLWithPath: folder).appending(path: report.photo.file).path(percentEncoded: false)
      do {
        let bytes = try Photo.fileBytes(path: path)
        guard CasePhoto(name: report.photo.file, bytes: bytes).digest == report.photo.sha256 else {
          throw FailureReport(
            problem: "'\(path)' is not the photo that the report is about.",
            help: "Give the folder of the photos that were diagnosed.", status: .badInput)
        }
        return ReportPicture.png(try Photo.decode(bytes))
      } catch let error as ImageError { throw FailureReport(error, file: path) }
    }
  }

  /// `skingpt questionnaire score`.
  struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Counts a filled table of ratings, and draws the chart.",
      discussion: "Columns: case, reader (a code), role (clinician or lay), "
        + Questionnaire.statements.map(\.key).joined(separator: ", ") + ", and perhaps note.")

    @Argument(help: "The table; commas, semicolons or tabs separate its columns.")
    var table: String

    @Option(name: .long, help: "Write the chart, as SVG.")
    var chart: String?

    @Flag(name: .long, help: "As JSON.")
    var json = false

    @OptionGroup var quietOption: QuietOption

    func run() throws {
      let ratings: RatingTable
      do { ratings = try RatingTable(csv: try InputFile.read(table)) } catch let error as LabelError {
        throw FailureReport(
          problem: "'\(table)' cannot be used: \(error).",
          help: error.help(
            columns:
              "skingpt questionnaire form --sheet writes an empty table; docs/questionnaire.md shows its columns."
          ),
          status: .badInput)
      }
      let score = QuestionnaireScore(ratings)
      if let chart { try WholeFile.write(Data(Plot.agreement(score).utf8), to: chart, inputs: [table]) }
      Terminal.write(json ? try JSONText.line(score) : Self.text(score))
    }

    private static func text(_ score: QuestionnaireScore) -> String {
      let people = score.readers.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
      var text = "\(score.cases) cases; readers: \(people)\n"
      for note in score.notes { text += Terminal.wrapped("Note: \(note)") + "\n" }
      text += "\nstatement        role          1    2    3    4    5   agree                 paper\n"
      for row in score.rows {
        text += row.statement.padding(toLength: 17, withPad: " ", startingAt: 0)
        text += row.role.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
        text += row.counts.map { String(format: "%5d", $0) }.joined()
        let bounds = row.agreement.interval.map { String(format: "%.0f", $0 * 100) }.joined(separator: " to ")
        text += String(format: "  %5.1f %% (%@)", row.agreement.value * 100, bounds as NSString)
          .padding(toLength: 24, withPad: " ", startingAt: 0)
        text += row.paperPercent.map { String(format: "%.2f %%", $0) } ?? "-"
        text += "\n"
      }
      return text + "\n" + Terminal.wrapped(score.remark) + "\n"
    }
  }
}

/// Why a line is not a report.
private enum FormFault: Error {
  /// It was written by another version.
  case schema
}
