import SkinSafety
package import SkinWords

/// A report in pictures and few words, for people who read little; it says no more than the report does.
///
/// No clinician has reviewed the words yet.
package struct SimpleReport: Hashable, Sendable, Codable {
  /// A picture and what it says.
  package struct Line: Hashable, Sendable, Codable {
    /// The name of the picture, see ``SimplePictures``.
    package let picture: String
    /// One short sentence.
    package let text: String
  }

  /// How soon: the picture is named like the level, or `no-photo` where the photo cannot be used.
  package let haste: Line
  /// What to do.
  package let advised: [Line]
  /// What not to do.
  package let avoided: [Line]
  /// Signs that call for help at once, whatever the report says.
  package let signs: [String]
  /// Signs that call for a doctor today; empty beside a level that does so for everybody.
  package let soon: [String]

  /// The report in a language.
  package init(_ report: Report, _ words: Words) {
    haste = Line(
      picture: report.urgency?.level.rawValue ?? "no-photo",
      text: report.urgency.map { Self.headline($0.level, words) }
        ?? words("The photo cannot be used. Take another one."))
    advised = [
      Line(picture: "clinician", text: words("Show the skin itself to a clinician.")),
      Line(picture: "medicine", text: words("Bring the medicines and creams that were used.")),
      Line(
        picture: "medicine", text: words("A new medicine before this began? Call a doctor today, before the next dose.")
      ),
    ]
    avoided = [
      Line(picture: "medicine", text: words("Do not start a medicine, or change another one, because of this page.")),
      Line(picture: "blade", text: words("Do not cut, burn, squeeze or scratch it.")),
      Line(picture: "wait", text: words("Do not wait if it gets worse.")),
    ]
    func single(_ level: UrgencyLevel) -> [String] {
      UrgencyRules.dangerSigns.filter { $0.level == level }.flatMap(\.single).map { words($0) }
    }
    // Without the question whether the person is ill, spots that do not fade are an emergency.
    let spots = words("new red, purple or dark spots that do not fade when a glass is pressed on them")
    signs = single(.emergency) + [spots]
    let isSooner = (report.urgency?.level ?? .notAssessed) >= .within24Hours
    soon = isSooner ? [] : single(.within24Hours).filter { $0 != spots }
  }

  private static func headline(_ level: UrgencyLevel, _ words: Words) -> String {
    switch level {
    case .emergency: words("Go to emergency care now.")
    case .within24Hours: words("See a clinician within 24 hours.")
    case .withinTwoWeeks: words("See a clinician within two weeks.")
    case .routine: words("No danger sign was told. Show it to a clinician all the same.")
    case .notAssessed: words("Ask the danger signs first.")
    }
  }
}
