package import SkinSafety

/// The sentences of a report that no model writes; ``TranslatedReport`` gives them in a language.
///
/// No clinician has reviewed them yet.
package enum ReportWords {
  /// How soon, in words after "How soon to be seen:".
  package static func haste(_ level: UrgencyLevel) -> String {
    switch level {
    case .emergency: "now, as an emergency"
    case .within24Hours: "within 24 hours"
    case .withinTwoWeeks: "within two weeks"
    case .routine: "routine (the danger signs were denied and no red flag was found, which does not rule one out)"
    case .notAssessed: "not assessed: danger signs not asked"
    }
  }

  /// How soon, in words after "How soon to be seen:"; a refused photo says nothing about it.
  package static func haste(_ report: Report) -> String {
    report.urgency.map { haste($0.level) } ?? "not said, because the photo was refused"
  }

  /// What an outcome means; nil if the model ranks diseases.
  package static func sentence(_ outcome: Report.Outcome) -> String? {
    switch outcome {
    case .assessed: nil
    case .uncertain: "The model cannot tell: it is not sure enough of any class to rely on it."
    case .notSkin: "This photo does not seem to show skin. Take another one of the skin itself, from nearby."
    case .unusablePhoto: "This photo is too poor to say anything about. Take another one."
    }
  }

  /// What the outcome of a report means; nil if the model ranks diseases.
  package static func sentence(_ report: Report) -> String? {
    guard report.outcome == .uncertain else { return sentence(report.outcome) }
    let why =
      report.isUnfamiliar == true
      ? "The model cannot tell: this looks unlike the photos it learned from." : sentence(report.outcome) ?? ""
    let greatest = Differential(entries: report.differential ?? []).skinEntries.first?.probability ?? 0
    return greatest < misleadingProbability ? why : why + " " + misleadingNumber
  }

  /// The probability from which a number looks like knowledge.
  private static let misleadingProbability = 0.5
  /// Said where the model cannot tell although one class has a great number.
  package static let misleadingNumber =
    "Do not rely on the first number, however great: all classes must share 100 %, even if none of them is right."

  /// Begins each answer of a model that cannot tell.
  package static let unsureOpening = "The model is not sure; this is about its first guess, which may be wrong."

  /// What to do next, most important first: where, how soon, and what not to do.
  package static func nextSteps(_ report: Report) -> [String] {
    [place(report), "Start, stop or change no medicine because of this page."]
      + (mayPassOn(report) ? [contagionStep] : []) + report.photo.quality.findings.map(\.advice)
  }

  /// Where to show the skin, and how soon.
  private static func place(_ report: Report) -> String {
    switch report.urgency?.level {
    case .emergency: "Go to a hospital or call an ambulance now, and take this page along."
    case .within24Hours: "Show the skin itself, with this page, to a doctor or in a hospital within 24 hours."
    case .withinTwoWeeks: "Show the skin itself, with this page, to a doctor within two weeks."
    case .routine: "Show the skin itself, with this page, to a doctor or nurse, sooner if it gets worse."
    case .notAssessed:
      "Ask for the danger signs first; then show the skin itself, with this page, to a doctor or nurse."
    case nil:
      "Ask for the danger signs first, and show the skin itself to a doctor or nurse: the photo settles nothing."
    }
  }

  /// Said where a disease that passes to others is possible and no answer speaks of contagion.
  package static let contagionStep =
    "This may pass to others: until a clinician has seen it, do not share towels or clothes, wash the hands, and keep it"
    + " covered."
  /// The probability from which a class may be the one.
  private static let possibleProbability = 0.1
  /// The probability from which a class that nobody catches is sure enough to say nothing of contagion.
  private static let sureProbability = 0.7

  /// Whether a disease that passes to others is possible although the report does not rank one first.
  ///
  /// A report that ranks one first speaks of contagion in its answers; beside a class that is sure and that nobody
  /// catches, the word would only shame.
  private static func mayPassOn(_ report: Report) -> Bool {
    let entries = Differential(entries: report.differential ?? []).skinEntries
    guard report.outcome == .assessed || report.outcome == .uncertain, let first = entries.first else { return false }
    if report.outcome == .assessed {
      guard !ContagionFacts.mayBeCaught.contains(first.class), first.probability < sureProbability else { return false }
    }
    let others = (report.conditions ?? []).filter {
      $0.class == NamedCondition.others && ContagionFacts.namesContagious($0.condition)
    }
    let passing = entries.filter { ContagionFacts.passingClasses.contains($0.class) }
    return passing.contains { $0.probability >= possibleProbability }
      || others.reduce(0) { $0 + $1.probability } >= possibleProbability
  }

  /// What the program cannot know.
  package static func limits(_ report: Report) -> [String] {
    let photoCount = report.photos?.count ?? 1
    var limits = [
      photoCount == 1
        ? "It saw one photo: not the rest of the skin, not how it feels, how long it has been there or how it changes."
        : "It saw \(photoCount) photos: not the rest of the skin, not how it feels, how long it has been there or how it changes.",
      "Of the person it knows only what was answered beforehand, if anything was.",
      "It cannot rule out skin cancer or an infection.",
      "Dark skin is rare among the photos that such models learn from: expect more errors there.",
    ]
    if let count = report.differential?.count, count > 0 {
      limits.append("It knows \(count) classes and shares 100 % among them, even if the skin shows none of them.")
    }
    return limits
  }

  /// A concept's name in a sentence, like `brown (hyperpigmentation)`.
  package static func concept(_ name: String) -> String { name.lowercased().replacing("(", with: " (") }

  /// A probability in percent with one digit, like `84.7`.
  package static func percent(_ probability: Double) -> String {
    let tenths = Int((probability * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
