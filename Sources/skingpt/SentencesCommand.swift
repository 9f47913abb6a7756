import ArgumentParser
import Foundation
import SkinContainer
import SkinDiagnosis
import SkinFailure
import SkinRuntime
import SkinSafety

/// `skingpt sentences`: what a reviewer reads and signs.
struct Sentences: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints every sentence that the model may say, as CSV for a reviewer, and reads approvals back.",
    discussion: "A reviewer fills the columns reviewed_by and date and leaves the text as it is. With --approved the "
      + "table is printed with those approvals; an approval of a sentence that has another text now does not hold. "
      + "skingpt diagnose --approved-only FILE limits reports to approved sentences.")

  @Option(name: .long, help: "The model; default: SKINGPT_MODEL, else the model that comes with the program.")
  var model: String?

  @Option(name: .long, help: "A table that a reviewer has filled in.")
  var approved: String?

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @Option(
    name: .long, help: "Print what answers this English question, without a photo; needs --class. - reads one a line.")
  var answer: String?

  @Option(name: .customLong("class"), help: "The class that leads, like dermatitis.")
  var leading: String?

  @OptionGroup var quietOption: QuietOption

  private struct Answered: Encodable {
    let question: String
    let sentences: [String]
    let text: String
    let chosen: Bool
  }

  private struct Row: Encodable {
    let id: String
    let condition: String
    let `class`: String
    let field: String
    let text: String
    let haste: String?
    let calms: Bool
    let reviewed_by: String
    let date: String
  }

  func run() throws {
    var options = ModelOptions()
    options.model = model
    let container = try Container.open(path: try options.modelPath())
    var table = try SentenceFile.table(of: container)
    if let approved {
      let review = table.reviewed(by: try SentenceFile.read(approved))
      table = review.table
      SentenceFile.warn(of: review.review, in: approved)
    }
    if let answer { return try tell(answer, table, container) }
    guard json else { return Terminal.write(table.csv) }
    for sentence in table.sentences {
      Terminal.write(
        try JSONText.line(
          Row(
            id: sentence.id, condition: sentence.condition, class: sentence.class, field: sentence.field,
            text: sentence.text, haste: sentence.haste?.text, calms: sentence.calms, reviewed_by: sentence.reviewedBy,
            date: sentence.date)))
    }
  }

  /// Prints the answer to a question, or to each line of standard input: one JSON object a line.
  private func tell(_ question: String, _ table: SentenceTable, _ container: Container) throws {
    guard let leading, table.sentences.contains(where: { $0.class == leading }) else {
      throw FailureReport(
        problem: "--answer needs the class that leads, and '\(leading ?? "")' is none of the model's.",
        help: "Give --class with one of: "
          + Set(table.sentences.map(\.class)).filter { !$0.isEmpty }.sorted()
          .joined(separator: ", ") + ".", status: .usage)
    }
    let model = try SkinModel(container, options: RuntimeOptions())
    func write(_ question: String) throws {
      let preview = AnswerPreview(
        to: question, leading: leading, table: table, understood: try UnderstoodQuestion(question, model))
      Terminal.write(
        try JSONText.line(
          Answered(
            question: question, sentences: preview.sentences.map(\.id),
            text: preview.sentences.map(\.text).joined(separator: " "), chosen: preview.isChosen)))
    }
    guard question == "-" else { return try write(question) }
    while let line = readLine() { try write(line) }
  }
}

/// A reviewer's table of sentences.
enum SentenceFile {
  /// Reads a table.
  ///
  /// - Throws: `FailureReport` if it is missing or not such a table.
  static func read(_ path: String) throws -> SentenceTable {
    let bytes = Array(try InputFile.read(path))
    do { return try SentenceTable(csv: bytes) } catch {
      throw FailureReport(
        problem: "'\(path)' is not a table of sentences: \(error).",
        help: "Begin with what skingpt sentences prints; fill reviewed_by and date, change nothing else.",
        status: .badInput)
    }
  }

  /// The sentences of a container, and those that answer patients' questions whatever the model.
  ///
  /// - Throws: `FailureReport` if it has none.
  static func table(of container: Container) throws -> SentenceTable {
    guard var table = try SentenceTable(container) else {
      throw FailureReport(
        problem: "'\(container.path)' has no list of sentences: the model writes freely.",
        help: "Use the model that comes with the program, or add a list with skingpt repack --sentences.",
        status: .badInput)
    }
    table.append(FollowUps.allSentences.map { ($0.id, $0.text) } + UrgencyRules.cautions.map { ($0.id, $0.text) })
    return table
  }

  /// Which sentences of a model a reviewer's table approves.
  ///
  /// - Throws: `FailureReport` if it approves none.
  static func approved(in path: String, of container: Container) throws -> Set<String> {
    let review = try table(of: container).reviewed(by: try read(path)).review
    warn(of: review, in: path)
    guard !review.approved.isEmpty else {
      throw FailureReport(
        problem: "'\(path)' approves none of the model's sentences.",
        help: "Fill reviewed_by in the rows that you approve; skingpt sentences prints the table.", status: .badInput)
    }
    return review.approved
  }

  /// Warns of the parts of a review that do not hold.
  static func warn(of review: SentenceReview, in path: String) {
    if !review.changed.isEmpty {
      Terminal.note(
        "warning: \(review.changed.count) sentences of '\(path)' have another text now, so their approval does not hold: "
          + review.changed.prefix(3).joined(separator: ", ") + "\n")
    }
    if !review.unknown.isEmpty {
      Terminal.note(
        "warning: \(review.unknown.count) identifiers of '\(path)' are not the model's: "
          + review.unknown.prefix(3).joined(separator: ", ") + "\n")
    }
  }
}
