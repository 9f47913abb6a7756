import SkinSafety
import Testing

struct UrgencyRulesTests {
  private static let slugs = [
    "acne_rosacea", "bacterial", "benign_tumor", "bullous", "connective_tissue", "dermatitis", "fungal", "herpes",
    "infestation_bites", "light", "malignant", "melanoma_nevi", "nonskin", "normal_skin", "others", "psoriasis_lichen",
    "urticaria", "vascular_tumor",
  ]

  /// What makes each rule match, and no rule above its level.
  private static let cases: [(id: String, level: UrgencyLevel, history: History, classes: [(String, Double)])] = [
    ("airway", .emergency, told { $0.signs = [.swellingFaceOrAirway] }, []),
    ("airway", .emergency, told { $0.signs = [.breathing] }, []),
    ("skin-detachment", .emergency, told { $0.signs = [.blistersOrPeeling] }, []),
    ("sores-ill", .emergency, told { ($0.signs, $0.unwell) = ([.mucosalSores], [.fever]) }, []),
    ("sores-medicine", .emergency, told { ($0.signs, $0.newMedicine) = ([.mucosalSores], true) }, []),
    ("spots-ill", .emergency, told { ($0.signs, $0.unwell) = ([.nonBlanchingSpots], [.shivering]) }, []),
    ("necrotizing", .emergency, told { $0.signs = [.rapidlySpreadingPain] }, []),
    ("erythroderma-ill", .emergency, told { ($0.signs, $0.unwell) = ([.mostOfSkinRed], [.shivering]) }, []),
    ("sepsis", .emergency, told { $0.unwell = [.confused] }, []),
    ("sepsis", .emergency, told { $0.unwell = [.veryUnwell] }, []),
    ("young-infant-fever", .emergency, told { ($0.ageYears, $0.unwell) = (0.1, [.fever]) }, []),
    ("immune-fever", .emergency, told { ($0.patient, $0.unwell) = ([.immunosuppressed], [.fever]) }, []),
    ("eczema-herpeticum", .within24Hours, told { ($0.signs, $0.unwell) = ([.punchedOutSores], [.fever]) }, []),
    ("eye", .within24Hours, told { $0.signs = [.eyeInvolvement] }, [("herpes", 0.9)]),
    ("cellulitis", .within24Hours, told { ($0.signs, $0.unwell) = ([.spreadingWarmRedness], [.fever]) }, []),
    ("fever", .within24Hours, told { $0.unwell = [.fever] }, []),
    ("spots", .within24Hours, told { $0.signs = [.nonBlanchingSpots] }, []),
    ("erythroderma", .within24Hours, told { $0.signs = [.mostOfSkinRed] }, []),
    ("sores", .within24Hours, told { $0.signs = [.mucosalSores] }, []),
    ("vulnerable-rash", .within24Hours, told { ($0.signs, $0.ageYears) = ([.widespreadRash], 0.5) }, []),
    ("vulnerable-rash", .within24Hours, told { ($0.signs, $0.patient) = ([.widespreadRash], [.pregnant]) }, []),
    ("vulnerable-rash", .within24Hours, told { ($0.signs, $0.patient) = ([.widespreadRash], [.immunosuppressed]) }, []),
    ("medicine-rash", .within24Hours, told { ($0.signs, $0.newMedicine) = ([.widespreadRash], true) }, []),
    ("diabetic-foot", .within24Hours, told { ($0.signs, $0.patient) = ([.footSore], [.diabetes]) }, []),
    ("bullous-likely", .within24Hours, History(), [("bullous", 0.4)]),
    ("bacterial-likely", .within24Hours, History(), [("bacterial", 0.5)]),
    ("herpes-vulnerable", .within24Hours, told { $0.patient = [.pregnant] }, [("herpes", 0.2)]),
    ("changing-spot", .withinTwoWeeks, told { $0.spot = [.changing] }, []),
    ("changing-spot", .withinTwoWeeks, told { $0.spot = [.bleeding] }, []),
    ("changing-spot", .withinTwoWeeks, told { $0.spot = [.unlikeOthers] }, []),
    ("changing-spot", .withinTwoWeeks, told { $0.spot = [.underNail] }, []),
    ("changing-spot", .withinTwoWeeks, told { $0.spot = [.overSixMillimetres] }, []),
    ("non-healing", .withinTwoWeeks, told { $0.nonHealingWeeks = 4 }, []),
    ("numb-patch", .withinTwoWeeks, told { $0.signs = [.numbPatch] }, []),
    ("expanding-ring", .withinTwoWeeks, told { $0.signs = [.expandingRing] }, []),
    ("foot-sore", .withinTwoWeeks, told { $0.signs = [.footSore] }, []),
    ("new-medicine", .withinTwoWeeks, told { $0.newMedicine = true }, []),
    ("cancer-possible", .withinTwoWeeks, History(), [("melanoma_nevi", 0.06), ("malignant", 0.05)]),
    ("bullous-possible", .withinTwoWeeks, History(), [("bullous", 0.2)]),
    ("bacterial-possible", .withinTwoWeeks, History(), [("bacterial", 0.2)]),
    ("herpes-likely", .withinTwoWeeks, History(), [("herpes", 0.6)]),
    ("connective-likely", .withinTwoWeeks, History(), [("connective_tissue", 0.5)]),
    ("scabies", .routine, told { $0.signs = [.nightItchOthersItch] }, []),
    ("lump-likely", .routine, History(), [("benign_tumor", 0.5)]),
    ("urticaria-likely", .routine, History(), [("urticaria", 0.5)]),
  ]

  private static func told(_ change: (inout History) -> Void) -> History {
    var history = History()
    change(&history)
    return history
  }

  @Test(arguments: cases.indices)
  func `each rule matches what it is for and sets its level`(index: Int) {
    let (id, level, history, classes) = Self.cases[index]
    let differential = classes.map { (slug: $0.0, probability: $0.1) }
    let assessment = UrgencyAssessment.assess(history: history, differential: differential)
    let rules = UrgencyAssessment.matchingRules(history: history, differential: differential)
    #expect(rules.contains { $0.id == id && $0.level == level })
    #expect(assessment.level == level)
    #expect(rules.allSatisfy { assessment.reasons.contains($0.sentence) })
  }

  @Test func `every rule has a case, a sentence and a source`() {
    #expect(Set(Self.cases.map(\.id)) == Set(UrgencyRules.all.map(\.id)))
    #expect(Set(UrgencyRules.all.map(\.id)).count == UrgencyRules.all.count)
    for rule in UrgencyRules.all {
      #expect(!rule.conditions.isEmpty && rule.sentence.hasSuffix(".") && rule.source.count > 5)
    }
    #expect(UrgencyRules.all.map(\.level) == UrgencyRules.all.map(\.level).sorted(by: >))
  }

  @Test func `without anything known the level is routine and the reason says when to come sooner`() {
    for history in [nil, History()] {
      let assessment = UrgencyAssessment.assess(history: history, differential: [])
      #expect(assessment == UrgencyAssessment(level: .routine, reasons: [UrgencyRules.baseSentence]))
    }
  }

  @Test func `a low probability of cancer is enough, and just below it is not`() {
    for slug in ["malignant", "melanoma_nevi"] {
      let at = UrgencyAssessment.assess(history: nil, differential: [(slug, UrgencyRules.cancerThreshold)])
      let below = UrgencyAssessment.assess(history: nil, differential: [(slug, UrgencyRules.cancerThreshold - 0.001)])
      #expect(at.level == .withinTwoWeeks && below.level == .routine)
    }
  }

  @Test(arguments: ["bullous", "bacterial"])
  func `a likely disease has one date, and no probability lowers the level`(slug: String) {
    func assess(_ probability: Double) -> UrgencyAssessment {
      .assess(history: nil, differential: [(slug, probability)])
    }
    let likely = assess(UrgencyRules.likelyThreshold)
    #expect(likely.level == .within24Hours && likely.reasons.count == 1)
    let possible = assess(UrgencyRules.likelyThreshold - 0.001)
    #expect(possible.level == .withinTwoWeeks && possible.reasons.count == 1)
    let levels = (0...1000).map { assess(Double($0) / 1000).level }
    #expect(levels == levels.sorted())
    #expect(assess(1.5).level == .within24Hours)
  }

  @Test func `numbers that are none do not count`() {
    let assessment = UrgencyAssessment.assess(
      history: nil, differential: [("malignant", .nan), ("bullous", -1), ("bacterial", 0)])
    #expect(assessment.level == .routine)
  }

  @Test func `one class alone never gives an emergency`() {
    for slug in Self.slugs {
      #expect(UrgencyAssessment.assess(history: nil, differential: [(slug, 1)]).level < .emergency)
    }
  }

  private typealias Answer = @Sendable (inout History) -> Void

  /// All positive answers, each as a change of a history.
  private static let answers: [Answer] = {
    var answers: [Answer] = []
    for answer in History.Unwell.allCases { answers.append { $0.unwell = ($0.unwell ?? []).union([answer]) } }
    for answer in History.Sign.allCases { answers.append { $0.signs = ($0.signs ?? []).union([answer]) } }
    for answer in History.Spot.allCases { answers.append { $0.spot = ($0.spot ?? []).union([answer]) } }
    for answer in History.PatientFact.allCases { answers.append { $0.patient = ($0.patient ?? []).union([answer]) } }
    answers.append { $0.nonHealingWeeks = 6 }
    answers.append { $0.newMedicine = true }
    answers.append { $0.ageYears = 0.1 }
    return answers
  }()

  @Test func `one more positive answer never lowers the level or takes a reason away`() {
    var random = Random(state: 7)
    for _ in 0..<400 {
      var history = History()
      let differential = Self.slugs.map { (slug: $0, probability: random.unit() / 2) }
      var before = UrgencyAssessment.assess(history: history, differential: differential)
      for answer in Self.answers.shuffled(using: &random) {
        answer(&history)
        let after = UrgencyAssessment.assess(history: history, differential: differential)
        #expect(after.level >= before.level)
        let rules = Set(before.reasons).subtracting([UrgencyRules.baseSentence])
        #expect(rules.isSubset(of: after.reasons))
        before = after
      }
    }
  }

  @Test func `every pair of answers is at least as urgent as each alone`() {
    func level(_ changes: [Answer]) -> UrgencyLevel {
      var history = History()
      for change in changes { change(&history) }
      return UrgencyAssessment.assess(history: history, differential: []).level
    }
    for first in Self.answers {
      for second in Self.answers { #expect(level([first, second]) >= max(level([first]), level([second]))) }
    }
  }

  @Test func `every subset of the answers is at most as urgent as the whole, for all subsets of the signs`() {
    let signs = History.Sign.allCases
    var levels = [UrgencyLevel](repeating: .routine, count: 1 << signs.count)
    for subset in levels.indices where subset.nonzeroBitCount <= 6 {
      var history = History()
      history.unwell = [.shivering]
      history.signs = Set(signs.indices.filter { subset >> $0 & 1 == 1 }.map { signs[$0] })
      levels[subset] = UrgencyAssessment.assess(history: history, differential: []).level
      for bit in signs.indices where subset >> bit & 1 == 1 { #expect(levels[subset] >= levels[subset & ~(1 << bit)]) }
    }
  }

  @Test func `the differential raises and never lowers`() {
    var random = Random(state: 11)
    for (_, _, history, _) in Self.cases {
      let alone = UrgencyAssessment.assess(history: history, differential: []).level
      for _ in 0..<20 {
        var differential = Self.slugs.map { (slug: $0, probability: random.unit() / 3) }
        let before = UrgencyAssessment.assess(history: history, differential: differential).level
        differential[Int(random.next() % 18)].probability += 0.3
        #expect(before >= alone)
        #expect(UrgencyAssessment.assess(history: history, differential: differential).level >= before)
      }
    }
  }

  @Test func `not knowing asks for two weeks and lowers nothing`() {
    let alone = UrgencyAssessment.assess(history: nil, differential: [("others", 0.27)], isUncertain: true)
    #expect(alone == UrgencyAssessment(level: .withinTwoWeeks, reasons: [UrgencyRules.uncertainSentence]))
    for (_, _, history, _) in Self.cases {
      for slug in Self.slugs {
        let known = UrgencyAssessment.assess(history: history, differential: [(slug, 0.42)])
        let unknown = UrgencyAssessment.assess(history: history, differential: [(slug, 0.42)], isUncertain: true)
        #expect(unknown.level == max(known.level, .withinTwoWeeks))
        #expect(unknown.reasons.contains(UrgencyRules.uncertainSentence))
        if known.level > .withinTwoWeeks { #expect(unknown.reasons.first == known.reasons.first) }
      }
    }
  }

  @Test func `questions answered by none, and by skipping, give the same level`() {
    var none = History()
    (none.unwell, none.signs, none.spot, none.patient) = ([], [], [], [])
    (none.nonHealingWeeks, none.ageYears, none.newMedicine) = (0, 40, false)
    #expect(UrgencyAssessment.assess(history: none, differential: []).level == .routine)
  }

  @Test func `the levels have the raw values and the order of the report`() {
    #expect(UrgencyLevel.allCases.map(\.rawValue) == ["routine", "within-2-weeks", "within-24-hours", "emergency"])
    #expect(UrgencyLevel.allCases == UrgencyLevel.allCases.sorted())
  }
}

/// A small seeded generator (SplitMix64).
struct Random: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }
}
