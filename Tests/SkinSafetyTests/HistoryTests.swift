import Foundation
import SkinSafety
import Testing

struct HistoryTests {
  private func read(_ json: String) throws(HistoryError) -> History { try History.read(json: Data(json.utf8)) }

  @Test func `a full history is read and written back`() throws {
    let json = """
      {"unwell": ["fever"], "signs": ["numbPatch", "breathing"], "spot": [], "nonHealingWeeks": 5,
       "patient": ["pregnant"], "ageYears": 31, "newMedicine": false}
      """
    let history = try read(json)
    #expect(history.unwell == [.fever] && history.signs == [.numbPatch, .breathing] && history.spot == [])
    #expect(history.nonHealingWeeks == 5 && history.patient == [.pregnant] && history.newMedicine == false)
    #expect(try History.read(json: JSONEncoder().encode(history)) == history)
  }

  @Test func `an empty object and nulls are skipped questions`() throws {
    #expect(try read("{}") == History())
    #expect(try read(#"{"signs": null, "newMedicine": null}"#) == History())
  }

  @Test(arguments: [
    (#"{"sings": []}"#, HistoryError.unknownKey("sings")),
    (#"{"signs": ["rash"]}"#, .unknownAnswer(key: "signs", answer: "rash")),
    (#"{"signs": "breathing"}"#, .wrongKind(key: "signs", expected: .codes)),
    (#"{"unwell": [1]}"#, .wrongKind(key: "unwell", expected: .codes)),
    (#"{"newMedicine": "yes"}"#, .wrongKind(key: "newMedicine", expected: .yesOrNo)),
    (#"{"nonHealingWeeks": "5"}"#, .wrongKind(key: "nonHealingWeeks", expected: .number)),
    (#"{"nonHealingWeeks": -1}"#, .outOfRange(key: "nonHealingWeeks", value: -1, limit: 6000)),
    (#"{"ageYears": 200}"#, .outOfRange(key: "ageYears", value: 200, limit: 130)),
    (#"["signs"]"#, .notAnObject), ("", .notAnObject), (#"{"signs": ["#, .notAnObject), ("7", .notAnObject),
  ])
  func `what is wrong is refused by name`(json: String, error: HistoryError) {
    #expect(throws: error) { try History.read(json: Data(json.utf8)) }
  }

  @Test func `a file that is too large is refused`() {
    let data = Data(repeating: 32, count: History.byteLimit + 1)
    #expect(throws: HistoryError.tooLarge(byteCount: data.count, limit: History.byteLimit)) {
      try History.read(json: data)
    }
  }

  @Test func `the questions hold every code once, with words for people`() {
    let codes = { (id: HistoryQuestion.Identifier) in HistoryQuestion.question(id).answers.map(\.code) }
    #expect(Set(codes(.signs)) == Set(History.Sign.allCases.map(\.rawValue)))
    #expect(Set(codes(.unwell)) == Set(History.Unwell.allCases.map(\.rawValue)))
    #expect(Set(codes(.spot)) == Set(History.Spot.allCases.map(\.rawValue)))
    #expect(Set(codes(.patient)) == Set(History.PatientFact.allCases.map(\.rawValue)))
    #expect(
      HistoryQuestion.all.allSatisfy { $0.wording.hasSuffix("?") && $0.answers.allSatisfy { $0.wording.count > 7 } })
  }

  @Test func `typed answers are understood by number and by code`() throws {
    var history = History()
    try history.answer(.signs, "1, breathing")
    try history.answer(.unwell, "none")
    try history.answer(.spot, "  ")
    try history.answer(.nonHealingWeeks, "6")
    try history.answer(.newMedicine, "Yes")
    #expect(history.signs == [.nonBlanchingSpots, .breathing] && history.unwell == [] && history.spot == nil)
    #expect(history.nonHealingWeeks == 6 && history.newMedicine == true)
    #expect(throws: HistoryError.unknownAnswer(key: "signs", answer: "99")) { try history.answer(.signs, "99") }
    #expect(throws: HistoryError.wrongKind(key: "newMedicine", expected: .yesOrNo)) {
      try history.answer(.newMedicine, "perhaps")
    }
    #expect(history.signs == [.nonBlanchingSpots, .breathing])
  }

  @Test func `a baby of two months is an infant younger than three months`() {
    var history = History()
    history.ageYears = 0.17
    #expect(history.patientFacts == [.infant, .underThreeMonths])
  }
}
