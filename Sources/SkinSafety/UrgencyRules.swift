/// The table of red flags.
///
/// The rules follow public guidelines, named beside each. No clinician has reviewed the table yet.
public enum UrgencyRules {
  /// From this probability on, skin cancer and moles are to be examined: low, because a picture cannot rule out
  /// melanoma and a missed one costs most.
  public static let cancerThreshold = 0.10
  /// From this probability on, a class with a dangerous form counts as possible.
  public static let possibleThreshold = 0.15
  /// From this probability on, a class counts as likely.
  public static let likelyThreshold = 0.40

  /// Said when no rule raises the level.
  public static let baseSentence =
    "Nothing known so far asks for haste, but one picture can miss it: see a clinician, and sooner if it gets worse,"
    + " spreads, hurts, bleeds or comes with fever."

  /// How soon at the latest if the program cannot tell what it sees: its own caution, no guideline's.
  public static let uncertainLevel = UrgencyLevel.withinTwoWeeks

  /// Said for ``uncertainLevel``.
  public static let uncertainSentence =
    "Have a clinician examine this within two weeks: the program cannot tell what it is, so it cannot rule out anything."

  /// All rules, most urgent first.
  public static let all = emergency + within24Hours + withinTwoWeeks + routine

  private static let anyIllness = History.Unwell.allCases

  private static let emergency: [UrgencyRule] = [
    rule(
      "airway", .emergency, [.sign([.swellingFaceOrAirway, .breathing])],
      "Go to emergency care now: swelling of the face or throat, or trouble breathing, can close the airway.",
      "NICE CG134 (anaphylaxis); WAO anaphylaxis guidance 2020"),
    rule(
      "skin-detachment", .emergency, [.sign([.blistersOrPeeling])],
      "Go to emergency care now: blisters or peeling over large areas can be a severe reaction to a medicine.",
      "BAD guideline on SJS/TEN in adults 2016; DermNet, Stevens-Johnson syndrome"),
    rule(
      "sores-ill", .emergency, [.sign([.mucosalSores]), .unwell(anyIllness)],
      "Go to emergency care now: sores of mouth, eyes or genitals while ill can be the start of a severe reaction.",
      "BAD guideline on SJS/TEN in adults 2016"),
    rule(
      "sores-medicine", .emergency, [.sign([.mucosalSores]), .newMedicine],
      "Go to emergency care now: sores of mouth, eyes or genitals after a new medicine can be a severe reaction to it.",
      "BAD guideline on SJS/TEN in adults 2016; NICE CG183 (drug allergy)"),
    rule(
      "spots-ill", .emergency, [.sign([.nonBlanchingSpots]), .unwell(anyIllness)],
      "Go to emergency care now: spots that do not fade while ill can be meningitis or blood poisoning.",
      "NICE NG240 (meningococcal disease)"),
    rule(
      "necrotizing", .emergency, [.sign([.rapidlySpreadingPain])],
      "Go to emergency care now: a swelling that spreads fast and hurts more than it looks can be an infection that"
        + " destroys tissue.",
      "IDSA guideline on skin and soft tissue infections 2014; NICE NG141"),
    rule(
      "erythroderma-ill", .emergency, [.sign([.mostOfSkinRed]), .unwell(anyIllness)],
      "Go to emergency care now: red skin nearly everywhere while ill can lose too much water and heat.",
      "DermNet, erythroderma"),
    rule(
      "sepsis", .emergency, [.unwell([.confused, .veryUnwell])],
      "Go to emergency care now: confusion or feeling very ill with a skin problem can be sepsis.",
      "NICE NG253 (suspected sepsis)"),
    rule(
      "young-infant-fever", .emergency, [.patient([.underThreeMonths]), .unwell([.fever])],
      "Go to emergency care now: fever in a baby younger than three months needs examination at once.",
      "NICE NG143 (fever in under 5s)"),
    rule(
      "immune-fever", .emergency, [.patient([.immunosuppressed]), .unwell([.fever, .shivering])],
      "Go to emergency care now: fever with a weak immune system can be sepsis even when little is seen.",
      "NICE CG151 (neutropenic sepsis); NICE NG253"),
  ]

  private static let within24Hours: [UrgencyRule] = [
    rule(
      "eczema-herpeticum", .within24Hours, [.sign([.punchedOutSores])],
      "See a clinician within 24 hours: sudden punched-out sores on eczema can be a herpes infection that spreads.",
      "NICE CG57 (atopic eczema in under 12s)"),
    rule(
      "eye", .within24Hours, [.sign([.eyeInvolvement])],
      "See a clinician within 24 hours: shingles or another rash near the eye can damage sight.",
      "NICE CKS shingles; DermNet, herpes zoster ophthalmicus"),
    rule(
      "cellulitis", .within24Hours, [.sign([.spreadingWarmRedness])],
      "See a clinician within 24 hours: warm redness that spreads can be a deep infection; with fever go today.",
      "NICE NG141 (cellulitis and erysipelas)"),
    rule(
      "fever", .within24Hours, [.unwell([.fever, .shivering])],
      "See a clinician within 24 hours: a skin problem with fever or shivering needs examination.",
      "NICE NG143; NICE NG253"),
    rule(
      "spots", .within24Hours, [.sign([.nonBlanchingSpots])],
      "See a clinician within 24 hours: spots that do not fade need examination the same day, at once if ill.",
      "NICE NG240 (meningococcal disease)"),
    rule(
      "erythroderma", .within24Hours, [.sign([.mostOfSkinRed])],
      "See a clinician within 24 hours: red skin nearly everywhere needs examination the same day.",
      "DermNet, erythroderma"),
    rule(
      "sores", .within24Hours, [.sign([.mucosalSores])],
      "See a clinician within 24 hours: sores of mouth, eyes or genitals with a rash need examination.",
      "BAD guideline on SJS/TEN in adults 2016; DermNet, pemphigus vulgaris"),
    rule(
      "vulnerable-rash", .within24Hours,
      [.sign([.widespreadRash]), .patient([.infant, .pregnant, .immunosuppressed])],
      "See a clinician within 24 hours: a new widespread rash in an infant, in pregnancy or with a weak immune system"
        + " needs examination.",
      "UKHSA viral rash in pregnancy; NICE NG143; NICE NG141"),
    rule(
      "medicine-rash", .within24Hours, [.sign([.widespreadRash]), .newMedicine],
      "See a clinician within 24 hours: a widespread rash after a new medicine can be a reaction to it; go to"
        + " emergency care if sores, blisters, swelling or fever appear.",
      "NICE CG183 (drug allergy)"),
    rule(
      "diabetic-foot", .within24Hours, [.sign([.footSore]), .patient([.diabetes, .immunosuppressed])],
      "See a clinician within 24 hours: a sore foot in diabetes can worsen fast.", "NICE NG19 (diabetic foot)"),
    rule(
      "bullous-likely", .within24Hours, [.probability(["bullous"], atLeast: likelyThreshold)],
      "See a clinician within 24 hours: this may be a blistering disease, and some of these are dangerous.",
      "BAD guidelines on bullous pemphigoid 2012 and pemphigus vulgaris 2017"),
    rule(
      "bacterial-likely", .within24Hours, [.probability(["bacterial"], atLeast: likelyThreshold)],
      "See a clinician within 24 hours: this may be a bacterial infection, and some of these spread fast.",
      "NICE NG141 (cellulitis); NICE NG153 (impetigo)"),
    rule(
      "herpes-vulnerable", .within24Hours,
      [
        .probability(["herpes"], atLeast: possibleThreshold),
        .patient([.infant, .pregnant, .immunosuppressed]),
      ],
      "See a clinician within 24 hours: herpes or shingles can be severe in an infant, in pregnancy or with a weak"
        + " immune system.",
      "NICE CKS shingles; BASHH guideline on genital herpes 2024"),
  ]

  private static let withinTwoWeeks: [UrgencyRule] = [
    rule(
      "changing-spot", .withinTwoWeeks, [.spot(History.Spot.allCases)],
      "Have a clinician examine this spot within two weeks: a mole that changes, bleeds, is wide or looks unlike the"
        + " others can be melanoma.",
      "NICE NG12 (suspected cancer); ABCDE and ugly-duckling signs"),
    rule(
      "non-healing", .withinTwoWeeks, [.nonHealing(weeks: 4)],
      "Have a clinician examine this within two weeks: a sore or lump that has not healed for four weeks can be skin"
        + " cancer.",
      "NICE NG12 (suspected cancer)"),
    rule(
      "numb-patch", .withinTwoWeeks, [.sign([.numbPatch])],
      "Have a clinician examine this within two weeks: a patch without feeling can be leprosy, which can be cured.",
      "WHO guidelines on leprosy 2018"),
    rule(
      "expanding-ring", .withinTwoWeeks, [.sign([.expandingRing])],
      "Have a clinician examine this within two weeks, better in days: a growing ring after a tick can be Lyme"
        + " disease.",
      "NICE NG95 (Lyme disease)"),
    rule(
      "foot-sore", .withinTwoWeeks, [.sign([.footSore])],
      "Have a clinician examine this within two weeks: a sore of the foot can be a sign of poor blood flow or"
        + " diabetes.",
      "NICE CG168 (varicose veins, leg ulcer); NICE NG19"),
    rule(
      "new-medicine", .withinTwoWeeks, [.newMedicine],
      "Ask who prescribed the new medicine within days, at the latest within two weeks; do not change it on your own.",
      "NICE CG183 (drug allergy)"),
    rule(
      "cancer-possible", .withinTwoWeeks,
      [.probability(["malignant", "melanoma_nevi"], atLeast: cancerThreshold)],
      "Have a clinician examine this spot within two weeks: a picture cannot rule out melanoma or another skin cancer.",
      "NICE NG12 (suspected cancer)"),
    rule(
      "bullous-possible", .withinTwoWeeks,
      [.probability(["bullous"], atLeast: possibleThreshold, below: likelyThreshold)],
      "Have a clinician examine this within two weeks: a blistering disease is possible.",
      "BAD guideline on bullous pemphigoid 2012"),
    rule(
      "bacterial-possible", .withinTwoWeeks,
      [.probability(["bacterial"], atLeast: possibleThreshold, below: likelyThreshold)],
      "Have a clinician examine this within two weeks, within 24 hours if it is warm and spreads: a bacterial"
        + " infection is possible.",
      "NICE NG141 (cellulitis); NICE NG153 (impetigo)"),
    rule(
      "herpes-likely", .withinTwoWeeks, [.probability(["herpes"], atLeast: likelyThreshold)],
      "Ask a clinician soon, at the latest within two weeks: medicine against shingles works best when begun within"
        + " three days.",
      "NICE CKS shingles"),
    rule(
      "connective-likely", .withinTwoWeeks,
      [.probability(["connective_tissue"], atLeast: likelyThreshold)],
      "Have a clinician examine this within two weeks: a disease of connective tissue can also affect inner organs.",
      "EULAR recommendations on systemic lupus erythematosus 2023"),
  ]

  private static let routine: [UrgencyRule] = [
    rule(
      "scabies", .routine, [.sign([.nightItchOthersItch])],
      "Itch at night with others itching can be scabies: everybody in the house is treated at the same time; ask a"
        + " clinician or pharmacist.",
      "WHO, scabies; NICE CKS scabies"),
    rule(
      "lump-likely", .routine, [.probability(["benign_tumor", "vascular_tumor"], atLeast: likelyThreshold)],
      "A picture cannot rule out skin cancer: a lump that is new, changes, bleeds or does not heal needs examination"
        + " within two weeks.",
      "NICE NG12 (suspected cancer)"),
    rule(
      "urticaria-likely", .routine, [.probability(["urticaria"], atLeast: possibleThreshold)],
      "If lips, tongue or face swell or breathing becomes hard, go to emergency care at once.",
      "NICE CG134 (anaphylaxis); EAACI/GA2LEN urticaria guideline 2021"),
  ]

  private static func rule(
    _ id: String, _ level: UrgencyLevel, _ conditions: [UrgencyRule.Condition], _ sentence: String, _ source: String
  ) -> UrgencyRule {
    UrgencyRule(id: id, level: level, conditions: conditions, sentence: sentence, source: source)
  }
}
