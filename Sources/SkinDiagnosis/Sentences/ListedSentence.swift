package import SkinSafety

/// A time or place of care that a sentence names.
package struct NamedHaste: Hashable, Sendable {
  private static let conditionMark = "if:"
  /// How soon.
  package let level: UrgencyLevel
  /// Whether it holds only with a sign that the sentence names.
  package let isConditional: Bool

  /// Reads what stands in a table, like `if:within-24-hours`.
  ///
  /// - Returns: nil if it names no level.
  init?(_ text: String) {
    isConditional = text.hasPrefix(Self.conditionMark)
    guard let level = UrgencyLevel(rawValue: isConditional ? String(text.dropFirst(Self.conditionMark.count)) : text)
    else { return nil }
    self.level = level
  }

  /// As it stands in a table.
  package var text: String { (isConditional ? Self.conditionMark : "") + level.rawValue }
}

/// A sentence that the model may say.
package struct ListedSentence: Hashable, Sendable {
  /// Its identifier, like `bullous/bullous-pemphigoid/causes/1`.
  package let id: String
  /// The condition that it speaks of; empty if it speaks of a whole class, or of none.
  package let condition: String
  /// The class that it speaks of; empty if it speaks of none.
  package let `class`: String
  /// What it is about, like `causes`.
  package let field: String
  /// The sentence.
  package let text: String
  /// The time or place of care that it names.
  package let haste: NamedHaste?
  /// Whether it may calm somebody.
  package let calms: Bool
  /// Who reviewed it; empty if nobody did.
  package var reviewedBy: String
  /// When.
  package var date: String

  /// Whether it may be said in a report of some urgency, so that no report has two levels and none calms beside one.
  ///
  /// A sentence that calms needs danger signs that were asked and denied. A plain demand must be that of the level; one
  /// that is tied to a sign may ask for more haste, not for less.
  package func mayStand(beside level: UrgencyLevel?) -> Bool {
    guard !calms || level == .routine else { return false }
    guard let haste else { return true }
    guard let level else { return haste.isConditional }
    return haste.isConditional ? haste.level >= level : haste.level == level
  }
}
