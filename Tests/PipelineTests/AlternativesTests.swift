import Foundation
import SkinSafety
import SkinWords
import Testing

@testable import SkinDiagnosis
@testable import SkinRuntime

/// What a report says of the dangerous diseases that it names but is not about.
struct AlternativesTests {
  private static func table() throws -> SentenceTable {
    let path = URL(filePath: #filePath).appending(path: "../../../Tools/train/corpus/sentences.csv").standardized
    return try SentenceTable(csv: Array(try Data(contentsOf: path)))
  }

  private static func report(
    _ level: UrgencyLevel, _ outcome: Report.Outcome, _ conditions: [(String, String, Double)], reasons: [String] = []
  ) throws -> Report {
    var report = try ReportSample.report(level: level.rawValue)
    report.outcome = outcome
    report.urgency = UrgencyAssessment(level: level, reasons: reasons)
    report.differential = [ClassProbability(class: "herpes", label: "Herpes", probability: 0.9)]
    report.conditions = conditions.map { ConditionProbability(condition: $0.0, class: $0.1, probability: $0.2) }
    return report
  }

  @Test(arguments: UrgencyLevel.allCases)
  func `every dangerous disease is explained by its own sentences, what asks for more haste, and what not to do`(
    level: UrgencyLevel
  ) throws {
    let table = try Self.table()
    var count = 0
    for slug in Set(table.sentences.map(\.class)).subtracting([""]).sorted() {
      for condition in table.conditions(of: slug) {
        var report = try Self.report(level, .assessed, [(condition, slug, 0.2)])
        report.explainAlternatives(table)
        let precautions = table.precautions(condition: condition, class: slug, level: level).map(\.id)
        let group = try #require(DangerGroup.group(ofCondition: condition, class: slug))
        if !DangerGroup.dangerous.contains(group) {
          let hasty = table.places(class: slug, condition: condition, field: "seek_care").filter {
            table.sentences[$0].haste.map { $0.level > level } ?? false
          }
          #expect((report.alternatives == nil) == (hasty.isEmpty && precautions.isEmpty), "\(condition)")
          if hasty.isEmpty {
            #expect((report.alternatives?.first?.sentences ?? []) == precautions)
            continue
          }
        }
        let alternative = try #require(report.alternatives?.first, "\(condition)")
        count += 1
        #expect(alternative.condition == condition)
        let sentences = try alternative.sentences.map { table.sentences[try #require(table.index(of: $0))] }
        #expect(sentences.map(\.text).joined(separator: " ") == alternative.text && !sentences.isEmpty)
        #expect(sentences.suffix(precautions.count).map(\.id) == precautions)
        for sentence in sentences {
          let isOwn = sentence.condition == condition || precautions.contains(sentence.id)
          #expect(isOwn && sentence.class == slug && !sentence.calms)
          if let haste = sentence.haste { #expect(haste.level > level, "\(sentence.text)") }
        }
        let line = TranslatedReport(report, .english).alternatives
        #expect(line == ["If it is \(condition): \(alternative.text)"])
      }
    }
    #expect(count > 60)
  }

  @Test func `the disease that the report is about is not explained twice`() throws {
    let table = try Self.table()
    let shingles = ("shingles (herpes zoster)", "herpes", 0.8)
    var report = try Self.report(.within24Hours, .assessed, [shingles, ("cellulitis", "bacterial", 0.1)])
    report.explainAlternatives(table)
    #expect(report.alternatives?.map(\.condition) == ["cellulitis"])
    report.explainAlternatives(nil)
    #expect(report.alternatives == nil)
  }

  @Test func `where the program cannot tell, only the grounds of the level are explained`() throws {
    let table = try Self.table()
    let conditions = [("impetigo", "bacterial", 0.3), ("bullous pemphigoid", "bullous", 0.3)]
    let reasons = ["Because, among others, this is possible: impetigo."]
    var report = try Self.report(.within24Hours, .uncertain, conditions, reasons: reasons)
    report.explainAlternatives(table)
    #expect(report.alternatives?.map(\.condition) == ["impetigo"])
    #expect(TranslatedReport(report, .english).conditions.isEmpty)
    report.outcome = .notSkin
    report.explainAlternatives(table)
    #expect(report.alternatives == nil)
  }

  @Test func `a number stands beside how often such numbers are right elsewhere`() throws {
    var report = try Self.report(.withinTwoWeeks, .assessed, [])
    #expect(TranslatedReport(report, .english).measured == nil)
    let unseen = "On 273 photos of three sources that it never saw, the right class came first for 39 of 100."
    report.model = Report.Model(
      name: "m", digest: "0", scheme: "int8", provenance: "A test.", diagnostic: true, accuracy: "Good. " + unseen)
    #expect(TranslatedReport(report, .english).measured == unseen)
    #expect(ReportTranscript.markdown([report]).contains(unseen))
    report.outcome = .uncertain
    #expect(TranslatedReport(report, .english).measured == nil)
  }
}
