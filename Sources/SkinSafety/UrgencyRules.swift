/// The table of red flags.
///
/// The rules follow public guidelines, named beside each. No clinician has reviewed the table yet.
package enum UrgencyRules {
  /// From this probability on, a class counts as possible.
  package static let possibleThreshold = 0.15
  /// From this probability on, a class counts as likely.
  package static let likelyThreshold = 0.40
  /// From this probability on, a disease that cannot wait raises the level by itself: on the validation photos this moves
  /// four harmless and four dangerous photos up.
  private static let earlyThreshold = 0.10
  /// The same for diseases that photos of harmless ones often resemble: two harmless photos.
  private static let resembledThreshold = 0.30
  /// The same for the class of blistering diseases: no harmless photo, four dangerous ones.
  private static let bullousThreshold = 0.20
  /// From this probability on, the class of moles and melanoma needs an examination: one more photo.
  private static let moleThreshold = 0.30

  /// Said when no rule raises the level and the danger signs were denied.
  package static let baseSentence =
    "The danger signs were asked and denied and the picture asks for no haste, but it can miss something: see a"
    + " clinician, and sooner if it gets worse, spreads, hurts, bleeds or comes with fever."

  /// The lowest level if the program cannot tell what it sees: its own caution, not a guideline's.
  package static let uncertainLevel = UrgencyLevel.withinTwoWeeks

  /// Said for ``uncertainLevel``.
  package static let uncertainSentence =
    "Have a clinician examine this within two weeks: the program cannot tell what it is, so a danger can be hidden."

  /// Said with ``uncertainSentence``: the time rests on nothing that was seen.
  package static let longestWaitSentence =
    "This time is the longest wait allowed; nothing that was seen says that it is safe to wait."

  /// All rules, most urgent first.
  package static let all =
    emergency + within24Hours + later.filter(\.isWithinDays) + later.filter { !$0.isWithinDays } + routine + lookAlikes

  /// What may wait two weeks, or better some days.
  private static let later = withinTwoWeeks + neglectedTropical

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
      "erythroderma", .emergency, [.sign([.mostOfSkinRed])],
      "Go to emergency care now: red skin nearly everywhere loses water and heat, and needs a hospital.",
      "DermNet, erythroderma; BAD patient information on erythroderma"),
    rule(
      "dying-skin", .emergency, [.sign([.dyingSkin])],
      "Go to emergency care now: skin that turns black or dies can be an infection that destroys tissue, or lost blood"
        + " flow.",
      "NICE NG141; NICE NG19; NHS, gangrene"),
    rule(
      "chest-pain", .emergency, [.sign([.chestPain])],
      "Go to emergency care now: chest pain with a rash can mean that heart or lungs are affected.",
      "NHS, chest pain; EULAR recommendations on systemic lupus erythematosus 2023"),
    rule(
      "sepsis", .emergency, [.unwell([.confused, .veryUnwell, .shivering])],
      "Go to emergency care now: confusion, shivering that cannot be stopped, or feeling very ill with a skin problem can"
        + " be sepsis.",
      "NICE NG253 (suspected sepsis); UK Sepsis Trust, signs of sepsis (extreme shivering)"),
    rule(
      "young-infant-fever", .emergency, [.patient([.underThreeMonths]), .unwell([.fever])],
      "Go to emergency care now: fever in a baby younger than three months needs examination at once.",
      "NICE NG143 (fever in under 5s)"),
    rule(
      "immune-fever", .emergency, [.patient([.immunosuppressed]), .unwell([.fever, .shivering])],
      "Go to emergency care now: fever with a weak immune system can be sepsis even when little is seen.",
      "NICE CG151 (neutropenic sepsis); NICE NG253"),
    rule(
      "hospital-likely", .emergency, [.condition(hospital.sorted(), atLeast: likelyThreshold)],
      "Go to emergency care now: a disease that belongs in a hospital is likely.",
      "NICE CG153 (psoriasis), NG141, NG240; IDSA guideline on skin and soft tissue infections 2014"),
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
      "shingles", .within24Hours, [.sign([.painfulBand])],
      "See a clinician within 24 hours: pain or blisters in a band on one side can be shingles, and its medicine works"
        + " best when begun early.",
      "NICE CKS shingles (antivirals within 72 hours); NHS, shingles"),
    rule(
      "cellulitis", .within24Hours, [.sign([.spreadingWarmRedness])],
      "See a clinician within 24 hours: warm red, swollen or darker skin that spreads can be a deep infection.",
      "NICE NG141 (cellulitis and erysipelas)"),
    rule(
      "fever", .within24Hours, [.unwell([.fever])],
      "See a clinician within 24 hours: a skin problem with fever needs examination.",
      "NICE NG143; NICE NG253"),
    rule(
      "spots", .within24Hours, [.sign([.nonBlanchingSpots])],
      "See a clinician within 24 hours: new spots that do not fade under a pressed glass need examination the same day.",
      "NICE NG240 (meningococcal disease)"),
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
      "danger-emergency", .within24Hours, [.danger(.emergency, today: true)],
      "See a clinician within 24 hours: this may be a disease that needs care without delay.",
      "NICE CG57, CG153, NG141, NG240; BAD guideline on pemphigus vulgaris 2017"),
    rule(
      "danger-infection", .within24Hours, [.danger(.infection, today: true)],
      "See a clinician within 24 hours: this may be an infection that needs treatment without delay.",
      "NICE NG141 (cellulitis), NG153 (impetigo); NICE CKS shingles; UKHSA notifiable diseases"),
    rule(
      "early-possible", .within24Hours, [.condition((hospital.union(early)).sorted(), atLeast: earlyThreshold)],
      "See a clinician within 24 hours: a disease whose treatment must begin early is possible.",
      "NICE NG141 (cellulitis), CG57; NICE CKS shingles; BAD guideline on pemphigus vulgaris 2017"),
    rule(
      "resembled-likely", .within24Hours, [.condition(resembled.sorted(), atLeast: resembledThreshold)],
      "See a clinician within 24 hours: a disease that must be recognized early is possible.",
      "UKHSA guidelines on measles and chickenpox; DermNet, cutaneous vasculitis, Sweet syndrome, erythema multiforme"),
    rule(
      "bullous-possible", .within24Hours, [.probability(["bullous"], atLeast: bullousThreshold)],
      "See a clinician within 24 hours: a blistering disease is possible; new blisters can spread, become infected or be a"
        + " reaction to a medicine.",
      "BAD guidelines on bullous pemphigoid 2012 and pemphigus vulgaris 2017; DermNet, blistering skin conditions"),
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
      "Have a clinician examine this within two weeks, better within days: a growing ring after a tick can be Lyme"
        + " disease.",
      "NICE NG95 (Lyme disease)"),
    rule(
      "foot-sore", .withinTwoWeeks, [.sign([.footSore])],
      "Have a clinician examine this within two weeks: a sore of the foot can be a sign of poor blood flow or"
        + " diabetes.",
      "NICE CG168 (varicose veins, leg ulcer); NICE NG19"),
    rule(
      "scabies", .withinTwoWeeks, [.sign([.nightItchOthersItch])],
      "Have a clinician examine this within two weeks, better within days: itch at night while others at home itch too can"
        + " be scabies, which passes on until all of them are treated.",
      "WHO fact sheet, scabies; NICE CKS scabies"),
    rule(
      "widespread-rash", .withinTwoWeeks, [.sign([.widespreadRash])],
      "Have a clinician examine this within two weeks, better within days: a new rash over much of the body can be an"
        + " infection that passes to others, or a reaction to a medicine.",
      "UKHSA viral rash in pregnancy; NICE CG183 (drug allergy); NHS, rashes"),
    rule(
      "new-medicine", .withinTwoWeeks, [.newMedicine],
      "Have a clinician examine this within two weeks: a new medicine can be the cause; call whoever prescribed it, or a"
        + " doctor, today and before the next dose.",
      "NICE CG183 (drug allergy)"),
    rule(
      "cancer-possible", .withinTwoWeeks, [.danger(.cancer, today: false)],
      "Have a clinician examine this within two weeks: a picture cannot rule out melanoma or another skin cancer.",
      "NICE NG12 (suspected cancer)"),
    rule(
      "mole-possible", .withinTwoWeeks, [.probability(["melanoma_nevi"], atLeast: moleThreshold)],
      "Have a clinician examine this within two weeks: a mole and a melanoma can look the same in a photo.",
      "NICE NG12 (suspected cancer)"),
    rule(
      "emergency-possible", .withinTwoWeeks, [.danger(.emergency, today: false)],
      "Have a clinician examine this within two weeks, sooner if it spreads, blisters or comes with fever: a grave"
        + " disease is unlikely but not ruled out.",
      "NICE CG57, CG153, NG141; BAD guideline on pemphigus vulgaris 2017"),
    rule(
      "infection-possible", .withinTwoWeeks, [.danger(.infection, today: false)],
      "Have a clinician examine this within two weeks, better within days: an infection that needs treatment is"
        + " possible.",
      "NICE NG141, NG153, NG95; NICE CKS shingles and scabies; WHO guidelines on leprosy 2018"),
    rule(
      "immune-possible", .withinTwoWeeks, [.danger(.soon, today: false)],
      "Have a clinician examine this within two weeks: a disease that needs more than care at home is possible.",
      "BAD guideline on bullous pemphigoid 2012; EULAR recommendations on systemic lupus erythematosus 2023"),
    rule(
      "danger-possible", .withinTwoWeeks, [.anyDanger],
      "Have a clinician examine this within two weeks: several diseases that should not wait are each possible.",
      "NICE NG12, NG141; EULAR recommendations on systemic lupus erythematosus 2023"),
  ]

  private static let routine: [UrgencyRule] = [
    rule(
      "lump-likely", .routine, [.probability(["benign_tumor", "vascular_tumor"], atLeast: likelyThreshold)],
      "A picture cannot rule out skin cancer: a lump that is new, changes, bleeds or does not heal must be examined within"
        + " two weeks.",
      "NICE NG12 (suspected cancer)", asks: .withinTwoWeeks),
    rule(
      "urticaria-likely", .routine, [.probability(["urticaria"], atLeast: possibleThreshold)],
      "If lips, tongue or face swell or breathing becomes hard, call an ambulance or go to a hospital now.",
      "NICE CG134 (anaphylaxis); EAACI/GA2LEN urticaria guideline 2021", asks: .emergency),
  ]

  private static func rule(
    _ id: String, _ level: UrgencyLevel, _ conditions: [UrgencyRule.Condition], _ sentence: String, _ source: String,
    asks: UrgencyLevel? = nil
  ) -> UrgencyRule {
    UrgencyRule(id: id, level: level, conditions: conditions, sentence: sentence, source: source, asks: asks)
  }
}
