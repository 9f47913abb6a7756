extension UrgencyRules {
  /// Skin diseases that WHO lists as neglected tropical diseases: found by history and area, because their photos are
  /// rare among those that models learn from.
  ///
  /// Each requires residence or a stay in an area; none is found by a photo alone.
  static let neglectedTropical: [UrgencyRule] = [
    tropical(
      "leprosy", [.sign([.numbPatch]), .area([.southAsia, .southEastAsiaPacific, .africa, .latinAmerica])],
      "a patch without feeling in someone from an area with leprosy; it is cured with medicines, and early treatment saves"
        + " nerves.",
      "WHO guidelines on leprosy 2018; WHO skin NTD training guide 2018"),
    tropical(
      "buruli-ulcer",
      [.finding([.painlessLump, .painlessUlcer]), .area([.africa, .australia, .southEastAsiaPacific])],
      "a painless lump or ulcer in an area with Buruli ulcer, which is treated with antibiotics.",
      "WHO fact sheet, Buruli ulcer; WHO skin NTD training guide 2018"),
    tropical(
      "yaws", [.finding([.wartyOrCrustedSores]), .area([.africa, .southEastAsiaPacific])],
      "warty or crusted sores in an area with yaws, which one medicine cures; contacts are treated too.",
      "WHO fact sheet, yaws; WHO skin NTD training guide 2018"),
    tropical(
      "cutaneous-leishmaniasis",
      [
        .finding([.painlessUlcer, .painlessLump]),
        .area([.middleEastMediterranean, .africa, .southAsia, .latinAmerica]),
      ],
      "a sore or lump that does not hurt after a stay where sandflies carry leishmaniasis.",
      "WHO fact sheet, leishmaniasis; WHO skin NTD training guide 2018"),
    tropical(
      "post-kala-azar", [.finding([.patchesAfterKalaAzar]), .area([.southAsia, .africa])],
      "pale patches or bumps after kala-azar can be post-kala-azar leishmaniasis, which also passes on by sandflies.",
      "WHO fact sheet, leishmaniasis (post-kala-azar dermal leishmaniasis)"),
    tropical(
      "mycetoma",
      [.finding([.swellingWithGrains]), .area([.africa, .southAsia, .latinAmerica, .middleEastMediterranean])],
      "a painless swelling, mostly of the foot, with openings and grains can be mycetoma; early treatment saves the limb.",
      "WHO fact sheet, mycetoma"),
    tropical(
      "onchocerciasis",
      [.finding([.itchWithLumpsOrPoorSight]), .area([.africa, .latinAmerica, .middleEastMediterranean])],
      "long itch with lumps under the skin or poor sight in an area with river blindness.",
      "WHO fact sheet, onchocerciasis"),
    tropical(
      "lymphatic-filariasis",
      [.finding([.swollenLimb]), .area([.africa, .southAsia, .southEastAsiaPacific, .latinAmerica])],
      "a limb, breast or scrotum that stays swollen in an area with lymphatic filariasis; washing and treatment stop it.",
      "WHO fact sheet, lymphatic filariasis"),
    tropical(
      "scabies-household", [.sign([.nightItchOthersItch]), .area(History.Area.allCases.filter { $0 != .tickCountry })],
      "itch at night with others itching can be scabies: everybody in the house is treated at the same time.",
      "WHO fact sheet, scabies"),
  ]

  private static func tropical(
    _ id: String, _ conditions: [UrgencyRule.Condition], _ why: String, _ source: String
  ) -> UrgencyRule {
    UrgencyRule(
      id: "ntd-" + id, level: .withinTwoWeeks, conditions: conditions,
      sentence: "Have a clinician examine this within two weeks: " + why, source: source)
  }
}
