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
}
