import SkinConfiguration
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
    ("erythroderma", .emergency, told { $0.signs = [.mostOfSkinRed] }, []),
    ("dying-skin", .emergency, told { $0.signs = [.dyingSkin] }, []),
    ("chest-pain", .emergency, told { $0.signs = [.chestPain] }, []),
    ("sepsis", .emergency, told { $0.unwell = [.confused] }, []),
    ("sepsis", .emergency, told { $0.unwell = [.veryUnwell] }, []),
    ("sepsis", .emergency, told { $0.unwell = [.shivering] }, []),
    ("young-infant-fever", .emergency, told { ($0.ageYears, $0.unwell) = (0.1, [.fever]) }, []),
    ("immune-fever", .emergency, told { ($0.patient, $0.unwell) = ([.immunosuppressed], [.fever]) }, []),
    ("eczema-herpeticum", .within24Hours, told { ($0.signs, $0.unwell) = ([.punchedOutSores], [.fever]) }, []),
    ("eye", .within24Hours, told { $0.signs = [.eyeInvolvement] }, [("herpes", 0.9)]),
    ("shingles", .within24Hours, told { $0.signs = [.painfulBand] }, []),
    ("cellulitis", .within24Hours, told { ($0.signs, $0.unwell) = ([.spreadingWarmRedness], [.fever]) }, []),
    ("fever", .within24Hours, told { $0.unwell = [.fever] }, []),
    ("spots", .within24Hours, told { $0.signs = [.nonBlanchingSpots] }, []),
    ("sores", .within24Hours, told { $0.signs = [.mucosalSores] }, []),
    ("vulnerable-rash", .within24Hours, told { ($0.signs, $0.ageYears) = ([.widespreadRash], 0.5) }, []),
    ("vulnerable-rash", .within24Hours, told { ($0.signs, $0.patient) = ([.widespreadRash], [.pregnant]) }, []),
    ("vulnerable-rash", .within24Hours, told { ($0.signs, $0.patient) = ([.widespreadRash], [.immunosuppressed]) }, []),
    ("medicine-rash", .within24Hours, told { ($0.signs, $0.newMedicine) = ([.widespreadRash], true) }, []),
    ("diabetic-foot", .within24Hours, told { ($0.signs, $0.patient) = ([.footSore], [.diabetes]) }, []),
    ("bullous-possible", .within24Hours, told { $0.signs = [] }, [("bullous", 0.2)]),
    ("herpes-vulnerable", .within24Hours, told { $0.patient = [.pregnant] }, [("herpes", 0.2)]),
    ("mole-possible", .withinTwoWeeks, told { $0.signs = [] }, [("melanoma_nevi", 0.3)]),
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
    ("scabies", .withinTwoWeeks, told { $0.signs = [.nightItchOthersItch] }, []),
    ("widespread-rash", .withinTwoWeeks, told { $0.signs = [.widespreadRash] }, []),
    ("lump-likely", .routine, denied, [("benign_tumor", 0.5)]),
    ("urticaria-likely", .routine, denied, [("urticaria", 0.5)]),
    ("look-alike-shingles", .routine, denied, [("infestation_bites", 0.5)]),
    ("look-alike-eczema-herpeticum", .routine, denied, [("dermatitis", 0.5)]),
    ("look-alike-ring-or-patch", .routine, denied, [("fungal", 0.5)]),
    ("look-alike-ringworm", .routine, denied, [("dermatitis", 0.5), ("fungal", 0.1)]),
    ("look-alike-leprosy", .routine, denied, [("light", 0.3), ("connective_tissue", 0.1)]),
    ("look-alike-blisters", .routine, denied, [("bullous", 0.15)]),
  ]

  private static func told(_ change: (inout History) -> Void) -> History {
    var history = History()
    change(&history)
    return history
  }

  private static let denied = told { ($0.unwell, $0.signs, $0.spot) = ([], [], []) }

  /// Thresholds that the tests of rules use, whatever those of the program are.
  private static let limits = UrgencyThresholds(
    cancer: 0.1, emergencyToday: 0.4, emergency: 0.1, infectionToday: 0.6, infection: 0.2, soon: 0.2, any: 0.4)

  private static func assess(
    _ history: History? = nil, _ differential: [(slug: String, probability: Double)] = [],
    dangers: [DangerGroup: Double]? = nil, isUncertain: Bool = false
  ) -> UrgencyAssessment {
    .assess(
      UrgencyEvidence(
        history: history, differential: differential, dangers: dangers.map { DangerProbabilities($0) },
        isUncertain: isUncertain))
  }

  /// The rules on danger groups, with what makes each match.
  private static let dangerCases: [(id: String, level: UrgencyLevel, dangers: [DangerGroup: Double])] = {
    return [
      ("danger-emergency", .within24Hours, [.emergency: limits.emergencyToday]),
      ("danger-infection", .within24Hours, [.infection: limits.infectionToday]),
      ("cancer-possible", .withinTwoWeeks, [.cancer: limits.cancer]),
      ("emergency-possible", .withinTwoWeeks, [.emergency: limits.emergency]),
      ("infection-possible", .withinTwoWeeks, [.infection: limits.infection]),
      ("immune-possible", .withinTwoWeeks, [.soon: limits.soon]),
      ("danger-possible", .withinTwoWeeks, below(limits.any)),
    ]
  }()

  /// Every group just below its own threshold, to a sum of at least this.
  private static func below(_ sum: Double) -> [DangerGroup: Double] {
    let own: [DangerGroup: Double] = [
      .cancer: limits.cancer, .emergency: min(limits.emergency, limits.emergencyToday),
      .infection: min(limits.infection, limits.infectionToday), .soon: limits.soon,
    ]
    return own.mapValues { $0 * 0.999 }
  }

  @Test(arguments: cases.indices)
  func `each rule matches what it is for and sets its level`(index: Int) {
    let (id, level, history, classes) = Self.cases[index]
    let differential = classes.map { (slug: $0.0, probability: $0.1) }
    let evidence = UrgencyEvidence(history: history, differential: differential, dangers: DangerProbabilities([:]))
    let assessment = UrgencyAssessment.assess(evidence)
    let rules = UrgencyAssessment.matchingRules(evidence)
    #expect(rules.contains { $0.id == id && $0.level == level })
    #expect(level == .routine ? assessment.level <= .notAssessed : assessment.level == level)
    let told = rules.filter { $0.level >= .withinTwoWeeks || $0.isTold(at: assessment.level) }
    #expect(
      told.allSatisfy { rule in
        assessment.reasons.contains {
          $0 == rule.reason(at: assessment.level) || $0 == UrgencyRule.withoutDate(rule.sentence)
        }
      })
  }

  @Test(arguments: dangerCases.indices)
  func `a danger group counts from its threshold on, and not below`(index: Int) {
    let (id, level, dangers) = Self.dangerCases[index]
    let known = UrgencyEvidence(dangers: DangerProbabilities(dangers), thresholds: Self.limits)
    #expect(UrgencyAssessment.matchingRules(known).contains { $0.id == id && $0.level == level })
    #expect(UrgencyAssessment.assess(known).level == level)
    let less = UrgencyEvidence(dangers: DangerProbabilities(dangers.mapValues { $0 * 0.5 }), thresholds: Self.limits)
    #expect(!UrgencyAssessment.matchingRules(less).contains { $0.id == id })
  }

  @Test func `no rise of a danger group lowers the level`() {
    for group in DangerGroup.dangerous {
      for base in [0.0, 0.02, 0.05] {
        let levels = (0...200).map { step in
          var dangers = Dictionary(uniqueKeysWithValues: DangerGroup.dangerous.map { ($0, base) })
          dangers[group] = Double(step) / 200
          return Self.assess(dangers: dangers).level
        }
        #expect(levels == levels.sorted())
      }
    }
  }

  @Test func `every rule has a case, a sentence and a source`() {
    #expect(
      Set(
        Self.cases.map(\.id) + Self.dangerCases.map(\.id) + DangerSignTests.conditionCases.map(\.id)
          + DangerSignTests.raisingCases.map(\.id))
        == Set(UrgencyRules.all.map(\.id).filter { !$0.hasPrefix("ntd-") }))
    #expect(Set(UrgencyRules.all.map(\.id)).count == UrgencyRules.all.count)
    for rule in UrgencyRules.all {
      #expect(!rule.conditions.isEmpty && rule.sentence.hasSuffix(".") && rule.source.count > 5)
    }
    #expect(UrgencyRules.all.map(\.level) == UrgencyRules.all.map(\.level).sorted(by: >))
  }

  @Test func `a report names one date: rules with a later one say only why`() {
    let dates = ["within two weeks", "within 24 hours", "Go to emergency care now"]
    for group in DangerGroup.dangerous {
      for (_, _, history, _) in Self.cases {
        let found = Self.assess(history, dangers: group == .cancer ? [.cancer: 0.9] : [group: 0.9, .cancer: 0.3])
        let reasons = found.reasons.filter { !UrgencyRules.isDangerSignQuestion($0) }
        #expect(Set(reasons.flatMap { reason in dates.filter { reason.contains($0) } }).count <= 1)
      }
    }
  }

  @Test func `without anything known the level is not assessed, and the danger signs are asked`() {
    for history in [nil, History(), Self.told { $0.signs = [] }, Self.told { ($0.unwell, $0.signs) = ([], []) }] {
      let assessment = Self.assess(history)
      #expect(assessment == UrgencyAssessment(level: .notAssessed, reasons: UrgencyRules.dangerSignQuestions))
    }
  }

  @Test func `routine needs the danger signs asked and denied`() {
    #expect(
      Self.assess(Self.denied) == UrgencyAssessment(level: .routine, reasons: [UrgencyRules.baseSentence]))
    let itching = Self.told { ($0.unwell, $0.signs, $0.spot) = ([], [.nightItchOthersItch], []) }
    #expect(Self.assess(itching).level == .withinTwoWeeks)
    #expect(Self.assess(Self.denied, isUncertain: true).level == .withinTwoWeeks)
  }

  @Test func `a refused photo has only what the person told`() {
    #expect(UrgencyAssessment.ofPerson(nil) == nil && UrgencyAssessment.ofPerson(Self.denied) == nil)
    #expect(UrgencyAssessment.ofPerson(Self.told { $0.signs = [.breathing] })?.level == .emergency)
  }

  @Test func `numbers that are none do not count`() {
    let differential: [(slug: String, probability: Double)] = [("malignant", .nan), ("bullous", -1), ("bacterial", 0)]
    #expect(Self.assess(nil, differential).level == .notAssessed)
    #expect(Self.assess(dangers: [.cancer: .nan, .emergency: -1]).level == .notAssessed)
  }

  @Test func `one class alone never gives an emergency`() {
    for slug in Self.slugs { #expect(Self.assess(nil, [(slug, 1)]).level < .emergency) }
  }

  @Test func `every class divides over the groups, and every condition has one`() {
    for slug in Self.slugs {
      let dangers = DangerProbabilities(differential: [(slug, 1)])
      let sum = DangerGroup.allCases.reduce(0) { $0 + dangers[$1] }
      #expect(abs(sum - 1) < 0.001)
    }
    #expect(DangerGroup.group(ofCondition: "melanoma", class: "melanoma_nevi") == .cancer)
    #expect(DangerGroup.group(ofCondition: "eczema herpeticum", class: "herpes") == .emergency)
    #expect(DangerGroup.group(ofCondition: "scabies", class: "infestation_bites") == .infection)
    #expect(DangerGroup.group(ofCondition: "no such", class: "herpes") == nil)
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
      var before = Self.assess(history, differential)
      for answer in Self.answers.shuffled(using: &random) {
        answer(&history)
        let after = Self.assess(history, differential)
        #expect(after.level >= before.level)
        // What a higher level says for everybody is no longer asked for.
        let signs = UrgencyRules.all.filter { $0.asks != nil }.map(\.sentence)
        let why = before.reasons.filter { !UrgencyRules.isDangerSignQuestion($0) && !signs.contains($0) }
          .map(Self.withoutDate)
        #expect(Set(why).isSubset(of: after.reasons.map(Self.withoutDate)))
        before = after
      }
    }
  }

  /// A reason without its date and without "Also".
  private static func withoutDate(_ reason: String) -> Substring {
    reason.firstRange(of: ": ").map { reason[$0.upperBound...] } ?? reason[...]
  }

  @Test func `every pair of answers is at least as urgent as each alone`() {
    func level(_ changes: [Answer]) -> UrgencyLevel {
      var history = History()
      for change in changes { change(&history) }
      return Self.assess(history).level
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
      history.unwell = [.fever]
      history.signs = Set(signs.indices.filter { subset >> $0 & 1 == 1 }.map { signs[$0] })
      levels[subset] = Self.assess(history).level
      for bit in signs.indices where subset >> bit & 1 == 1 { #expect(levels[subset] >= levels[subset & ~(1 << bit)]) }
    }
  }

  @Test func `the differential raises and never lowers`() {
    var random = Random(state: 11)
    for (_, _, history, _) in Self.cases {
      let alone = Self.assess(history).level
      for _ in 0..<20 {
        var differential = Self.slugs.map { (slug: $0, probability: random.unit() / 3) }
        let before = Self.assess(history, differential).level
        differential[Int(random.next() % 18)].probability += 0.3
        #expect(before >= alone)
        #expect(Self.assess(history, differential).level >= before)
      }
    }
  }

  @Test func `not knowing asks for two weeks and lowers nothing`() {
    let alone = Self.assess(nil, [("dermatitis", 0.17)], isUncertain: true)
    let own = [UrgencyRules.uncertainSentence, UrgencyRules.longestWaitSentence]
    let asked = UrgencyRules.dangerSignQuestions(above: .withinTwoWeeks)
    #expect(alone == UrgencyAssessment(level: .withinTwoWeeks, reasons: own + asked))
    for (_, _, history, _) in Self.cases {
      for slug in Self.slugs {
        let known = Self.assess(history, [(slug, 0.42)])
        let unknown = Self.assess(history, [(slug, 0.42)], isUncertain: true)
        #expect(unknown.level == max(known.level, .withinTwoWeeks))
        #expect(unknown.reasons.contains { $0.hasSuffix("so a danger can be hidden.") })
        if known.level > .withinTwoWeeks { #expect(unknown.reasons.first == known.reasons.first) }
      }
    }
  }

  @Test func `the levels have the raw values and the order of the report`() {
    #expect(
      UrgencyLevel.allCases.map(\.rawValue) == [
        "routine", "not-assessed", "within-2-weeks", "within-24-hours", "emergency",
      ])
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
