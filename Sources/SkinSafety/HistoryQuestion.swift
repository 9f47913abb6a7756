/// A question of the history as data, so that a terminal and a page can ask it.
///
/// No clinician has reviewed the wording yet.
package struct HistoryQuestion: Hashable, Sendable, Codable {
  /// The question's key in JSON.
  package enum Identifier: String, Codable, Hashable, Sendable, CaseIterable {
    /// Whether the person feels ill.
    case unwell
    /// Skin signs.
    case signs
    /// Changes of a mole or dark spot.
    case spot
    /// Weeks without healing.
    case nonHealingWeeks
    /// Facts about the person.
    case patient
    /// The age; asked with ``patient``.
    case ageYears
    /// A medicine begun lately.
    case newMedicine
    /// How strong the itch is.
    case itch
    /// Whether it hurts.
    case pain
    /// Days since it began.
    case durationDays
    /// Where it is.
    case site
    /// Whether others at home have it too.
    case othersAffected
    /// Where the person lives or has stayed.
    case area
    /// Findings of the skin diseases of warm countries.
    case findings
    /// Medicines that matter for the skin.
    case medicines
  }

  /// What an answer is.
  package enum Kind: String, Codable, Hashable, Sendable {
    /// Any number of the codes; an empty list is "none of these".
    case codes = "a list of codes"
    /// A number that is not negative.
    case number = "a number"
    /// True or false.
    case yesOrNo = "true or false"
  }

  /// One possible answer.
  package struct Answer: Hashable, Sendable, Codable {
    /// The code in JSON.
    package let code: String
    /// The wording to show.
    package let wording: String
  }

  /// The key in JSON.
  package let id: Identifier
  /// The wording to show.
  package let wording: String
  /// What an answer is.
  package let kind: Kind
  /// The possible answers of a question with codes; empty for other kinds.
  package let answers: [Answer]

  /// The question with a key.
  package static func question(_ id: Identifier) -> HistoryQuestion {
    switch id {
    case .unwell: HistoryQuestion(id, "Are you (or is the patient) unwell?", unwell)
    case .signs: HistoryQuestion(id, "Is any of this true?", signs)
    case .spot: HistoryQuestion(id, "If it is a mole or a dark spot: which of these is true?", spot)
    case .nonHealingWeeks:
      HistoryQuestion(id, "If it is a sore or lump that does not heal: for how many weeks?", kind: .number)
    case .patient: HistoryQuestion(id, "Is the patient one of these?", patient)
    case .ageYears: HistoryQuestion(id, "How old is the patient, in years (0.5 is six months)?", kind: .number)
    case .newMedicine:
      HistoryQuestion(id, "Was a new medicine begun within eight weeks before this started?", kind: .yesOrNo)
    case .itch: HistoryQuestion(id, "Does it itch?", itch)
    case .pain: HistoryQuestion(id, "Does it hurt?", kind: .yesOrNo)
    case .durationDays: HistoryQuestion(id, "For how many days has it been there?", kind: .number)
    case .site: HistoryQuestion(id, "Where on the body is it?", site)
    case .othersAffected: HistoryQuestion(id, "Do others at home have it too?", kind: .yesOrNo)
    case .area: HistoryQuestion(id, "Where does the patient live, or stayed in the last years?", area)
    case .findings: HistoryQuestion(id, "After a life or stay in a warm country: is any of this true?", findings)
    case .medicines: HistoryQuestion(id, "Does the patient use one of these?", medicines)
    }
  }

  /// All questions in the order in which they are asked: the danger signs first.
  package static let all = Identifier.allCases.map { question($0) }

  private init(_ id: Identifier, _ wording: String, kind: Kind) {
    self.id = id
    self.wording = wording
    self.kind = kind
    answers = []
  }

  private init<Code: RawRepresentable>(_ id: Identifier, _ wording: String, _ answers: [(Code, String)])
  where Code.RawValue == String {
    self.id = id
    self.wording = wording
    kind = .codes
    self.answers = answers.map { Answer(code: $0.0.rawValue, wording: $0.1) }
  }

  private static let unwell: [(History.Unwell, String)] = [
    (.fever, "fever (38 °C or more)"),
    (.shivering, "shivering that cannot be stopped"),
    (.confused, "confused, very drowsy or hard to wake, a fit, or a stiff neck with headache"),
    (.veryUnwell, "faint, cold or mottled, or feeling very ill"),
  ]

  private static let signs: [(History.Sign, String)] = [
    (.nonBlanchingSpots, "new spots that do not fade under a pressed glass (on dark skin look at palms and soles)"),
    (.mucosalSores, "sores in the mouth, on the eyes or the genitals"),
    (.blistersOrPeeling, "blisters or peeling over large areas, or painful skin that comes off"),
    (.rapidlySpreadingPain, "pain much worse than it looks, or a swelling that spreads fast, is dusky or crackles"),
    (.swellingFaceOrAirway, "swelling of lips, tongue, face or throat"),
    (.breathing, "trouble breathing or swallowing"),
    (.eyeInvolvement, "blisters or redness near an eye or on the tip of the nose, or a painful red eye"),
    (.spreadingWarmRedness, "warm red, swollen or darker skin that spreads"),
    (.punchedOutSores, "many small punched-out sores, suddenly, on eczema"),
    (.mostOfSkinRed, "nearly all of the skin is red, or on dark skin darker, hot and scaly"),
    (.numbPatch, "a pale or reddish patch without feeling"),
    (.nightItchOthersItch, "strong itch at night, and others in the house itch too"),
    (.widespreadRash, "a new rash over much of the body"),
    (.expandingRing, "a red ring that grows, after a tick bite or where ticks live"),
    (.footSore, "a sore or ulcer of the foot"),
    (.painfulBand, "pain, burning or blisters in a band on one side of the body or face"),
    (.dyingSkin, "skin that dies: it turns grey, dark purple or black within hours or days"),
    (.chestPain, "chest pain with a rash, or sudden breathlessness with a swollen leg"),
  ]

  /// Signs that are urgent together, or that no question asks for, in the words of a question.
  static let together: [(UrgencyLevel, String)] = [
    (.emergency, "new spots that do not fade when a glass is pressed on them, together with fever or illness"),
    (.emergency, "sores of mouth, eyes or genitals, together with fever, illness or blisters elsewhere"),
    (.emergency, "a rash after a new medicine, together with fever, a swollen face, blisters or sores"),
    (.emergency, "many small spots with pus, suddenly, over much of the body"),
    (.emergency, "a baby under three months with fever or new blisters, or any baby that is limp or does not feed"),
    (.emergency, "fever in anybody with a weak immune system"),
    (.emergency, "redness around an eye with pain when it moves, a bulging eye or worse sight"),
    (.emergency, "bleeding that does not stop after 20 minutes of pressure"),
    (.emergency, "thoughts of ending one's life"),
    (.within24Hours, "one leg that is newly swollen and painful"),
    (.within24Hours, "a new rash over much of the body of a baby, in pregnancy or after a new medicine"),
    (.within24Hours, "new blisters in several places of the body"),
    (.within24Hours, "a wound, blister, sore or redness of a foot with diabetes, even without pain"),
    (.withinTwoWeeks, "a mole or dark spot that changes, bleeds, looks unlike the others or is under a nail"),
    (.withinTwoWeeks, "a sore or scaly patch not healed in four weeks (in the mouth three), or a lump that grows"),
  ]

  private static let spot: [(History.Spot, String)] = [
    (.changing, "it grows, or changes its shape, border or colour"),
    (.bleeding, "it bleeds or crusts"),
    (.unlikeOthers, "it looks unlike the other spots"),
    (.underNail, "it is under a nail"),
    (.overSixMillimetres, "it is wider than 6 mm (a pencil)"),
  ]

  private static let patient: [(History.PatientFact, String)] = [
    (.underThreeMonths, "younger than three months"),
    (.infant, "younger than one year"),
    (.pregnant, "pregnant, or gave birth within six weeks"),
    (.immunosuppressed, "has a weak immune system (illness, chemotherapy, transplant, steroids)"),
    (.diabetes, "has diabetes"),
  ]

  private static let itch: [(History.Itch, String)] = [
    (.absent, "it does not itch"), (.some, "it itches a little"), (.strong, "it itches strongly"),
    (.atNight, "it itches most at night"),
  ]

  private static let site: [(History.Site, String)] = [
    (.face, "the face"), (.scalp, "the scalp"), (.trunk, "the trunk"), (.elbowsKnees, "elbows or knees"),
    (.hands, "the hands"), (.fingerWebs, "between the fingers, or the wrists"), (.feet, "feet or toes"),
    (.nails, "the nails"), (.folds, "groin, armpits or other folds"), (.genitals, "genitals or buttocks"),
  ]

  private static let area: [(History.Area, String)] = [
    (.africa, "Africa south of the Sahara"), (.southAsia, "India and its neighbours"),
    (.southEastAsiaPacific, "South-east Asia or the Pacific"), (.latinAmerica, "Central or South America"),
    (.middleEastMediterranean, "North Africa, the Middle East, Central Asia or the Mediterranean"),
    (.australia, "Australia"), (.tickCountry, "a place where ticks bite"),
  ]

  private static let findings: [(History.Finding, String)] = [
    (.painlessLump, "a lump that does not hurt"), (.painlessUlcer, "an open sore that does not hurt"),
    (.wartyOrCrustedSores, "warty or crusted sores"),
    (.patchesAfterKalaAzar, "pale patches or bumps after kala-azar"),
    (.swellingWithGrains, "a swelling, mostly of the foot, with openings or grains"),
    (.itchWithLumpsOrPoorSight, "long itch with lumps under the skin, or with poor sight"),
    (.swollenLimb, "a limb, breast or scrotum that stays swollen"),
  ]

  private static let medicines: [(History.Medicine, String)] = [
    (.steroidCream, "a steroid cream on the place"),
    (.immunosuppressant, "a medicine that calms the immune system"),
    (.lightSensitizing, "a medicine that makes the skin sensitive to light"),
  ]
}
