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
    case .notSkin: "This photo does not seem to show skin. Do not rely on anything that is said about it."
    case .unusablePhoto: "This photo is too poor to say anything about."
    }
  }

  /// What the outcome of a report means; nil if the model ranks diseases.
  package static func sentence(_ report: Report) -> String? {
    guard report.outcome == .uncertain, report.isUnfamiliar == true else { return sentence(report.outcome) }
    return "The model cannot tell: this looks unlike the photos it learned from; fit it to your clinic"
      + " (skingpt fit, docs/fit.md)."
  }

  /// Begins each answer of a model that cannot tell.
  package static let unsureOpening = "The model is not sure; this is about its first guess, which may be wrong."

  /// What to do next, most important first.
  package static func nextSteps(_ report: Report) -> [String] {
    (report.urgency.map { [$0.level.advice] } ?? [])
      + [
        "Show the skin itself, with this page, to a clinician. Start, stop or change no medicine because of this page."
      ]
      + report.photo.quality.findings.map(\.advice)
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
