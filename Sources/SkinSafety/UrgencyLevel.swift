/// How soon a person should be seen; the raw values are those of the report.
package enum UrgencyLevel: String, Codable, Hashable, Sendable, CaseIterable, Comparable {
  /// The danger signs were asked and denied, and nothing else raises the level.
  case routine
  /// The danger signs were not asked, so a photo that raises no level settles nothing.
  case notAssessed = "not-assessed"
  /// Within two weeks.
  case withinTwoWeeks = "within-2-weeks"
  /// Today or tomorrow.
  case within24Hours = "within-24-hours"
  /// Now.
  case emergency

  /// Orders by urgency: ``routine`` is the least.
  package static func < (left: UrgencyLevel, right: UrgencyLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .routine: 0
    case .notAssessed: 1
    case .withinTwoWeeks: 2
    case .within24Hours: 3
    case .emergency: 4
    }
  }

  /// What to do at this level, in one sentence to the user.
  ///
  /// No clinician has reviewed it yet.
  package var advice: String {
    switch self {
    case .routine: "Show it to a clinician, and sooner if it gets worse, spreads, hurts, bleeds or comes with fever."
    case .notAssessed:
      "Answer the danger signs first; whatever the picture shows, one that is true means care without delay."
    case .withinTwoWeeks: "Have a clinician examine this within two weeks, and sooner if it changes or bleeds."
    case .within24Hours: "See a clinician within 24 hours, and go to emergency care if it gets worse before then."
    case .emergency: "Go to emergency care now or call the emergency number."
    }
  }
}
