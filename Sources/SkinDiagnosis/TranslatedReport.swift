import SkinSafety
package import SkinWords

/// All of a report's text for readers, in one language: terminal, pages, record and JSON take it from here.
///
/// Codes and numbers stay in ``Report``; the texts are looked up by their English wording. In English they are what the
/// report says.
package struct TranslatedReport: Hashable, Sendable, Codable {
  /// A class with its name and, if it is likely enough, how it usually looks.
  package struct Class: Hashable, Sendable, Codable {
    /// One of the slugs.
    package let `class`: String
    /// Its name.
    package let label: String
    /// What would support it, a sentence.
    package let evidence: String?
  }

  /// A reason for the level, or what to do if one of some danger signs is true.
  package struct Reason: Hashable, Sendable, Codable {
    /// A sentence; what to do, with a colon, if there are signs.
    package let text: String
    /// Danger signs that nobody asked for; empty for other reasons.
    package let signs: [String]
    /// All of it on one line, for readers that know no lists.
    package let line: String
  }

  /// A question and its answer.
  package struct Answer: Hashable, Sendable, Codable {
    /// The question; one that a person typed stays as it was typed.
    package let prompt: String
    /// The answer.
    package let text: String
  }

  /// The language's code.
  package let language: String
  /// How far the translation can be trusted; absent in English.
  package let note: String?
  /// How soon to be seen, in words.
  package let haste: String
  /// Why, most urgent first; also the danger signs that nobody asked for.
  package let reasons: [Reason]
  /// What the outcome means; absent if the model ranks diseases.
  package let outcome: String?
  /// What is wrong with the photos, for each.
  package let findings: [[String]]
  /// The classes in the report's order; empty if nothing was scored.
  package let classes: [Class]
  /// Stands over the classes of a model that cannot tell; absent if the model ranks diseases.
  package let caveat: String?
  /// How often the first class is right on photos of sources that the model never saw, so that no number looks like
  /// knowledge; absent if that was not measured, or nothing was ranked.
  package let measured: String?
  /// The conditions worth naming, with their probabilities; empty if the model cannot tell.
  package let conditions: [String]
  /// Diseases that are named but not what the report is about: how each looks, and what of it needs haste.
  package let alternatives: [String]
  /// The unusual concepts, a sentence.
  package let concepts: String?
  /// The answers.
  package let answers: [Answer]
  /// What to do next, most important first.
  package let next: [String]
  /// What to do next, without the urgency.
  package let nextBesideHaste: [String]
  /// What the program cannot know.
  package let limits: [String]
  /// Which program and model wrote it.
  package let version: String
  /// Where the model comes from.
  package let provenance: String
  /// How good it is, unless the disclaimer says so.
  package let accuracy: String?
  /// What no answer can replace.
  package let disclaimer: String
  /// The report in pictures and few words.
  package let simple: SimpleReport

  /// The texts of a report in a language.
  package init(_ report: Report, _ words: Words) {
    let speaker = ReportSpeaker(words)
    language = words.language.rawValue
    note = speaker.note
    haste = words(ReportWords.haste(report))
    reasons = report.reasons.map(speaker.reason)
    outcome = ReportWords.sentence(report).map { words.running($0) }
    findings = (report.photos ?? [report.photo]).map { $0.quality.findings.map { words.running($0.advice) } }
    classes = (report.differential ?? []).map {
      Class(class: $0.class, label: words($0.label), evidence: $0.evidence.map(speaker.evidence))
    }
    caveat = report.outcome == .uncertain ? words(ReportWords.unreliableNumbers) : nil
    measured = report.outcome == .assessed ? ReportWords.measured(report).map { words.running($0) } : nil
    // Names with numbers look like knowledge, which is what this model says it lacks.
    conditions = report.outcome == .uncertain ? [] : ReportWords.named(report).map { speaker.condition($0, in: report) }
    alternatives = (report.alternatives ?? []).map {
      words("If it is {name}: {text}", ["name": words($0.condition), "text": words.running($0.text)])
    }
    concepts = speaker.concepts(ReportWords.unusual(report))
    answers = report.answers.map(speaker.answer)
    next = ReportWords.steps(report, words)
    nextBesideHaste = next
    limits = ReportWords.limits(report).map { words.running($0) }
    version = speaker.version(report)
    provenance = words.running(report.model.provenance)
    let measured = report.model.accuracy ?? "The accuracy of this model was not measured."
    // The disclaimer of a diagnostic model states its accuracy already.
    accuracy = report.disclaimer.contains(measured) ? nil : words.running(measured)
    disclaimer = words.running(report.disclaimer)
    simple = SimpleReport(report, words)
  }
}

/// An answer as JSON with its text in another language beside the English one, as `translation`.
package struct AnswerWithTranslation: Encodable {
  private let answer: Report.Answer
  private let translation: TranslatedReport.Answer

  /// An answer with its text in a language.
  package init(_ answer: Report.Answer, _ words: Words) {
    self.answer = answer
    translation = ReportSpeaker(words).answer(answer)
  }

  private enum CodingKeys: String, CodingKey { case translation }

  package func encode(to encoder: any Encoder) throws {
    try answer.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(translation, forKey: .translation)
  }
}

/// A report as JSON with its texts in another language beside the English ones, as `translation`.
package struct ReportWithTranslation: Encodable {
  private let report: Report
  private let translation: TranslatedReport

  /// A report with its texts in a language.
  package init(_ report: Report, _ words: Words) {
    self.report = report
    translation = TranslatedReport(report, words)
  }

  private enum CodingKeys: String, CodingKey { case translation }

  package func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(translation, forKey: .translation)
  }
}
