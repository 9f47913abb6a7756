import SkinRuntime
import SkinSafety

/// Which sentences may answer a question about a report: those of the condition that it names, or of its class.
///
/// No sentence of another condition, none that contradicts the urgency, none twice in a report.
struct SentencePlan {
  /// What may be said.
  enum Answer: Hashable {
    /// These sentences and no others.
    case fixed([Int])
    /// Some of these, chosen by the model.
    case chosen([Int], Rules)
  }

  /// The rules of a choice; the numbers are places in the table.
  struct Rules: Hashable {
    /// One of these comes first; empty if any may.
    var openings: Set<Int> = []
    /// One of each of these must be said.
    var required: [Set<Int>] = []
    /// At most one of each of these may be said.
    var alternatives: [Set<Int>] = []
    /// The most sentences.
    var limit = 6
  }

  /// Fields that a condition takes from its class if it has none of its own.
  private static let inherited: Set<String> = [
    "self_care", "treatment", "seek_care", "cautions.children", "cautions.pregnancy", "cautions.dark_skin",
    "cautions.cancer",
  ]
  private let table: SentenceTable
  private let level: UrgencyLevel?
  private let reasons: [String]
  /// How probable a cancer is.
  private let cancer: Double
  private let outcome: Report.Outcome
  /// The class that the report ranks first; nil if there is none.
  private let topic: String?
  /// The condition that the report names; empty for none.
  private let condition: String
  /// Texts that the report already contains.
  private let said: Set<String>
  /// Whether another disease than the topic's is likely enough to warn that it passes to others.
  private let mayPass: Bool

  /// The plan for a report as far as it is finished.
  init(_ table: SentenceTable, report: Report, condition: String?) {
    self.table = table
    level = report.urgency?.level
    reasons = report.reasons
    cancer = report.dangerProbabilities[.cancer]
    outcome = report.outcome
    topic = Differential(entries: report.differential ?? []).skinEntries.first?.class
    self.condition = condition ?? ""
    mayPass = ReportWords.passesToOthers(report)
    said = Set(report.answers.flatMap(\.sentences).compactMap { table.index(of: $0) }.map { table.sentences[$0].text })
  }

  /// The plan for a report of which nothing is known but the class that leads.
  init(_ table: SentenceTable, leading slug: String) {
    self.table = table
    level = .notAssessed
    reasons = []
    cancer = 0
    outcome = .assessed
    topic = slug
    condition = ""
    mayPass = false
    said = []
  }

  /// What may answer a question.
  func answer(to prompt: String) -> Answer {
    let number = EvaluationPrompts.all.firstIndex(of: prompt).map { $0 + 1 }
    guard outcome == .assessed, let topic, !(topic == FixedReplies.healthySlug && isRaised) else {
      return .fixed(standing(common(number.map { "uncertain.\($0)" } ?? "limits.answer")))
    }
    switch number {
    case 1:
      let names = standing(places("name", of: topic))
      let looks = standing(places("appearance", of: topic))
      let limits = standing(common("limits.photo")).filter { !isSaid($0) }
      let group =
        condition.isEmpty && topic != NamedCondition.others && isGroup(topic) ? standing(common("limits.group")) : []
      return chosen(
        names + looks + group + limits,
        Rules(openings: Set(names), required: [Set(limits), Set(group)], alternatives: [Set(limits)], limit: 6))
    case 2:
      let rest = ["appearance", "sensation"].flatMap { standing(places($0, of: topic)) }
      // The alternatives stand beside the name, whatever the model would choose.
      let others = standing(places("differential", of: topic))
      return chosen(
        rest + others + standing(common("limits.unseen")), Rules(required: [Set(others)], limit: 5))
    case 3:
      let causes = standing(places("causes", of: topic))
      // "Eczema is not contagious" stands beside no warning that it may be scabies.
      let contagious = standing(places("contagious", of: topic)).filter {
        !mayPass || !ContagionFacts.denies(table.sentences[$0].text)
      }
      // Healthy skin has no cause.
      let limits = topic == FixedReplies.healthySlug ? [] : standing(common("limits.cause"))
      return chosen(causes + contagious + limits, Rules(required: [Set(causes)], limit: 5))
    case 4:
      let seek = standing(places("seek_care", of: topic))
      // Who must be in a hospital now reads nothing of care at home.
      let fields = level == .emergency ? ["treatment"] : ["self_care", "treatment"]
      let care = fields.map { standing(places($0, of: topic)) }
      // What needs a hospital comes before any care at home, and does not take its place.
      let first = seek.filter { table.sentences[$0].haste?.level == .emergency }
      // Also what only the class says, where the condition has care of its own.
      let known = care.flatMap(\.self) + seek
      return chosen(
        known + precautions.filter { !known.contains($0) },
        Rules(openings: Set(first), required: care.map { Set($0) } + seek.map { [$0] }, limit: 7))
    default:
      let fields = QuestionSubject.fields(of: prompt)
      let found = fields.flatMap { $0.hasPrefix("limits.") ? common($0) : places($0, of: topic) }
      let names = fields.contains("name") ? standing(places("name", of: topic)) : []
      return chosen(
        standing(found),
        Rules(
          openings: Set(names), required: [Set(standing(places("seek_care", of: topic)))],
          alternatives: [Set(common("limits.photo"))], limit: 4),
        repeats: true)
    }
  }

  /// A choice without what was said before; if nothing is left, the sentence that declines to answer.
  private func chosen(_ places: [Int], _ rules: Rules, repeats: Bool = false) -> Answer {
    var texts: Set<String> = repeats ? [] : said
    let open = places.filter { texts.insert(table.sentences[$0].text).inserted }
    guard !open.isEmpty else { return .fixed(standing(common("limits.answer"))) }
    let kept = Set(open)
    var rules = rules
    // What is not to be done is said whatever the model would choose.
    rules.required += precautions.filter(kept.contains).map { [$0] }
    rules.openings.formIntersection(kept)
    rules.required = rules.required.map { $0.intersection(kept) }.filter { !$0.isEmpty }
    rules.alternatives = rules.alternatives.map { $0.intersection(kept) }.filter { $0.count > 1 }
    return .chosen(open, rules)
  }

  /// What is not to be done if it is the condition that the report names.
  private var precautions: [Int] {
    guard let topic, !condition.isEmpty else { return [] }
    return table.precautions(condition: condition, class: topic, level: level).compactMap { table.index(of: $0.id) }
  }

  /// What must stand behind sentences that name a treatment, whatever the model chose.
  func cautions(after places: [Int]) -> [Int] {
    // Only care: "an inflammation" is also what something can look like.
    let care = places.map { table.sentences[$0] }.filter { ["treatment", "self_care"].contains($0.field) }.map(\.text)
    return UrgencyRules.cautions(for: care, reasons: reasons, cancer: cancer)
      .compactMap { table.index(of: $0.id) }.filter { !isSaid($0) && !places.contains($0) }
  }

  /// Whether the level is raised: then nothing is said about healthy skin, which would only reassure.
  private var isRaised: Bool { level.map { $0 >= UrgencyRules.uncertainLevel } ?? false }

  private func isSaid(_ place: Int) -> Bool { said.contains(table.sentences[place].text) }

  /// Whether a class holds several diseases, so that it must be said that none is named.
  private func isGroup(_ slug: String) -> Bool { !table.conditions(of: slug).isEmpty }

  private func common(_ field: String) -> [Int] { table.places(class: "", condition: "", field: field) }

  /// The sentences of the condition, or of the class if there is no condition or the field is inherited.
  private func places(_ field: String, of slug: String) -> [Int] {
    let own = table.places(class: slug, condition: condition, field: field)
    guard own.isEmpty, !condition.isEmpty, Self.inherited.contains(field) else { return own }
    return table.places(class: slug, condition: "", field: field)
  }

  /// Those that may stand beside the report's level.
  private func standing(_ places: [Int]) -> [Int] { places.filter { table.sentences[$0].mayStand(beside: level) } }
}
