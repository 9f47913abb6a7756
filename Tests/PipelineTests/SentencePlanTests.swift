import Foundation
import SkinSafety
import Testing

@testable import SkinDiagnosis
@testable import SkinRuntime

/// Which sentences may answer a question about a report, over the whole list of the default model.
struct SentencePlanTests {
  private static let table: SentenceTable = {
    let path = URL(filePath: #filePath).appending(path: "../../../Tools/train/corpus/sentences.csv").standardized
    guard let data = try? Data(contentsOf: path), let table = try? SentenceTable(csv: Array(data)) else {
      preconditionFailure("the list of sentences cannot be read")
    }
    return table
  }()
  private static let inherited: Set<String> = [
    "self_care", "treatment", "seek_care", "cautions.children", "cautions.pregnancy", "cautions.dark_skin",
    "cautions.cancer",
  ]

  private static func report(
    class slug: String, level: String, outcome: String = "assessed", condition: String = "", probability: Double = 0.9
  ) throws -> Report {
    let object: [String: Any] = [
      "schema": Report.schemaName, "program": ["name": "skingpt", "version": "9.9.9"],
      "model": [
        "name": "m", "digest": "0", "scheme": "int8", "provenance": "A test.", "diagnostic": true, "verified": true,
      ],
      "photo": [
        "file": "p.png", "width": 9, "height": 9, "sha256": "ab", "quality": ["usable": true, "findings": [Int]()],
      ],
      "outcome": outcome, "differential": [["class": slug, "label": slug, "probability": probability]],
      "conditions": [["condition": condition, "class": slug, "probability": probability]], "answers": [Int](),
      "urgency": ["level": level, "reasons": ["A reason."]], "disclaimer": "No diagnosis.",
      "timing": ["load_ms": 1, "vision_ms": 2, "total_ms": 3], "memory": ["peak_bytes": 4],
    ]
    return try JSONDecoder().decode(Report.self, from: JSONSerialization.data(withJSONObject: object))
  }

  private static func places(_ answer: SentencePlan.Answer) -> [Int] {
    switch answer {
    case .fixed(let places): places
    case .chosen(let places, _): places
    }
  }

  @Test(arguments: UrgencyLevel.allCases)
  func `nothing speaks of another condition or another level`(level: UrgencyLevel) throws {
    let slugs = Set(Self.table.sentences.map(\.class)).subtracting([""])
    #expect(slugs.count == 18)
    for slug in slugs {
      for condition in [""] + Self.table.conditions(of: slug) {
        let report = try Self.report(class: slug, level: level.rawValue, condition: condition)
        let named = NamedCondition.of(report, table: Self.table)
        #expect(named == (condition.isEmpty ? nil : condition))
        let plan = SentencePlan(Self.table, report: report, condition: named)
        for prompt in EvaluationPrompts.all + ["Why?", "Is it safe for my child?", "How is it treated?", "Bread?"] {
          let sentences = Self.places(plan.answer(to: prompt)).map { Self.table.sentences[$0] }
          #expect(!sentences.isEmpty || slug == "nonskin", "\(slug) \(condition) \(prompt)")
          if slug == "normal_skin", level >= .withinTwoWeeks { #expect(sentences.allSatisfy { $0.class.isEmpty }) }
          for sentence in sentences {
            #expect(sentence.class.isEmpty || sentence.class == slug)
            #expect(
              sentence.condition == condition
                || sentence.condition.isEmpty && (Self.inherited.contains(sentence.field) || sentence.class.isEmpty))
            #expect(!sentence.calms || level == .routine)
            #expect(!sentence.field.hasPrefix("urgency"))
            if let haste = sentence.haste, haste.level > .routine {
              #expect(haste.isConditional ? haste.level > level : haste.level == level)
            } else if sentence.haste != nil {
              #expect(level <= .notAssessed)
            }
          }
          #expect(Set(sentences.map(\.text)).count == sentences.count)
        }
      }
    }
  }

  @Test(arguments: ["uncertain", "not-skin", "unusable-photo"])
  func `an uncertain report names no disease`(outcome: String) throws {
    let report = try Self.report(
      class: "fungal", level: "within-2-weeks", outcome: outcome, condition: "pityriasis versicolor")
    #expect(NamedCondition.of(report, table: Self.table) == nil)
    let plan = SentencePlan(Self.table, report: report, condition: nil)
    for prompt in EvaluationPrompts.all + ["What causes this?"] {
      let sentences = Self.places(plan.answer(to: prompt)).map { Self.table.sentences[$0] }
      #expect(!sentences.isEmpty)
      #expect(sentences.allSatisfy { $0.class.isEmpty })
    }
  }

  @Test func `no condition is named below the threshold, and others only if sure`() throws {
    func named(_ slug: String, _ condition: String, _ probability: Double) throws -> String? {
      NamedCondition.of(
        try Self.report(class: slug, level: "routine", condition: condition, probability: probability),
        table: Self.table)
    }
    #expect(try named("psoriasis_lichen", "psoriasis", NamedCondition.threshold) == "psoriasis")
    #expect(try named("psoriasis_lichen", "psoriasis", NamedCondition.threshold - 0.01) == nil)
    #expect(try named("others", "ichthyosis", NamedCondition.othersThreshold - 0.01) == nil)
    #expect(try named("others", "ichthyosis", NamedCondition.othersThreshold) == "ichthyosis")
    #expect(try named("others", ConditionProbability.anotherOfThisGroup, 1) == nil)
  }

  @Test func `a question about a child is answered, and then what a child needs`() {
    #expect(QuestionSubject.fields(of: "What is this on my son here?").first == "name")
    #expect(QuestionSubject.fields(of: "What is this on my son here?").last == "cautions.children")
    #expect(QuestionSubject.fields(of: "My child has it.") == ["cautions.children"])
  }

  @Test func `a preview answers as a consultation would, within the rules of the choice`() {
    let net = ["emergency", "safety-net", "two-weeks"].map { "followup/\($0)/general" }
    let fixed = AnswerPreview(to: "Is it contagious?", leading: "fungal", table: Self.table)
    #expect(!fixed.isChosen)
    #expect(fixed.sentences.map(\.id) == ["followup/contagion/fungal", "followup/contagion/general"] + net)
    let chosen = AnswerPreview(to: "What is it?", leading: "fungal", table: Self.table)
    #expect(chosen.isChosen && (4...7).contains(chosen.sentences.count))
    #expect(chosen.sentences.suffix(3).map(\.id) == net)
    #expect(chosen.sentences.dropLast(3).allSatisfy { $0.id.hasPrefix("fungal/") || $0.id.hasPrefix("common/") })
    #expect(Set(chosen.sentences).count == chosen.sentences.count)
    let prompt = AnswerPreview(to: EvaluationPrompts.disease, leading: "fungal", table: Self.table)
    #expect(!prompt.sentences.map(\.id).contains("followup/emergency/general"))
  }

  @Test func `questions find their subject, and others are declined`() {
    #expect(QuestionSubject.fields(of: "What causes this?").first == "causes")
    #expect(QuestionSubject.fields(of: "Does it itch?").first == "sensation")
    #expect(QuestionSubject.fields(of: "I am pregnant. Can I use the cream?") == ["cautions.pregnancy"])
    #expect(QuestionSubject.fields(of: "Can I eat chocolate?").isEmpty)
    #expect(QuestionSubject.fields(of: "Qu'est-ce que c'est ?").isEmpty)
  }

  @Test func `what else it can be is always said beside what is seen`() throws {
    for slug in Set(Self.table.sentences.map(\.class)).subtracting(["", "normal_skin", "nonskin"]) {
      for condition in [""] + Self.table.conditions(of: slug) {
        let report = try Self.report(class: slug, level: "not-assessed", condition: condition)
        let plan = SentencePlan(Self.table, report: report, condition: condition.isEmpty ? nil : condition)
        guard case .chosen(let open, let rules) = plan.answer(to: EvaluationPrompts.features) else {
          Issue.record("\(slug) \(condition): nothing to choose")
          continue
        }
        let others = Set(open.filter { Self.table.sentences[$0].field == "differential" })
        #expect(others.isEmpty ? rules.required.isEmpty : rules.required == [others], "\(slug) \(condition)")
        #expect(condition.isEmpty ? !others.isEmpty : true, "\(slug)")
      }
    }
  }

  @Test func `what needs a hospital comes before care at home, and cautions come behind a treatment`() throws {
    var table = Self.table
    table.append(UrgencyRules.cautions.map { ($0.id, $0.text) })
    let acne = try Self.report(class: "acne_rosacea", level: "not-assessed", condition: "acne")
    let plan = SentencePlan(table, report: acne, condition: "acne")
    let severe = try #require(table.index(of: "acne_rosacea/acne/treatment/2"))
    #expect(plan.cautions(after: [severe]).map { table.sentences[$0].id } == ["followup/caution/pregnancy"])
    #expect(plan.cautions(after: []).isEmpty)
    // What something can look like is no treatment, though it names inflammation beside a possible cancer.
    var suspected = try Self.report(class: "others", level: "within-2-weeks")
    suspected.urgency = .assess(UrgencyEvidence(dangers: DangerProbabilities([.cancer: 0.9])))
    suspected.dangers = [DangerProbability(group: .cancer, probability: 0.9)]
    let careful = SentencePlan(table, report: suspected, condition: nil)
    let looks = try #require(table.index(of: "others/-/differential/1"))
    #expect(table.sentences[looks].text.contains("inflammation") && careful.cautions(after: [looks]).isEmpty)
    let steroid = try #require(table.index(of: "dermatitis/-/treatment/1"))
    #expect(careful.cautions(after: [steroid]).map { table.sentences[$0].id } == ["followup/caution/cancer"])
    let blisters = try Self.report(class: "bullous", level: "within-2-weeks", condition: "bullous pemphigoid")
    guard
      case .chosen(_, let rules) = SentencePlan(table, report: blisters, condition: "bullous pemphigoid")
        .answer(to: EvaluationPrompts.treatment)
    else {
      Issue.record("nothing to choose")
      return
    }
    #expect(!rules.openings.isEmpty)
    let required = rules.required.compactMap { $0.first.map { table.sentences[$0].field } }
    #expect(required.contains("self_care") && required.contains("treatment"))
    #expect(rules.openings.allSatisfy { table.sentences[$0].haste?.level == .emergency })
  }

  @Test func `what was said is not said again`() throws {
    var report = try Self.report(class: "bullous", level: "within-24-hours", condition: "bullous pemphigoid")
    let first = try #require(Self.table.index(of: "bullous/bullous-pemphigoid/appearance/1"))
    report.answers = [
      Report.Answer(
        prompt: "?", text: Self.table.sentences[first].text, sentences: [Self.table.sentences[first].id], tokens: 1,
        stopped: .end, promptTokens: 1)
    ]
    let plan = SentencePlan(Self.table, report: report, condition: "bullous pemphigoid")
    #expect(!Self.places(plan.answer(to: EvaluationPrompts.features)).contains(first))
    #expect(Self.places(plan.answer(to: "Describe it.")).contains(first))
  }
}
