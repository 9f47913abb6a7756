package import SkinSafety

/// A time or place of care that a sentence names.
package struct NamedHaste: Hashable, Sendable {
  private static let conditionMark = "if:"
  /// How soon.
  package let level: UrgencyLevel
  /// Whether it holds only with a sign that the sentence names.
  package let isConditional: Bool

  /// Reads a table's notation, like `if:within-24-hours`.
  ///
  /// - Returns: nil if it names no level.
  init?(_ text: String) {
    isConditional = text.hasPrefix(Self.conditionMark)
    guard let level = UrgencyLevel(rawValue: isConditional ? String(text.dropFirst(Self.conditionMark.count)) : text)
    else { return nil }
    self.level = level
  }

  /// A haste as it was read from a sentence's words.
  init(level: UrgencyLevel, isConditional: Bool) {
    self.level = level
    self.isConditional = isConditional
  }

  /// Its notation in a table.
  package var text: String { (isConditional ? Self.conditionMark : "") + level.rawValue }
}

/// A sentence that the model may say.
package struct ListedSentence: Hashable, Sendable {
  /// Its identifier, like `bullous/bullous-pemphigoid/causes/1`.
  package let id: String
  /// The condition that it is about; empty if it is about a whole class, or about none.
  package let condition: String
  /// The class that it is about; empty if it is about none.
  package let `class`: String
  /// Its topic, like `causes`.
  package let field: String
  /// The sentence.
  package let text: String
  /// The time or place of care that it names.
  package let haste: NamedHaste?
  /// Whether it may reassure.
  package let calms: Bool
  /// Who reviewed it; empty if nobody did.
  package var reviewedBy: String
  /// When.
  package var date: String

  /// Whether it may stand in a report at a level, so that no report names two levels or reassures beside one.
  ///
  /// A reassuring sentence requires that the danger signs were asked and denied. Unconditional advice must name the
  /// report's level; advice tied to a sign must be more urgent than the level, or somebody without the sign would take
  /// it that the level is not meant for them. Care without a time stands beside no raised level.
  package func mayStand(beside level: UrgencyLevel?) -> Bool {
    guard !calms || level == .routine else { return false }
    guard let haste else { return true }
    guard let level else { return haste.isConditional || haste.level == .routine }
    if haste.level == .routine { return level <= .notAssessed }
    return haste.isConditional ? haste.level > level : haste.level == level
  }
}
