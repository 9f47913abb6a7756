package import SkinSafety
import SkinWords

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
    "Do not rely on the first number, however high: all classes must share 100 %, even if none of them is right."

  /// The heading in place of one of the four prompts; nil for other questions.
  static func heading(_ prompt: String) -> String? {
    EvaluationPrompts.all.firstIndex(of: prompt).map { headings[$0] }
  }

  /// The headings of the four answers, in the prompts' order.
  package static let headings = [
    "What the photo may show:", "How it usually feels, and what looks like it:",
    "Where it comes from, and whether it passes to others:",
    "Care until you are seen, and what a clinician may consider:",
  ]

  /// How a card begins the sentence on photos of sources that a model never saw.
  private static let unseenMark = " sources that it never saw, "

  /// The sentence of the model's card on photos of sources that it never saw; nil if there is none.
  static func measured(_ report: Report) -> String? {
    guard let accuracy = report.model.accuracy, accuracy.contains(unseenMark) else { return nil }
    let sentences = accuracy.replacing(". ", with: ".\n").split(separator: "\n").map(String.init)
    return sentences.first { $0.contains(unseenMark) }
  }

  /// Stands over the numbers of a model that cannot tell.
  package static let unreliableNumbers = "These numbers and names are not to be relied on."

  /// Begins each answer of a model that cannot tell.
  package static let unsureOpening = "The model is not sure; this is about its first guess, which may be wrong."

  /// What to do next, most important first: where, how soon, and what not to do.
  package static func nextSteps(_ report: Report) -> [String] {
    steps(report, .english)
  }

  /// What to do next, in a language.
  static func steps(_ report: Report, _ words: Words) -> [String] {
    var steps = [words.running(place(report)), words.running(medicineStep)]
    steps += contagionSteps(report, words)
    if let signs = UrgencyRules.signsToTell(at: report.urgency?.level), report.dangerSigns != nil {
      let list = words(UrgencyRules.tellDemand) + " " + signs.map { words($0) }.joined(separator: words("; "))
      steps.append(words("{sentence}.", ["sentence": list]))
    }
    return steps
  }

  /// What to do about medicines: a rash after a new one must not wait for the next dose.
  package static let medicineStep =
    "Start no medicine because of this page. If breathing is hard or the throat swells, use an adrenaline pen that was prescribed"
    + " for the person at once, and call an ambulance even if it helps. If the skin changed after a new medicine, call whoever"
    + " prescribed it, or a doctor, today and before the next dose; with fever, blisters, sores or a swollen face, take no more of it"
    + " and go to a hospital now. Stop or change no other medicine on your own."

  /// Where to show the skin, and how soon.
  private static func place(_ report: Report) -> String {
    switch report.urgency?.level {
    case .emergency: "Go to a hospital or call an ambulance now, and take this page along."
    case .within24Hours where report.dangerSigns != nil:
      "Check the danger signs first; if one is true, call an ambulance or go to a hospital now; if none is, show the skin itself,"
        + " with this page, to a doctor or at a hospital within 24 hours."
    case .within24Hours: "Show the skin itself, with this page, to a doctor or at a hospital within 24 hours."
    case .withinTwoWeeks where report.dangerSigns == nil:
      "Show the skin itself, with this page, to a doctor within two weeks."
    case .withinTwoWeeks:
      "Check the danger signs first: if one is true, do what stands above it; if none is, show the skin itself, with this page, to"
        + " a doctor within two weeks at the latest."
    case .routine: "Show the skin itself, with this page, to a doctor or nurse, sooner if it gets worse."
    case .notAssessed:
      "Check the danger signs first: if one is true, do what stands above it; if none is, show the skin itself, with this page, to"
        + " a doctor or nurse within two weeks at the latest."
    case nil:
      "Check the danger signs first; if none is true, show the skin itself to a doctor or nurse within two weeks at the latest:"
        + " this photo says nothing."
    }
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

  /// Plain words for the terms of dermatology among the concepts.
  static let plain = [
    "erythema": "redness", "papule": "small bump", "plaque": "raised patch", "pustule": "bump with pus",
    "nodule": "lump", "vesicle": "small blister", "bulla": "large blister", "patch": "flat patch",
    "erosion": "raw area", "ulcer": "open sore", "exudate": "oozing", "friable": "bleeds when touched",
    "telangiectasia": "fine red vessels", "comedo": "blackhead", "wheal": "wheal that comes and goes",
    "excoriation": "scratch mark", "lichenification": "thickened skin", "fissure": "crack", "induration": "hard skin",
    "xerosis": "dry skin", "atrophy": "thin skin", "sclerosis": "hardened skin", "purpura/petechiae": "spots of blood",
  ]

  /// A probability in percent with one digit, like `84.7`.
  package static func percent(_ probability: Double) -> String {
    let tenths = Int((probability * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
