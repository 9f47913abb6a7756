import SkinConfiguration
@testable import SkinSafety
import Testing

/// Danger signs are asked beside every level that one of them would raise, divided by what to do.
struct DangerSignTests {
  /// What makes the rules on conditions match.
  static let conditionCases: [(id: String, condition: String)] = [
    ("look-alike-lupus-organs", "systemic lupus erythematosus"),
    ("look-alike-lupus-organs", "discoid lupus erythematosus"),
    ("look-alike-pregnancy", "pemphigoid gestationis"),
    ("look-alike-pregnancy", "polymorphic eruption of pregnancy"),
    ("look-alike-lupus", "rosacea"),
  ]

  private static func history(_ change: (inout History) -> Void) -> History {
    var history = History()
    change(&history)
    return history
  }

  private static func group(_ level: UrgencyLevel) -> UrgencyRules.DangerSigns? {
    UrgencyRules.dangerSigns.first { $0.level == level }
  }

  @Test func `every sign that is asked for stands in one group, under the level that it calls for`() {
    #expect(UrgencyRules.dangerSigns.map(\.level) == [.emergency, .within24Hours, .withinTwoWeeks])
    let wordings = [HistoryQuestion.Identifier.unwell, .signs].flatMap {
      HistoryQuestion.question($0).answers.map(\.wording)
    }
    let grouped = UrgencyRules.dangerSigns.flatMap(\.single)
    #expect(grouped.sorted() == wordings.sorted())
    let now: [History.Sign] = [
      .swellingFaceOrAirway, .breathing, .chestPain, .blistersOrPeeling, .rapidlySpreadingPain, .mostOfSkinRed,
      .dyingSkin,
    ]
    for answer in HistoryQuestion.question(.signs).answers {
      let isNow = now.contains { $0.rawValue == answer.code }
      #expect(Self.group(.emergency)?.single.contains(answer.wording) == isNow, "\(answer.code)")
    }
    // Fever alone needs a doctor today; a mole needs one within two weeks; a baby or a pregnancy alone is no sign.
    #expect(Self.group(.within24Hours)?.single.contains("fever (38 °C or more)") == true)
    // Shivering that cannot be stopped is a sign of sepsis.
    #expect(Self.group(.emergency)?.single.contains("shivering that cannot be stopped") == true)
    #expect(Self.group(.withinTwoWeeks)?.signs.contains { $0.hasPrefix("a mole or dark spot that changes") } == true)
    // Outside its question, an answer about a mole would speak of nothing.
    #expect(!UrgencyRules.dangerSigns.flatMap(\.signs).contains { $0.hasPrefix("it ") })
    for spot in History.Spot.allCases {
      let told = UrgencyEvidence(history: Self.history { $0.spot = [spot] })
      #expect(UrgencyAssessment.assess(told).level == .withinTwoWeeks)
    }
    #expect(!grouped.contains { $0.contains("pregnant") || $0.contains("younger") })
  }

  @Test func `signs that are urgent only together stand under the level that the rules give them`() {
    let together: [(UrgencyLevel, String, History)] = [
      (.emergency, "genitals, together with", Self.history { ($0.signs, $0.unwell) = ([.mucosalSores], [.fever]) }),
      (.emergency, "new spots that do", Self.history { ($0.signs, $0.unwell) = ([.nonBlanchingSpots], [.fever]) }),
      (.emergency, "after a new medicine", Self.history { ($0.signs, $0.newMedicine) = ([.mucosalSores], true) }),
      (.emergency, "in anybody", Self.history { ($0.patient, $0.unwell) = ([.immunosuppressed], [.fever]) }),
      (.emergency, "three months", Self.history { ($0.patient, $0.unwell) = ([.underThreeMonths], [.fever]) }),
      (.within24Hours, "in pregnancy", Self.history { ($0.signs, $0.patient) = ([.widespreadRash], [.pregnant]) }),
      (.within24Hours, "a foot with diabetes", Self.history { ($0.signs, $0.patient) = ([.footSore], [.diabetes]) }),
      (.withinTwoWeeks, "four weeks", Self.history { $0.nonHealingWeeks = 4 }),
    ]
    for (level, words, history) in together {
      #expect(UrgencyAssessment.assess(UrgencyEvidence(history: history)).level == level, "\(words)")
      #expect(Self.group(level)?.signs.contains { $0.contains(words) } == true, "\(words)")
    }
  }

  @Test(arguments: [DangerGroup.cancer, .emergency, .infection, .soon], [false, true])
  func `a level from the photo asks for what would raise it, right behind its own reasons`(
    group: DangerGroup, isUncertain: Bool
  ) throws {
    let evidence = UrgencyEvidence(
      dangers: DangerProbabilities([group: 0.9]), thresholds: .fallback, isUncertain: isUncertain)
    let found = UrgencyAssessment.assess(evidence)
    #expect(found.level == (group == .emergency || group == .infection ? .within24Hours : .withinTwoWeeks))
    let asked = UrgencyRules.dangerSignQuestions(above: found.level)
    #expect(asked.first == UrgencyRules.unaskedBesideLevel && found.reasons.suffix(asked.count) == asked[...])
    for group in UrgencyRules.dangerSigns {
      #expect(found.reasons.contains(group.reason) == (group.level > found.level))
    }
    #expect(found.reasons.contains(UrgencyRules.longestWaitSentence) == isUncertain)
  }

  @Test func `an order is given once, and each ground for it`() {
    let evidence = UrgencyEvidence(
      dangers: DangerProbabilities([.cancer: 0.9, .soon: 0.9]), thresholds: .fallback, isUncertain: true)
    let reasons = UrgencyAssessment.assess(evidence).reasons
    #expect(reasons.count { $0.hasPrefix("Have a clinician examine this within two weeks") } == 1)
    #expect(reasons.count { $0.hasPrefix("Also: ") } == 2)
  }

  @Test func `who was asked is not asked again, and an emergency asks nothing`() {
    let denied = Self.history { ($0.unwell, $0.signs, $0.spot) = ([], [], []) }
    let answered = Self.history { ($0.unwell, $0.signs, $0.spot) = ([], [.painfulBand], []) }
    let partly = Self.history { $0.signs = [.painfulBand] }
    let urgent = Self.history { $0.signs = [.breathing] }
    func asks(_ history: History) -> Bool {
      let evidence = UrgencyEvidence(history: history, dangers: DangerProbabilities([.cancer: 0.9]))
      return UrgencyAssessment.assess(evidence).reasons.contains(where: UrgencyRules.isDangerSignQuestion)
    }
    #expect(!asks(denied) && !asks(answered) && asks(partly) && !asks(urgent))
    #expect(UrgencyAssessment.ofPerson(partly)?.reasons.contains(UrgencyRules.partlyAskedBesideLevel) == true)
    #expect(UrgencyRules.dangerSignQuestions(above: nil).count == 5)
    #expect(UrgencyRules.dangerSignQuestions(above: .emergency).isEmpty)
  }

  /// The diseases that raise the level by themselves, and from which probability.
  static let raisingCases: [(id: String, condition: String, least: Double, level: UrgencyLevel)] = [
    ("hospital-likely", "generalised pustular psoriasis", 0.40, .emergency),
    ("hospital-likely", "necrotising fasciitis", 0.40, .emergency),
    ("early-possible", "erythrodermic psoriasis", 0.10, .within24Hours),
    ("early-possible", "cellulitis", 0.10, .within24Hours),
    ("early-possible", "shingles (herpes zoster)", 0.10, .within24Hours),
    ("resembled-likely", "erythema multiforme", 0.30, .within24Hours),
    ("resembled-likely", "chickenpox", 0.30, .within24Hours),
  ]

  @Test(arguments: raisingCases.indices)
  func `a disease that cannot wait raises the level, and is its ground`(index: Int) {
    let (id, condition, least, level) = Self.raisingCases[index]
    func assessed(_ probability: Double) -> UrgencyAssessment {
      .assess(
        UrgencyEvidence(
          conditions: [(condition, probability)], named: [.infection: [condition, "scabies"]],
          dangers: DangerProbabilities([.infection: 0.25])))
    }
    let (raised, below) = (assessed(least), assessed(least - 0.01))
    #expect(raised.level == level && below.level < level)
    let sentence = UrgencyRules.all.first { $0.id == id }?.sentence
    #expect(raised.reasons.first == sentence)
    #expect(UrgencyAssessment.named(raised.reasons.dropFirst().first ?? "")?.names == [condition])
    // Below that, it is no ground of a longer time: it is said how soon it would need care.
    guard below.level == .withinTwoWeeks else { return }
    let named = below.reasons.compactMap { UrgencyAssessment.named($0) }
    #expect(named.map(\.names) == [["scabies"], [condition]])
    #expect(named.last?.template.contains("within 24 hours if it is this") == true)
  }

  @Test func `the diseases that cannot wait are diseases of the corpus`() {
    let known = Set(DangerGroup.groupOfCondition.values.flatMap(\.keys))
    #expect(UrgencyRules.hospital.union(UrgencyRules.early).union(UrgencyRules.resembled).isSubset(of: known))
  }

  @Test func `a disease that was named is no ground a second time`() {
    func reasons(_ conditions: [(name: String, probability: Double)]) -> [String] {
      UrgencyAssessment.assess(
        UrgencyEvidence(
          conditions: conditions, named: [.emergency: ["eczema herpeticum"], .infection: ["cellulitis"]],
          dangers: DangerProbabilities([.emergency: 0.9]))
      ).reasons
    }
    let early = UrgencyRules.all.first { $0.id == "early-possible" }.map { UrgencyRule.withoutDate($0.sentence) } ?? "?"
    #expect(reasons([("eczema herpeticum", 0.7), ("cellulitis", 0.05)]).contains(early))
    let once = UrgencyAssessment.assess(
      UrgencyEvidence(
        conditions: [("eczema herpeticum", 0.7)], named: [.emergency: ["eczema herpeticum"]],
        dangers: DangerProbabilities([.emergency: 0.9]))
    ).reasons
    #expect(!once.contains(early) && once.contains("Because, among others, this is possible: eczema herpeticum."))
  }

  @Test func `where the program cannot tell, it names the ground of its level alone`() {
    func names(isUncertain: Bool) -> [[String]] {
      UrgencyAssessment.assess(
        UrgencyEvidence(
          named: [.infection: ["impetigo"], .soon: ["bullous pemphigoid"]],
          dangers: DangerProbabilities([.infection: 0.9, .soon: 0.9]), isUncertain: isUncertain)
      ).reasons.compactMap { UrgencyAssessment.named($0)?.names }
    }
    #expect(names(isUncertain: false) == [["impetigo"], ["bullous pemphigoid"]])
    #expect(names(isUncertain: true) == [["impetigo"]])
  }

  @Test(arguments: conditionCases.indices) func `a likely condition asks for what makes it urgent`(index: Int) throws {
    let (id, condition) = Self.conditionCases[index]
    let rule = try #require(UrgencyRules.all.first { $0.id == id })
    func reasons(_ probability: Double, _ dangers: [DangerGroup: Double]) -> [String] {
      UrgencyAssessment.assess(
        UrgencyEvidence(conditions: [(condition, probability)], dangers: DangerProbabilities(dangers))
      ).reasons
    }
    #expect(reasons(0.05, [:]).contains(rule.sentence) && !reasons(0.04, [:]).contains(rule.sentence))
    #expect(reasons(0.5, [.soon: 0.9]).contains(rule.sentence))
  }

  @Test func `a sign that asks for no more haste than the level is left out`() {
    func reasons(_ dangers: [DangerGroup: Double]) -> String {
      let evidence = UrgencyEvidence(differential: [("fungal", 0.5)], dangers: DangerProbabilities(dangers))
      return UrgencyAssessment.assess(evidence).reasons.joined(separator: " ")
    }
    #expect(reasons([:]).contains("a patch without feeling can be leprosy"))
    #expect(!reasons([.cancer: 0.9]).contains("a patch without feeling can be leprosy"))
    for rule in UrgencyRules.all where rule.level < .withinTwoWeeks {
      let named = ["hospital now": UrgencyLevel.emergency, "emergency care": .emergency, "24 hours": .within24Hours]
      let words = named.filter { rule.sentence.contains($0.key) }.values.max()
      let weeks = rule.sentence.contains("within two weeks") ? UrgencyLevel.withinTwoWeeks : nil
      #expect(rule.asks == words ?? weeks, "\(rule.id)")
    }
  }

  @Test func `a reason names the diseases that it means, and says nothing else of them`() {
    func reasons(_ named: [DangerGroup: [String]]) -> [String] {
      UrgencyAssessment.assess(
        UrgencyEvidence(named: named, dangers: DangerProbabilities([.infection: 0.9, .cancer: 0.9]))
      ).reasons
    }
    func names(_ reasons: [String]) -> [[String]] { reasons.compactMap { UrgencyAssessment.named($0)?.names } }
    let found = reasons([.infection: ["cellulitis", "impetigo"], .cancer: ["melanoma"]])
    #expect(found.contains("Because, among others, this is possible: cellulitis; impetigo."))
    #expect(names(found) == [["cellulitis", "impetigo"], ["melanoma"]])
    // Nor does it name what by itself can wait longer than the level.
    let mixed = reasons([.infection: ["head lice", "cellulitis", "scabies"]])
    #expect(names(mixed) == [["cellulitis"]])
    #expect(names(reasons([.infection: ["head lice"]])).isEmpty)
    let later = UrgencyEvidence(
      named: [.infection: ["scabies", "head lice"]], dangers: DangerProbabilities([.infection: 0.25]))
    #expect(names(UrgencyAssessment.assess(later).reasons) == [["scabies"]])
    #expect(names(reasons([:])).isEmpty)
    for rule in UrgencyRules.all where rule.id.hasPrefix("danger-") || rule.id.hasSuffix("-possible") {
      for claim in ["passes to others", "spreads fast", "reported", "immune system", "inner organs"] {
        #expect(!rule.sentence.contains(claim), "\(rule.id)")
      }
    }
  }

  @Test func `a treatment that harms an unborn child, or hides a cancer, has its caution`() {
    let cancer = UrgencyRules.all.first { $0.id == "cancer-possible" }?.sentence ?? "?"
    func cautions(_ text: String, _ reasons: [String], cancer: Double = 0.3) -> [String] {
      UrgencyRules.cautions(for: [text], reasons: reasons, cancer: cancer).map(\.id)
    }
    let acne = "For severe acne, a clinician may consider hormones or isotretinoin under close control."
    let eczema = "A clinician may consider a steroid cream for a short time."
    #expect(cautions(acne, []) == ["followup/caution/pregnancy"] && cautions(eczema, []).isEmpty)
    #expect(cautions("A specialist may consider light treatment or methotrexate.", [cancer]).count == 2)
    #expect(cautions(eczema, [UrgencyRule.withoutDate(cancer)]) == ["followup/caution/cancer"])
    #expect(cautions("Keep it clean.", [cancer]).isEmpty)
    // A cancer that is only not ruled out forbids no first treatment of the likely disease.
    #expect(cautions(eczema, [cancer], cancer: 0.1).isEmpty)
    #expect(cautions(acne, [cancer], cancer: 0.1) == ["followup/caution/pregnancy"])
  }
}
