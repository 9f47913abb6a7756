extension UrgencyRules {
  /// What must be asked because an urgent disease can look like the likely one; these rules raise nothing by
  /// themselves.
  ///
  /// A photo of shingles can be ranked as insect bites, one of herpes on eczema as eczema; whoever reads the likely
  /// class also reads which answers would change the urgency.
  static let lookAlikes: [UrgencyRule] = [
    lookAlike(
      "shingles", ["infestation_bites", "urticaria"],
      "Shingles can look like bites: if it hurts or burns, runs in a band on one side, or comes near an eye, it"
        + " cannot wait, so answer those questions too.",
      "NICE CKS shingles; NHS, shingles"),
    lookAlike(
      "eczema-herpeticum", ["dermatitis"],
      "Herpes can spread on eczema: if small punched-out sores appear suddenly, or it hurts more than it itches, it"
        + " cannot wait, so answer that question too.",
      "NICE CG57 (atopic eczema in under 12s)"),
    lookAlike(
      "ring-or-patch", ["fungal"],
      "A ring that grows after a tick can be Lyme disease, and a patch without feeling can be leprosy, so answer those"
        + " questions too.",
      "NICE NG95 (Lyme disease); WHO guidelines on leprosy 2018"),
    UrgencyRule(
      id: "look-alike-ringworm", level: .routine,
      conditions: [
        .probability(["dermatitis", "psoriasis_lichen"], atLeast: likelyThreshold),
        .probability(["fungal"], atLeast: smallThreshold),
      ],
      sentence:
        "Ringworm is possible too, and a steroid cream alone hides it and makes it spread: have scales tested before"
        + " one is used.",
      source: "NHS, ringworm; DermNet, tinea incognita"),
    lookAlike(
      "lupus", ["acne_rosacea"],
      "Lupus can look like a red face: tell the clinician about painful joints, sores of the mouth, or a rash that came"
        + " with sun.",
      "EULAR recommendations on systemic lupus erythematosus 2023; DermNet, cutaneous lupus"),
  ]

  /// The probability from which a class is worth a question although it is not likely.
  private static let smallThreshold = 0.05

  private static func lookAlike(_ id: String, _ slugs: [String], _ sentence: String, _ source: String) -> UrgencyRule {
    UrgencyRule(
      id: "look-alike-" + id, level: .routine, conditions: [.probability(slugs, atLeast: likelyThreshold)],
      sentence: sentence, source: source)
  }
}
