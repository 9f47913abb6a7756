extension UrgencyRules {
  /// What must be asked because an urgent disease can look like the likely one, or because of what is likely; these
  /// rules raise nothing by themselves.
  ///
  /// A photo of shingles can be ranked as insect bites, one of herpes on eczema as eczema; whoever reads the likely
  /// class also reads which answers would change the urgency.
  static let lookAlikes: [UrgencyRule] = [
    lookAlike(
      "shingles", ["infestation_bites"], asks: .within24Hours,
      "Shingles can look like bites: if it hurts or burns, runs in a band on one side, or comes near an eye, see a doctor"
        + " within 24 hours.",
      "NICE CKS shingles; NHS, shingles"),
    lookAlike(
      "eczema-herpeticum", ["dermatitis"], asks: .within24Hours,
      "Herpes can spread on eczema: if small punched-out sores appear suddenly, or it hurts more than it itches, see a"
        + " doctor within 24 hours.",
      "NICE CG57 (atopic eczema in under 12s)"),
    lookAlike(
      "ring-or-patch", ["fungal"], asks: .withinTwoWeeks,
      "A ring that grows after a tick bite can be Lyme disease, and a patch without feeling can be leprosy: see a doctor"
        + " within two weeks, better within days.",
      "NICE NG95 (Lyme disease); WHO guidelines on leprosy 2018"),
    lookAlike(
      "leprosy", ["light", "connective_tissue"], asks: nil,
      "A pale or reddish patch can also be leprosy: touch it with cotton wool, and tell the clinician if it feels less than"
        + " the skin around it; put no steroid cream on it before that.",
      "WHO guidelines on leprosy 2018; WHO skin NTD training guide 2018"),
    UrgencyRule(
      id: "look-alike-blisters", level: .routine,
      conditions: [.probability(["bullous"], atLeast: UrgencyRules.possibleThreshold)],
      sentence:
        "A blistering disease is possible: look at the whole skin, and ask about sores. Blisters or peeling over large areas,"
        + " or blisters together with sores of mouth, eyes or genitals, need a hospital now.",
      source: "BAD guidelines on pemphigus vulgaris 2017 and bullous pemphigoid 2012", asks: .emergency),
    UrgencyRule(
      id: "look-alike-lupus-organs", level: .routine,
      conditions: [
        .condition(
          ["cutaneous lupus erythematosus", "discoid lupus erythematosus", "systemic lupus erythematosus"],
          atLeast: smallThreshold)
      ],
      sentence:
        "Lupus is possible: ask whether sun makes it worse, and about sores of the mouth and painful joints; chest pain,"
        + " breathlessness, fits or little urine need a hospital now.",
      source: "EULAR recommendations on systemic lupus erythematosus 2023; DermNet, cutaneous lupus", asks: .emergency),
    UrgencyRule(
      id: "look-alike-pregnancy", level: .routine,
      conditions: [
        .condition(["pemphigoid gestationis", "polymorphic eruption of pregnancy"], atLeast: smallThreshold)
      ],
      sentence:
        "A disease of pregnancy is possible: ask about a pregnancy, or a birth in the last weeks. If so, blisters or strong"
        + " itch need a doctor or midwife within 24 hours; if the baby moves less, go to a hospital now.",
      source: "NHS, itching and intrahepatic cholestasis of pregnancy; DermNet, pemphigoid gestationis",
      asks: .emergency),
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
    UrgencyRule(
      id: "look-alike-lupus", level: .routine, conditions: [.condition(["rosacea"], atLeast: smallThreshold)],
      sentence:
        "A red face can also be lupus: tell the clinician about painful joints, sores of the mouth, or a rash that came"
        + " with sun.",
      source: "EULAR recommendations on systemic lupus erythematosus 2023; DermNet, cutaneous lupus"),
  ]

  /// The probability from which a class is worth a question although it is not likely.
  private static let smallThreshold = 0.05
  /// The probability from which a class is likely enough for what cannot wait and looks like it.
  private static let lookAlikeThreshold = 0.20

  private static func lookAlike(
    _ id: String, _ slugs: [String], asks: UrgencyLevel?, _ sentence: String, _ source: String
  ) -> UrgencyRule {
    UrgencyRule(
      id: "look-alike-" + id, level: .routine, conditions: [.probability(slugs, atLeast: lookAlikeThreshold)],
      sentence: sentence, source: source, asks: asks)
  }
}
