import SkinConfiguration
import Foundation
import SkinSafety
import Testing

@testable import SkinDiagnosis
@testable import SkinRuntime

/// Whole reports on drawn differentials and drawn answers about the person: what must hold whatever they are.
@Suite struct WholeReportTests {
  private static let slugs = [
    "acne_rosacea", "bacterial", "benign_tumor", "bullous", "connective_tissue", "dermatitis", "fungal", "herpes",
    "infestation_bites", "light", "malignant", "melanoma_nevi", "nonskin", "normal_skin", "others", "psoriasis_lichen",
    "urticaria", "vascular_tumor",
  ]
  private static let thresholds = UrgencyThresholds(
    cancer: 0.04, emergencyToday: 0.1, emergency: 0.05, infectionToday: 0.4, infection: 0.2, soon: 0.2, any: 0.6)
  private static let table: SentenceTable = {
    let path = URL(filePath: #filePath).appending(path: "../../../Tools/train/corpus/sentences.csv").standardized
    guard let data = try? Data(contentsOf: path), let table = try? SentenceTable(csv: Array(data)) else {
      preconditionFailure("the list of sentences cannot be read")
    }
    return table
  }()

  /// SplitMix64.
  private struct Draws: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }

    mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }
    mutating func isHit(_ share: Double) -> Bool { unit() < share }
  }

  /// A report with drawn scores, one class far ahead as often as not; every tenth is refused or uncertain.
  private static func report(_ draws: inout Draws) throws -> Report {
    let power = draws.isHit(0.5) ? 12.0 : 3
    let weights = slugs.map { _ in pow(draws.unit(), power) }
    let sum = weights.reduce(0, +)
    let classes = zip(slugs, weights).map { (slug: $0, probability: $1 / sum) }
      .sorted { $0.probability > $1.probability }
    let dangers = DangerProbabilities(differential: classes)
    let scale = pow(draws.unit(), 2)
    let condition = table.conditions(of: classes[0].slug).randomElement(using: &draws) ?? ""
    let outcome = ["uncertain", "not-skin", "unusable-photo"].randomElement(using: &draws) ?? ""
    let object: [String: Any] = [
      "schema": Report.schemaName, "program": ["name": "skingpt", "version": "9.9.9"],
      "model": [
        "name": "m", "digest": "0", "scheme": "int8", "provenance": "A test.", "diagnostic": true, "verified": true,
      ],
      "photo": [
        "file": "p.png", "width": 9, "height": 9, "sha256": "ab", "quality": ["usable": true, "findings": [Int]()],
      ],
      "outcome": draws.isHit(0.2) ? outcome : "assessed",
      "differential": classes.map {
        ["class": $0.slug, "label": $0.slug, "probability": $0.probability] as [String: Any]
      },
      "danger_groups": DangerGroup.allCases.map {
        ["group": $0.rawValue, "probability": dangers[$0] * scale] as [String: Any]
      },
      "conditions": [["condition": condition, "class": classes[0].slug, "probability": classes[0].probability]],
      "answers": [Int](), "disclaimer": "No diagnosis.", "timing": ["load_ms": 1, "vision_ms": 2, "total_ms": 3],
      "memory": ["peak_bytes": 4],
    ]
    return try JSONDecoder().decode(Report.self, from: JSONSerialization.data(withJSONObject: object))
  }

  /// Answers drawn for each question by itself; a question is left out as often as not.
  private static func history(_ draws: inout Draws) -> History {
    func some<Code: CaseIterable & Hashable>(_ codes: Code.Type, _ share: Double, _ draws: inout Draws) -> Set<Code>? {
      draws.isHit(0.6) ? Set(Array(codes.allCases).filter { _ in draws.isHit(share) }) : nil
    }
    var history = History()
    history.unwell = some(History.Unwell.self, 0.05, &draws)
    history.signs = some(History.Sign.self, 0.02, &draws)
    history.spot = some(History.Spot.self, 0.05, &draws)
    history.patient = some(History.PatientFact.self, 0.1, &draws)
    history.itch = some(History.Itch.self, 0.3, &draws)
    history.site = some(History.Site.self, 0.2, &draws)
    history.area = some(History.Area.self, 0.2, &draws)
    history.findings = some(History.Finding.self, 0.1, &draws)
    history.medicines = some(History.Medicine.self, 0.2, &draws)
    if draws.isHit(0.3) { history.nonHealingWeeks = draws.unit() * 8 }
    if draws.isHit(0.5) { history.ageYears = draws.unit() * 90 }
    if draws.isHit(0.5) { history.durationDays = pow(10, draws.unit() * 4) }
    if draws.isHit(0.5) { history.pain = draws.isHit(0.5) }
    if draws.isHit(0.5) { history.othersAffected = draws.isHit(0.5) }
    if draws.isHit(0.5) { history.newMedicine = draws.isHit(0.1) }
    return history
  }

  private static func assessed(_ report: Report, _ history: History?) -> Report {
    var report = report
    report.assessUrgency(history: history, thresholds: thresholds, isForced: false)
    return report
  }

  private static func level(_ report: Report, _ history: History?) -> UrgencyLevel? {
    assessed(report, history).urgency?.level
  }

  @Test func `one more danger sign never lowers the level`() throws {
    var draws = Draws(state: 3)
    for _ in 0..<120 {
      let report = try Self.report(&draws)
      var history = Self.history(&draws)
      var before = Self.level(report, history)
      for sign in History.Sign.allCases.shuffled(using: &draws).prefix(4) {
        history.signs = (history.signs ?? []).union([sign])
        let after = Self.level(report, history)
        #expect((after ?? .routine) >= (before ?? .routine) && (before == nil || after != nil))
        before = after
      }
      history.unwell = (history.unwell ?? []).union([.fever])
      #expect((Self.level(report, history) ?? .routine) >= (before ?? .routine))
    }
  }

  @Test func `no answer that is not a danger sign lowers what the photo asks for`() throws {
    var draws = Draws(state: 5)
    for _ in 0..<200 {
      let report = try Self.report(&draws)
      let drawn = Self.history(&draws)
      var told = drawn
      (told.itch, told.pain, told.site, told.durationDays, told.othersAffected) = (nil, nil, nil, nil, nil)
      (told.area, told.medicines, told.ageYears) = (nil, nil, nil)
      let (less, more) = (Self.level(report, told), Self.level(report, drawn))
      #expect((more ?? .routine) >= (less ?? .routine), "\(String(describing: drawn))")
      // Nor does denying: it ends "not assessed" and no other level.
      var denied = History()
      (denied.unwell, denied.signs, denied.spot) = ([], [], [])
      if let bare = Self.level(report, nil), bare >= .withinTwoWeeks { #expect(Self.level(report, denied) == bare) }
    }
  }

  @Test func `routine is said only where all danger signs were asked and denied, and a refused photo has no level`()
    throws
  {
    var draws = Draws(state: 7)
    var routine = 0
    for _ in 0..<500 {
      let report = try Self.report(&draws)
      var history = Self.history(&draws)
      if draws.isHit(0.3) { (history.unwell, history.signs, history.spot) = ([], [], []) }
      let found = Self.assessed(report, history)
      if report.isRefused {
        let own = UrgencyAssessment.ofPerson(history)
        #expect(found.urgency == own && (own?.level ?? .emergency) >= .withinTwoWeeks)
        // The danger signs are asked whatever the photo shows.
        if own == nil { #expect(found.reasons.isEmpty == history.knowsDangerSigns) }
        continue
      }
      guard found.urgency?.level == .routine else { continue }
      routine += 1
      #expect(history.unwell == [] && history.spot == [] && history.signs == [])
      #expect(report.outcome == .assessed)
    }
    #expect(routine > 5)
  }

  @Test func `a report carries as lists the danger signs that its reasons ask for`() throws {
    var draws = Draws(state: 8)
    var counts: Set<Int> = []
    for _ in 0..<300 {
      let found = Self.assessed(try Self.report(&draws), Self.history(&draws))
      let lists = found.dangerSigns ?? []
      counts.insert(lists.count)
      for list in lists {
        #expect(list.level > found.urgency?.level ?? .routine && !list.signs.isEmpty)
        #expect(found.reasons.contains(list.demand + " " + list.signs.joined(separator: "; ") + "."))
      }
      let asked = UrgencyRules.dangerSigns.filter { found.reasons.contains($0.reason) }
      #expect(lists.map(\.demand) == asked.map(\.demand))
      #expect(lists.map(\.level) == lists.map(\.level).sorted(by: >))
    }
    #expect(counts.isSuperset(of: [0, 1, 3]))
  }

  @Test func `a report names one level, and nothing calms beside a raised or unasked one`() throws {
    var draws = Draws(state: 9)
    let dates = ["within two weeks", "within 24 hours", "Go to emergency care now:"]
    for _ in 0..<80 {
      let report = Self.assessed(try Self.report(&draws), Self.history(&draws))
      // A sign may have its own, greater haste.
      let signs = UrgencyRules.all.filter { $0.asks != nil }.map(\.sentence)
      let reasons = report.reasons.filter { !UrgencyRules.isDangerSignQuestion($0) && !signs.contains($0) }
      #expect(Set(reasons.flatMap { reason in dates.filter { reason.contains($0) } }).count <= 1, "\(reasons)")
      guard report.outcome == .assessed, let level = report.urgency?.level else { continue }
      let named = NamedCondition.of(report, table: Self.table)
      let plan = SentencePlan(Self.table, report: report, condition: named)
      for prompt in EvaluationPrompts.all + ["How is it treated?", "Is it safe for my child?", "What else can it be?"] {
        let places: [Int] =
          switch plan.answer(to: prompt) {
          case .fixed(let places): places
          case .chosen(let places, _): places
          }
        for sentence in places.map({ Self.table.sentences[$0] }) {
          #expect(!sentence.calms || level == .routine)
          if let haste = sentence.haste, haste.level > .routine {
            #expect(haste.isConditional ? haste.level > level : haste.level == level)
          } else if sentence.haste != nil {
            #expect(level <= .notAssessed)
          }
          #expect(sentence.condition.isEmpty || sentence.condition == named)
        }
      }
    }
  }
}
