import Foundation
import SkinSafety
import Testing

@testable import SkinDiagnosis

/// What each level leaves out of the whole list of sentences, against the words of the sentences themselves.
struct SentenceHasteTests {
  private static let table: SentenceTable = {
    let path = URL(filePath: #filePath).appending(path: "../../../Tools/train/corpus/sentences.csv").standardized
    guard let data = try? Data(contentsOf: path), let table = try? SentenceTable(csv: Array(data)) else {
      preconditionFailure("the list of sentences cannot be read")
    }
    return table
  }()

  /// The time of care in a sentence that sends somebody to care.
  private static func time(_ text: String) -> UrgencyLevel? {
    if text.contains(/ambulance|hospital now/) { return .emergency }
    if text.contains(/within 24 hours/) { return .within24Hours }
    return text.contains(/within 2 weeks/) ? .withinTwoWeeks : nil
  }

  private static let care = Set(["seek_care", "sensation"])

  @Test(arguments: UrgencyLevel.allCases) func `no sentence beside a level names a later time`(level: UrgencyLevel) {
    let (stands, left) = (
      Self.table.sentences.filter { $0.mayStand(beside: level) },
      Self.table.sentences.filter { !$0.mayStand(beside: level) }
    )
    for sentence in stands where Self.care.contains(sentence.field) {
      // "At once, within 2 weeks at most" names the first.
      if let time = Self.time(sentence.text), !sentence.text.contains("at once") {
        #expect(time >= level, "\(sentence.text)")
      }
      guard level >= .withinTwoWeeks else { continue }
      // Care without a time, and a condition that waits, are weaker than any raised level.
      #expect(!sentence.text.contains(/^See a (clinician|doctor)(?!.*(24 hours|2 weeks))/), "\(sentence.text)")
      #expect(!sentence.text.contains(/does not improve|in 4 weeks/), "\(sentence.text)")
    }
    print("\(level.rawValue) leaves out \(left.count) of \(Self.table.sentences.count) sentences:")
    for sentence in left where Self.care.contains(sentence.field) { print("  \(sentence.id): \(sentence.text)") }
    // A level that keeps everything would be no rule; one that loses most would leave reports empty.
    #expect(left.count > 20 && left.count < Self.table.sentences.count / 5)
  }

  @Test func `a growth that is not felt is no comfort, but a cancer that is not felt is a warning`() throws {
    func calms(_ id: String) throws -> Bool {
      Self.table.sentences[try #require(Self.table.index(of: id))].calms
    }
    for id in ["blue-nevus", "speckled-nevus"] { #expect(try calms("melanoma_nevi/\(id)/sensation/1")) }
    for id in ["melanoma", "melanoma-in-situ", "atypical-mole", "nodular-melanoma"] {
      #expect(try !calms("melanoma_nevi/\(id)/sensation/1"))
    }
    let mole = try #require(Self.table.index(of: "melanoma_nevi/mole/sensation/1"))
    #expect(!Self.table.sentences[mole].mayStand(beside: .withinTwoWeeks))
    #expect(try !calms("melanoma_nevi/-/sensation/1") && calms("malignant/-/sensation/1") == false)
  }

  @Test func `what a sentence says of care is read from its words where the table is silent`() {
    func read(_ text: String) -> String? { NamedHaste.read(text, field: "seek_care")?.text }
    #expect(read("See a clinician if it does not improve.") == "if:routine")
    #expect(read("See a doctor early, because treatment can prevent scars.") == "routine")
    #expect(read("A red ring that grows should be seen by a doctor within a few days.") == "if:within-24-hours")
    #expect(read("Phone the doctor before you go, because measles spreads in waiting rooms.") == nil)
    #expect(read("Chest pain must be told to the doctor.") == nil && read("Do not wait.") == nil)
    #expect(NamedHaste.read("See a clinician to confirm it.", field: "causes") == nil)
  }
}
