import Foundation
import SkinSafety
import Testing

@testable import SkinDiagnosis

/// What the guard puts in place of a sentence is true whatever the photo shows, over every sentence of the corpus.
@Suite struct GuardTruthTests {
  private static let table: SentenceTable = {
    let path = URL(filePath: #filePath).appending(path: "../../../Tools/train/corpus/sentences.csv").standardized
    guard let data = try? Data(contentsOf: path), let table = try? SentenceTable(csv: Array(data)) else {
      preconditionFailure("the list of sentences cannot be read")
    }
    return table
  }()

  /// Words by which a replacement would claim something about this skin, or calm.
  private static let claims = [
    "passes to other", "can pass to others by", "is contagious", "not contagious", "is harmless", "is healthy skin",
    "no need",
  ]

  @Test(arguments: [UrgencyLevel.routine, .notAssessed, .withinTwoWeeks, .emergency])
  func `nothing false stands in place of a true sentence`(level: UrgencyLevel) {
    let reasons = ["A reason of the rules."]
    let answerGuard = AnswerGuard(reasons: reasons)
    var replaced = 0
    var checked = 0
    for sentence in Self.table.sentences where !sentence.class.isEmpty && sentence.id.hasSuffix("/1") {
      checked += 1
      let found = answerGuard.checked(
        sentence.text, question: "What should I know?", level: level, topClasses: [sentence.class])
      guard !found.replaced.isEmpty else {
        #expect(found.text == sentence.text)
        continue
      }
      replaced += 1
      for claim in Self.claims { #expect(!found.text.contains(claim), "\(sentence.id): \(found.text)") }
      // That a disease cannot be caught is replaced only where another of the class can, by what holds for both.
      if sentence.field == "contagious", found.text.contains("Whether it can pass") {
        #expect(found.text.contains("depends on which disease it is"), "\(sentence.id)")
        #expect(
          ["bacterial", "fungal", "herpes", "infestation_bites", "others"].contains(sentence.class), "\(sentence.id)")
      }
    }
    #expect(checked > 500 && Double(replaced) < 0.15 * Double(checked), "\(replaced) of \(checked)")
  }

  /// Growths are left out: beside them every sentence with a "not" gives way, to one that is true too.
  @Test(arguments: [
    "psoriasis_lichen", "connective_tissue", "acne_rosacea", "bullous", "light", "urticaria",
  ])
  func `that nobody can catch it stays where nobody can`(slug: String) {
    for sentence in Self.table.sentences where sentence.class == slug && sentence.field == "contagious" {
      let found = AnswerGuard(reasons: ["A reason."]).checked(
        sentence.text, question: "Is it contagious?", level: .notAssessed, topClasses: [slug, "herpes"])
      #expect(found.text == sentence.text, "\(sentence.id)")
    }
  }
}
