import Foundation
import Testing

@testable import SkinEvaluation

/// The questionnaire: its form, its table and its chart.
@Suite struct QuestionnaireTests {
  private static let head =
    "case,reader,role,diagnosis,description,suggestions,helps_doctors,helps_patients,privacy,willing"

  private func table(_ rows: String..., head: String = head) throws(LabelError) -> RatingTable {
    try RatingTable(csv: Data(([head] + rows).joined(separator: "\n").utf8))
  }

  @Test func `there are seven statements, two of them for all readers`() {
    #expect(Questionnaire.statements.count == 7)
    #expect(Questionnaire.statements.filter(\.isForLayReaders).map(\.key) == ["suggestions", "helps_patients"])
    // What the paper reports is a multiple of 1/160, to two digits.
    for statement in Questionnaire.statements {
      let cases = statement.paperPercent * 1.6
      #expect(abs(cases - cases.rounded()) < 0.02, "\(statement.key)")
    }
  }

  @Test func `ratings are counted by role, and an empty box counts for nothing`() throws {
    let score = QuestionnaireScore(
      try table("1,A,clinician,5,4,3,2,1,,5", "2,A,clinician,4,4,4,4,4,4,4", "1,B,lay,,,1,,5,,", "2,B,lay,,,,,,,"))
    #expect(score.cases == 2 && score.readers == ["clinician": 1, "lay": 1])
    let diagnosis = try #require(score.rows.first)
    #expect(diagnosis.statement == "diagnosis" && diagnosis.counts == [0, 0, 0, 1, 1])
    #expect(diagnosis.agreement.value == 1 && diagnosis.paperPercent == 78.76)
    let privacy = try #require(score.rows.first { $0.statement == "privacy" })
    #expect(privacy.counts == [0, 0, 0, 1, 0] && privacy.agreement.photos == 1)
    let lay = score.rows.filter { $0.role == .lay }
    #expect(lay.map(\.statement) == ["suggestions", "helps_patients"])
    #expect(lay.map(\.agreement.value) == [0, 1] && lay.allSatisfy { $0.paperPercent == nil })
  }

  @Test func `readers who disagree widen the interval`() throws {
    func score(_ second: Int) throws -> Evaluation.Share {
      let rows = (0..<20).flatMap { ["\($0),A,clinician,5,,,,,,", "\($0),B,clinician,\(second),,,,,,"] }
      let found = QuestionnaireScore(
        try RatingTable(csv: Data(([Self.head] + rows).joined(separator: "\n").utf8)))
      return found.rows[0].agreement
    }
    #expect(try score(5).interval == [1, 1])
    #expect(try score(1).interval == [0, 1])
  }

  @Test(arguments: [
    ("1,A,doctor,,,,,,,", LabelError.unknownRole(line: 2, "doctor")),
    ("1,A,clinician,6,,,,,,", .notARating(line: 2, "6")), ("1,A,clinician,x,,,,,,", .notARating(line: 2, "x")),
    ("1,A,lay,4,,,,,,", .ratedByLayReader(line: 2, "diagnosis")), (",A,lay,,,4,,,,", .emptyField(line: 2, "case")),
    ("1,,lay,,,4,,,,", .emptyField(line: 2, "reader")), ("1,A,lay", .fieldCount(line: 2, expected: 10, found: 3)),
    ("1,A,lay,,,4,,,,\n1,A,lay,,,4,,,,", .ratedTwice(line: 3, case: "1", reader: "A")), ("1,A,lay,,,,,,,", .noRows),
  ]) func `a table with a fault is refused with the line`(row: String, expected: LabelError) {
    #expect(throws: expected) { try table(row) }
  }

  @Test func `a table without a column is refused`() {
    #expect(throws: LabelError.missingColumn("willing")) {
      try table("1,A,lay,,,4,,,", head: String(Self.head.dropLast(8)))
    }
  }

  @Test func `the empty sheet has a row for each case and is read as empty`() {
    let sheet = RatingTable.sheet(cases: ["1", "a,\"b\""])
    #expect(sheet.split(separator: "\n").count == 3 && sheet.contains("\"a,\"\"b\"\"\","))
    #expect(throws: LabelError.unknownRole(line: 2, "")) { try RatingTable(csv: Data(sheet.utf8)) }
  }

  @Test func `the chart shows every statement, the notes, and what the paper's shares are`() throws {
    let rows = ["1,A,clinician,5,4,3,2,1,4,5,made <up>", "1,B,lay,,,2,,3,,,made <up>"]
    let score = QuestionnaireScore(
      try RatingTable(csv: Data(([Self.head + ",note"] + rows).joined(separator: "\n").utf8)))
    #expect(score.notes == ["made <up>"] && score.rows.count == 9)
    let chart = Plot.agreement(score)
    #expect(isWellFormed(chart))
    #expect(chart.contains("made &lt;up&gt;") && chart.contains("1/160"))
    #expect(chart.components(separatedBy: "paper: ").count == 8)
    // A bar's parts are the counts: 9 ratings, 9 titles that count them.
    #expect(chart.matches(of: /<title>1 [a-z ]+<\/title>/).count == 9)
  }

  @Test func `the form has a sheet for each case, boxes for each statement, and no photo of itself`() {
    let answers = [(prompt: "What <is> it?", text: "It & that.")]
    let page = QuestionnairePage.html(
      [
        .init(name: "case 1", findings: ["<b>"], answers: answers),
        .init(name: "case 2", findings: [], answers: [], picture: [1, 2, 3]),
      ], program: "p", disclaimer: "Not a diagnosis.")
    #expect(page.components(separatedBy: "<section>").count == 4)
    #expect(page.components(separatedBy: "<i></i>").count == 2 * 7 * 5 + 1)
    #expect(page.contains("What &lt;is&gt; it?") && page.contains("It &amp; that.") && page.contains("&lt;b&gt;"))
    #expect(page.contains("data:image/png;base64,AQID") && page.components(separatedBy: "<img").count == 2)
    #expect(page.contains("The program gave no answer."))
    #expect(!page.contains("<script") && !page.contains("http:") && !page.contains("https:"))
    #expect(page.components(separatedBy: "Not a diagnosis.").count == 4)
  }
}
