import Foundation
import SkinSafety
import SkinTestSupport
import Testing

/// Cases after public training material: what was told must hit the rule that is meant for it.
///
/// No clinician has reviewed them yet.
@Suite struct VignetteTests {
  private struct Vignette: Decodable {
    let id: String
    let rule: String
    let level: UrgencyLevel
    let text: String
    let source: String
    let history: History
  }

  private func vignettes() throws -> [Vignette] {
    try JSONDecoder().decode([Vignette].self, from: Data(try Goldens.bytes("safety/vignettes.json")))
  }

  @Test func `every vignette hits its rule and has its level`() throws {
    let all = try vignettes()
    #expect(all.count >= 40 && Set(all.map(\.id)).count == all.count)
    for vignette in all {
      let evidence = UrgencyEvidence(history: vignette.history)
      let rules = UrgencyAssessment.matchingRules(evidence).map(\.id)
      #expect(rules.contains(vignette.rule), "\(vignette.id): \(vignette.text) \(rules)")
      #expect(UrgencyAssessment.assess(evidence).level == vignette.level, "\(vignette.id)")
      #expect(vignette.source.count > 5)
    }
  }

  @Test func `every rule on skin diseases of warm countries has vignettes, and none fires without the area`() throws {
    let rules = UrgencyRules.all.filter { $0.id.hasPrefix("ntd-") }
    let hit = Set(try vignettes().map(\.rule))
    #expect(rules.count == 9 && rules.allSatisfy { hit.contains($0.id) })
    for vignette in try vignettes() where vignette.rule.hasPrefix("ntd-") {
      var history = vignette.history
      history.area = nil
      let found = UrgencyAssessment.matchingRules(UrgencyEvidence(history: history)).map(\.id)
      #expect(!found.contains { $0.hasPrefix("ntd-") })
    }
  }
}

@Suite struct HistoryRatioTests {
  private static let slugs = DangerSlugs.all

  private func random(_ generator: inout Random) -> History {
    var history = History()
    if Bool.random(using: &generator) {
      history.itch = History.Itch.allCases.randomElement(using: &generator).map { [$0] }
    }
    if Bool.random(using: &generator) { history.pain = Bool.random(using: &generator) }
    if Bool.random(using: &generator) { history.durationDays = Double(Int.random(in: 0..<400, using: &generator)) }
    if Bool.random(using: &generator) {
      history.site = Set(History.Site.allCases.shuffled(using: &generator).prefix(3))
    }
    if Bool.random(using: &generator) { history.ageYears = Double(Int.random(in: 0..<100, using: &generator)) }
    if Bool.random(using: &generator) { history.othersAffected = Bool.random(using: &generator) }
    if Bool.random(using: &generator) {
      history.area = Set(History.Area.allCases.shuffled(using: &generator).prefix(2))
    }
    if Bool.random(using: &generator) { history.medicines = [.steroidCream] }
    return history
  }

  @Test func `all answers together move a class by no more than the bound, and keep the sum`() {
    var generator = Random(state: 3)
    for _ in 0..<300 {
      let history = random(&generator)
      let differential = Self.slugs.map { (slug: $0, probability: generator.unit() / 9) }
      let shifted = HistoryRatio.shifted(differential, history)
      let (before, after) = (differential.reduce(0) { $0 + $1.probability }, shifted.reduce(0) { $0 + $1.probability })
      #expect(abs(before - after) < 1e-9)
      for slug in Self.slugs {
        let factor = HistoryRatio.factor(slug, history)
        #expect(factor >= 1 / HistoryRatio.bound && factor <= HistoryRatio.bound)
      }
    }
  }

  @Test func `without answers nothing moves, and numbers that are none stay what they were`() {
    let differential: [(slug: String, probability: Double)] = [("herpes", 0.25), ("fungal", 0.75)]
    let same = HistoryRatio.shifted(differential, History())
    #expect(same.map(\.probability) == [0.25, 0.75])
    var history = History()
    history.pain = true
    #expect(HistoryRatio.shifted([("herpes", 0), ("fungal", 0)], history).allSatisfy { $0.probability == 0 })
  }

  @Test func `every row has a source, known classes and a ratio within the bound`() {
    #expect(Set(HistoryRatio.all.map(\.id)).count == HistoryRatio.all.count)
    for row in HistoryRatio.all { #expect(row.source.count > 5) }
  }

  @Test func `answers that contradict each other are refused in words for people`() throws {
    #expect(throws: HistoryError.contradiction("the age is 34, but 'younger than one year' is ticked")) {
      try History.read(json: Data(#"{"ageYears": 34, "patient": ["infant"]}"#.utf8))
    }
    var history = History()
    try history.answer(.patient, "infant")
    #expect(throws: HistoryError.self) { try history.answer(.ageYears, "34") }
    #expect(history.ageYears == nil && history.patient == [.infant])
    try history.answer(.ageYears, "0.5")
    #expect(throws: HistoryError.self) { try history.answer(.itch, "noItch, strong") }
  }

  @Test func `yes to a question of several answers is told which there are`() throws {
    var history = History()
    do {
      try history.answer(.unwell, "yes")
      Issue.record("'yes' was taken")
    } catch {
      #expect("\(error)".contains("say which of these is true") && "\(error)".contains("fever"))
    }
  }
}

/// The classes.
enum DangerSlugs {
  static let all = [
    "acne_rosacea", "bacterial", "benign_tumor", "bullous", "connective_tissue", "dermatitis", "fungal", "herpes",
    "infestation_bites", "light", "malignant", "melanoma_nevi", "nonskin", "normal_skin", "others", "psoriasis_lichen",
    "urticaria", "vascular_tumor",
  ]
}
