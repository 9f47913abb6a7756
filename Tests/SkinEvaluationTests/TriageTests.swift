import SkinConfiguration
import Foundation
import SkinEvaluation
import SkinSafety
import Testing

@Suite struct TriageTests {
  private static let table = """
    fine_label,class_slug,condition,group,source,borderline
    melanoma,melanoma_nevi,melanoma,cancer,NICE NG12,
    measles,dermatitis,measles,infection,UKHSA,
    actinic keratosis,malignant,actinic keratosis,cancer,DermNet,yes
    """

  private func entry(
    _ group: DangerGroup, _ dangers: [DangerGroup: Double], level: UrgencyLevel? = .notAssessed, photo: String
  ) -> Triage.Case {
    Triage.Case(
      group: group, isBorderline: false, level: level, dangers: DangerProbabilities(dangers), isUncertain: false,
      photoGroup: photo)
  }

  @Test func `a photo's case follows from its fine label, and a label without a row has none`() throws {
    let table = try DangerTable(csv: Data(Self.table.utf8))
    func found(_ slug: String, _ label: String) -> Triage.Case? {
      table.triageCase(
        of: LabelledPhoto(file: "a", label: slug, source: "", group: "a", attributes: ["fine_label": label]),
        level: .withinTwoWeeks, dangers: DangerProbabilities([:]), isUncertain: false)
    }
    #expect(found("melanoma_nevi", "melanoma") != nil && found("dermatitis", "melanoma") == nil)
    #expect(throws: LabelError.missingColumn("group")) {
      try DangerTable(csv: Data("fine_label,class_slug\na,b".utf8))
    }
    #expect(throws: LabelError.unknownClass(line: 2, "grave")) {
      try DangerTable(csv: Data("fine_label,class_slug,group,borderline\na,b,grave,".utf8))
    }
  }

  @Test func `shares are counted by true group`() throws {
    let cases = [
      entry(.cancer, [:], level: .withinTwoWeeks, photo: "1"), entry(.cancer, [:], photo: "2"),
      entry(.harmless, [:], level: .within24Hours, photo: "3"), entry(.harmless, [:], level: .routine, photo: "4"),
    ]
    let triage = Triage(cases, thresholds: .fallback)
    let cancer = try #require(triage.rows.first { $0.group == .cancer })
    let harmless = try #require(triage.rows.first { $0.group == .harmless })
    #expect(cancer.missed.value == 0.5 && cancer.twoWeeks.value == 0.5 && cancer.today.value == 0)
    #expect(harmless.today.value == 0.5 && harmless.twoWeeks.value == 0.5)
  }

  @Test func `chosen thresholds miss no more than they may, and are probabilities`() throws {
    let dangerous = DangerGroup.dangerous.flatMap { group in
      (0..<50).map { entry(group, [group: 0.1 + Double($0) / 60], photo: "\(group)\($0)") }
    }
    let harmless = (0..<100).map { number in
      entry(.harmless, [.cancer: Double(number) / 2000, .soon: Double(number) / 1000], photo: "h\(number)")
    }
    let thresholds = try #require(ThresholdChoice(dangerous + harmless).thresholds())
    #expect(thresholds.isValid && thresholds.cancer <= ThresholdChoice.highestCancer)
    #expect(thresholds.emergencyToday >= thresholds.emergency && thresholds.infectionToday >= thresholds.infection)
    for (index, group) in DangerGroup.dangerous.enumerated() {
      let missed = (0..<50).count { number in
        let dangers = DangerProbabilities([group: 0.1 + Double(number) / 60])
        return UrgencyAssessment.assess(UrgencyEvidence(dangers: dangers, thresholds: thresholds)).level
          < .withinTwoWeeks
      }
      #expect(Double(missed) <= (ThresholdChoice.allowedMisses[group] ?? 0) * 50, "\(index) \(group)")
    }
    #expect(ThresholdChoice(dangerous).thresholds() == nil, "without harmless photos there is nothing to weigh")
  }

  @Test func `the record of a choice says what it was made on and what it misses`() throws {
    let dangerous = DangerGroup.dangerous.flatMap { group in
      (0..<50).map { entry(group, [group: 0.1 + Double($0) / 60], photo: "\(group)\($0)") }
    }
    let harmless = (0..<100).map { entry(.harmless, [.cancer: Double($0) / 2000], photo: "h\($0)") }
    let record = try #require(ThresholdRecord(dangerous + harmless, model: "m", digest: "d"))
    #expect(record.chosen.photos == ["cancer": 50, "emergency": 50, "infection": 50, "soon": 50, "harmless": 100])
    for (group, allowed) in ThresholdChoice.allowedMisses {
      #expect(try #require(record.chosen.misses[group.rawValue]) <= allowed)
      #expect(record.chosen.allowedMisses[group.rawValue] == allowed)
    }
    #expect(record.chosen.harmlessToday <= record.chosen.allowedToday && record.chosen.digest == "d")
    let again = try JSONDecoder().decode(ThresholdRecord.self, from: JSONEncoder().encode(record))
    #expect(again == record)
  }

  @Test func `mistakes are as frequent as asked for, the same every time, and never contradict themselves`() throws {
    let person = HistoryRatio.typicalAnswers(of: "infestation_bites")
    #expect(person.deniesDangerSigns && person.site == [.fingerWebs] && person.othersAffected == true)
    #expect(HistoryRatio.typicalAnswers(of: "herpes").pain == true)
    var (none, first, second) = (AnswerMistakes(share: 0), AnswerMistakes(share: 0.1), AnswerMistakes(share: 0.1))
    var signs = 0
    for _ in 0..<2000 {
      #expect(none.applied(to: person) == person)
      let mistaken = first.applied(to: person)
      #expect(mistaken == second.applied(to: person))
      try mistaken.checkConsistency()
      if mistaken.signs != [] { signs += 1 }
    }
    #expect((140...260).contains(signs), "\(signs) of 2000")
  }

  @Test func `conditions are counted over photos whose label has one, and an empty list is wrong`() throws {
    let table = try DangerTable(csv: Data(Self.table.utf8))
    func assessment(_ label: String, _ slug: String, _ conditions: [String]) -> Assessment {
      var found = Assessment(
        photo: LabelledPhoto(
          file: label, label: slug, source: "", group: label + "\(conditions.count)", attributes: ["fine_label": label]),
        probabilities: [1], isRejected: false, isUncertain: false, isUsable: true, answerAgrees: nil, milliseconds: 1)
      found.conditions = conditions.map { RankedCondition(class: slug, name: $0) }
      return found
    }
    let all = [
      assessment("melanoma", "melanoma_nevi", ["melanoma"]),
      assessment("measles", "dermatitis", ["eczema", "measles"]),
      assessment("measles", "dermatitis", []), assessment("unheard of", "dermatitis", ["eczema"]),
    ]
    let ranking = try #require(ConditionRanking(all, table: table))
    #expect(ranking.top1.photos == 3 && ranking.top1.value == 1.0 / 3 && ranking.top3.value == 2.0 / 3)
    #expect(ConditionRanking([all[3]], table: table) == nil)
  }
}
