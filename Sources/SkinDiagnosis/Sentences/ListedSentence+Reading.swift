import SkinSafety

/// What a sentence's own words say of haste and calm, where its table leaves the column empty.
///
/// A table names times and places of care. Care without a time ("see a clinician if it does not improve") sounds like a
/// choice beside a level, so it has the haste of ``UrgencyLevel/routine``.
extension NamedHaste {
  /// The haste in a sentence's words; nil if it speaks of no care.
  static func read(_ text: String, field: String) -> NamedHaste? {
    guard field == "seek_care" || field == "sensation",
      demands.contains(where: text.contains) || openings.contains(where: text.hasPrefix),
      !elsewhere.contains(where: text.contains)
    else { return nil }
    let isConditional = signs.contains(where: text.contains)
    // Days are less than two weeks and more than one day: such a sign stands below 24 hours only.
    if text.contains("within a few days") { return NamedHaste(level: .within24Hours, isConditional: true) }
    return NamedHaste(level: .routine, isConditional: isConditional)
  }

  /// Beginnings of sentences that send somebody to be seen.
  private static let openings = ["See a clinician", "See a doctor", "See a specialist"]
  /// Words that do so anywhere.
  private static let demands = [
    "clinician should", "doctor should", "specialist should", "midwife should", "should see a", "must be examined",
    "should be examined", "should also be checked", "must be checked", "should be seen", "need a doctor",
    "needs a doctor", "have their skin checked",
  ]
  /// Words of care that is no advice to be seen now: a call before going, what to tell, what to look for.
  private static let elsewhere = ["Phone ", "must be told", "check for a medicine"]
  /// Words that tie the care to a sign.
  private static let signs = [
    " if ", " new ", " grows", "does not heal", "do not heal", "lasts", "can hide", "need a doctor", "needs a doctor",
  ]
}

extension ListedSentence {
  /// Whether a sentence calms somebody who should not be calmed by it: a growth that is not felt can be a cancer.
  static func calms(_ text: String, field: String, class slug: String, condition: String) -> Bool {
    field == "sensation" && growths.contains(slug)
      && DangerGroup.group(ofCondition: condition, class: slug) != .cancer
      && ["no feeling", "painless"].contains(where: text.contains)
      && ![" but ", " so ", " or ", " unless ", " until ", " still "].contains(where: text.contains)
  }

  /// Classes of spots and lumps.
  private static let growths: Set<String> = ["benign_tumor", "light", "melanoma_nevi", "vascular_tumor"]
}
