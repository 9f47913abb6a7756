/// What can pass from person to person.
///
/// Standard facts of public references (NHS, DermNet). No clinician has reviewed them yet.
package enum ContagionFacts {
  /// Classes with at least one disease that people catch from others.
  package static let mayBeCaught: Set<String> = ["bacterial", "fungal", "herpes", "infestation_bites", "others"]
  /// Diseases that pass to others by touch, towels or combs.
  package static let passingByTouch: Set<String> = [
    "a fungal infection changed by steroid cream (tinea incognito)", "athlete's foot (tinea pedis)",
    "eczema herpeticum", "head lice", "herpes simplex", "impetigo", "molluscum contagiosum", "mpox", "orf",
    "ringworm of the beard (tinea barbae)", "ringworm of the body (tinea corporis)",
    "ringworm of the face (tinea faciei)", "ringworm of the groin (tinea cruris)",
    "ringworm of the hand (tinea manuum)", "ringworm of the scalp (tinea capitis)",
  ]
  /// The disease that passes by long contact of skin with skin, so that everybody at home is treated.
  package static let passingInBed = "scabies"
  /// Diseases that pass by sex.
  package static let passingBySex: Set<String> = ["genital warts", "syphilis"]
  /// Classes that pass to others by touch where no disease of theirs is named.
  package static let passingClasses: Set<String> = ["bacterial", "fungal", "herpes", "infestation_bites"]
  /// Diseases that pass to whoever is near, through the air.
  package static let passingThroughAir: Set<String> = ["chickenpox", "chickenpox or measles", "measles"]
  /// Diseases that may pass to whoever is near if the rash is new and came with fever.
  package static let passingWithFever: Set<String> = ["a viral rash (exanthem)", "mpox"]
  /// The disease that gives another one, chickenpox, to those who never had that.
  package static let givingChickenpox = "shingles (herpes zoster)"

  /// All diseases that pass to others, whatever way.
  package static let passing = passingByTouch.union(passingBySex).union(passingThroughAir).union(passingWithFever)
    .union([passingInBed, givingChickenpox])

  /// Whether a sentence says that a disease does not pass to others, and nothing else.
  package static func denies(_ sentence: String) -> Bool {
    !sentence.contains(" but ")
      && ["not contagious", "does not pass", "do not pass"].contains(where: sentence.contains)
  }

  private static let names: [Phrase] = [
    "herpes|scabies|impetigo|varicella|chickenpox|shingles|zoster|ringworm|tinea|molluscum|wart|warts|measles|lice",
    "chicken pox", "cold sore|sores", "athletes foot", "syphilis|mpox|monkeypox|leprosy|cellulitis|candida|pediculosis",
  ]

  static func namesContagious(_ words: Words) -> Bool { names.contains { $0.occurs(in: words) } }

  /// Whether a text names a disease that people catch from others.
  package static func namesContagious(_ text: String) -> Bool { namesContagious(Words(text)) }
}
