import Foundation
import SkinSafety
import SkinWords
import Testing

@testable import SkinDiagnosis
@testable import SkinRuntime

/// What is not to be done stands beside every disease that a report names.
struct PrecautionsTests {
  private static let table: SentenceTable = {
    let path = URL(filePath: #filePath).appending(path: "../../../Tools/train/corpus/sentences.csv").standardized
    guard let data = try? Data(contentsOf: path), let table = try? SentenceTable(csv: Array(data)) else {
      preconditionFailure("the list of sentences cannot be read")
    }
    return table
  }()

  private static func report(
    _ level: UrgencyLevel, _ outcome: Report.Outcome, _ conditions: [(String, String, Double)], reasons: [String] = []
  ) throws -> Report {
    var report = try ReportSample.report(level: level.rawValue)
    report.outcome = outcome
    report.urgency = UrgencyAssessment(level: level, reasons: reasons)
    report.differential = [ClassProbability(class: conditions[0].1, label: "A class", probability: 0.9)]
    report.conditions = conditions.map { ConditionProbability(condition: $0.0, class: $0.1, probability: $0.2) }
    return report
  }

  /// Words that forbid, for this test alone.
  private static let forbidding = [
    "not ", "no ", "No ", "never ", "avoid", "Avoid ", "before ", "Before ", "Stop ", "ruled out", "checked first",
    "how to stop",
  ]

  @Test func `every precaution is a sentence of its disease or class, forbids something and advises nothing`() throws {
    let table = Self.table
    #expect(Precautions.all.count > 60)
    #expect(Set(Precautions.all.map { [$0.class, $0.condition] }).count == Precautions.all.count)
    for entry in Precautions.all {
      #expect(table.conditions(of: entry.class).contains(entry.condition), "\(entry.condition)")
      #expect((1...Precautions.limit).contains(Set(entry.sentences).count) && !entry.source.isEmpty)
      for id in entry.sentences {
        let sentence = table.sentences[try #require(table.index(of: id), "\(id)")]
        #expect(sentence.class == entry.class && ["", entry.condition].contains(sentence.condition), "\(id)")
        #expect(
          ["treatment", "self_care"].contains(sentence.field) && sentence.haste == nil && !sentence.calms, "\(id)")
        #expect(Self.forbidding.contains { sentence.text.contains($0) }, "\(sentence.text)")
        // Whoever "may consider" something must say in the same sentence what is not to be done.
        #expect(!sentence.text.contains("consider") || sentence.text.contains("does not"), "\(sentence.text)")
      }
      let said = table.precautions(condition: entry.condition, class: entry.class, level: .withinTwoWeeks)
      #expect(said.map(\.id) == entry.sentences)
    }
  }

  @Test func `no disease that forbids a medicine or a cut is without its precaution`() throws {
    let table = Self.table
    let marks = [
      "is avoided", "are avoided", "given no ", "not given", "is given aspirin", "never taken", "never stopped",
      "is not cut", "not frozen", "put no ", "do not put", "Do not use ", "Do not take ", "Do not cut", "do not cut",
      "not squeeze", "not open", "not tear", "not stopped", "takes no ", "is taken", "is put ", "Put no ",
      "Do not put ", "Do not burn", "not burned", "not rubbed", "do not take ", "Do not wait",
    ]
    var count = 0
    for sentence in table.sentences where !sentence.condition.isEmpty {
      guard ["treatment", "self_care"].contains(sentence.field), marks.contains(where: sentence.text.contains) else {
        continue
      }
      count += 1
      #expect(!Precautions.of(sentence.condition, class: sentence.class).isEmpty, "\(sentence.id): \(sentence.text)")
    }
    #expect(count > 30)
  }

  @Test func `chickenpox that is named where the program cannot tell forbids aspirin, in every language`() throws {
    let table = Self.table
    let reasons = ["Because, among others, this is possible: chickenpox."]
    let many = (1...6).map { ("disease \($0)", "others", 0.1) }
    // Also as the last of many, for which the list of names has no room.
    var report = try Self.report(.within24Hours, .uncertain, many + [("chickenpox", "others", 0.06)], reasons: reasons)
    report.explainAlternatives(table)
    let alternative = try #require(report.alternatives?.first)
    #expect(alternative.condition == "chickenpox" && report.alternatives?.count == 1)
    #expect(alternative.sentences.last == "others/chickenpox/treatment/2")
    #expect(alternative.text.contains("ibuprofen is avoided and aspirin is not given to a child"))
    for language in Language.offered {
      let words = try Words(language)
      let line = try #require(TranslatedReport(report, words).alternatives.first)
      let sentence = try #require(table.index(of: "others/chickenpox/treatment/2").map { table.sentences[$0].text })
      #expect(line.hasSuffix(words.running(sentence)) && line.contains(words("chickenpox")), "\(language): \(line)")
      #expect(language == .english || !line.contains("aspirin is not given"), "\(language)")
    }
  }

  @Test func `a harmless disease is named with nothing but what is not to be done`() throws {
    var report = try Self.report(
      .notAssessed, .assessed, [("eczema", "dermatitis", 0.5), ("rosacea", "acne_rosacea", 0.2)])
    report.explainAlternatives(Self.table)
    let rosacea = try #require(report.alternatives?.first { $0.condition == "rosacea" })
    #expect(rosacea.text.contains("do not put steroid cream on rosacea"))
  }

  @Test func `a sentence that no review approved is no precaution`() throws {
    let id = "others/chickenpox/treatment/2"
    let table = Self.table
    #expect(table.limited(to: []).precautions(condition: "chickenpox", class: "others", level: .routine).isEmpty)
    #expect(table.limited(to: [id]).precautions(condition: "chickenpox", class: "others", level: .routine).count == 1)
  }

  @Test(arguments: UrgencyLevel.allCases)
  func `where a disease leads, its precautions must be in the answer about care`(level: UrgencyLevel) throws {
    let table = Self.table
    for entry in Precautions.all {
      let report = try Self.report(level, .assessed, [(entry.condition, entry.class, 0.9)])
      let plan = SentencePlan(table, report: report, condition: entry.condition)
      guard case .chosen(let open, let rules) = plan.answer(to: EvaluationPrompts.treatment) else {
        // In an emergency nothing is said of care at home.
        #expect(level == .emergency, "\(entry.condition)")
        continue
      }
      let wanted = table.precautions(condition: entry.condition, class: entry.class, level: level)
      #expect(!wanted.isEmpty || level == .emergency, "\(entry.condition)")
      for sentence in wanted {
        let place = try #require(table.index(of: sentence.id))
        #expect(open.contains(place) && rules.required.contains([place]), "\(sentence.id)")
      }
      #expect(Set(open).count == open.count && rules.required.count <= rules.limit, "\(entry.condition)")
    }
  }
}
