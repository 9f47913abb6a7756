import Foundation
import SkinDiagnosis
import SkinSafety
import Testing

/// The table of sentences that a model may say.
struct SentenceTableTests {
  private static let header = "id,condition,class,field,text,haste,calms,reviewed_by,date\n"

  private static func table(_ rows: String) throws -> SentenceTable {
    try SentenceTable(csv: Array((header + rows).utf8))
  }

  @Test func rowsAreReadAndWrittenAsTheyAre() throws {
    let rows = """
      bullous/-/causes/1,,bullous,causes,"In most, it attacks ""glue"".",,,,
      bullous/pemphigus/seek_care/1,pemphigus,bullous,seek_care,Fever needs a hospital now.,if:emergency,,A. Doctor,2026-11-29

      """
    let table = try Self.table(rows)
    #expect(table.sentences.count == 2)
    #expect(table.sentences[0].text == "In most, it attacks \"glue\".")
    #expect(table.sentences[1].haste?.level == .emergency)
    #expect(table.sentences[1].haste?.isConditional == true)
    #expect(table.csv == Self.header + rows)
    #expect(table.places(class: "bullous", condition: "pemphigus", field: "seek_care") == [1])
    #expect(table.conditions(of: "bullous") == ["pemphigus"])
  }

  @Test(arguments: [
    "", "id,text\n", "id,condition,class,field,text\na,b,c\n", "id,condition,class,field,text\na,,c,d,T.\na,,c,d,U.\n",
    "id,condition,class,field,text\na,,c,d,\"T.\n", "id,condition,class,field,text\n,,c,d,T.\n",
    "id,condition,class,field,text,haste\na,,c,d,T.,soon\n",
  ])
  func brokenTablesAreRefused(_ csv: String) {
    #expect(throws: SentenceTableError.self) { try SentenceTable(csv: Array(csv.utf8)) }
  }

  @Test(arguments: [";", "\t"])
  func aReviewersSpreadsheetMayUseAnotherSeparator(_ separator: String) throws {
    let header = ["id", "condition", "class", "field", "text", "haste", "calms", "reviewed_by", "date"]
    let row = ["a", "", "c", "causes", "Warm, \u{3B} and wet.", "", "", "A. Doctor", "2026-11-29"]
    let lines = [header, row].map { $0.map { "\"\($0)\"" }.joined(separator: separator) }
    for text in [lines.joined(separator: "\r\n"), "\u{FEFF}" + lines.joined(separator: "\n") + "\n"] {
      let table = try SentenceTable(csv: Array(text.utf8))
      #expect(table.sentences.map(\.text) == ["Warm, ; and wet."])
      #expect(table.sentences.map(\.reviewedBy) == ["A. Doctor"])
    }
    let plain = try SentenceTable(
      csv: Array(
        [header.prefix(5), ["a", "", "c", "f", "One, two."]].map { $0.joined(separator: separator) }
          .joined(separator: "\n").utf8))
    #expect(plain.sentences.map(\.text) == ["One, two."])
    #expect(throws: SentenceTableError.self) {
      try SentenceTable(csv: Array("id\(separator)condition,class,field,text\na,,c,d,T.\n".utf8))
    }
  }

  @Test func bytesThatAreNotTextAreRefused() {
    let bytes = Array("id,condition,class,field,text\na,,c,d,".utf8) + [0xFF, 0xFE, 0x0A]
    #expect(throws: SentenceTableError.self) { try SentenceTable(csv: bytes) }
  }

  @Test func noSentenceStandsBesideAnotherLevel() throws {
    let table = try Self.table(
      """
      a,,c,seek_care,See a doctor within 2 weeks.,within-2-weeks,,,
      b,,c,seek_care,Fever needs a doctor within 24 hours.,if:within-24-hours,,,
      c,,c,treatment,It needs no treatment.,,yes,,
      d,,c,causes,It is caused by a virus.,,,,

      """)
    func standing(_ level: UrgencyLevel?) -> [String] {
      table.sentences.filter { $0.mayStand(beside: level) }.map(\.id)
    }
    #expect(standing(.emergency) == ["d"])
    #expect(standing(.within24Hours) == ["d"])
    #expect(standing(.withinTwoWeeks) == ["a", "b", "d"])
    #expect(standing(.routine) == ["b", "c", "d"])
    #expect(standing(nil) == ["b", "d"])
  }

  @Test func anApprovalHoldsOnlyForTheSameText() throws {
    let table = try Self.table("a,,c,causes,It is one.,,,,\nb,,c,causes,It is two.,,,,\n")
    let review = try Self.table(
      "a,,c,causes,It is one.,,,A. Doctor,2026-11-29\nb,,c,causes,It is three.,,,A. Doctor,\nz,,c,causes,No.,,,A. Doctor,\n"
    )
    let (reviewed, found) = table.reviewed(by: review)
    #expect(found.approved == ["a"])
    #expect(found.changed == ["b"])
    #expect(found.unknown == ["z"])
    #expect(reviewed.sentences.map(\.reviewedBy) == ["A. Doctor", ""])
    #expect(table.limited(to: found.approved).places(class: "c", condition: "", field: "causes") == [0])
  }
}
