/// What can pass from person to person.
///
/// Standard facts of public references (NHS, DermNet). No clinician has reviewed them yet.
package enum ContagionFacts {
  /// Classes with at least one disease that people catch from others.
  package static let mayBeCaught: Set<String> = ["bacterial", "fungal", "herpes", "infestation_bites", "others"]
  /// Diseases that pass to others by touch, towels or combs.
  package static let passingByTouch: Set<String> = [
    "a fungal infection changed by steroid cream (tinea incognito)", "athlete's foot (tinea pedis)", "chickenpox",
    "chickenpox or measles", "eczema herpeticum", "head lice", "herpes simplex", "impetigo", "measles",
    "molluscum contagiosum", "mpox", "ringworm of the beard (tinea barbae)", "ringworm of the body (tinea corporis)",
    "ringworm of the face (tinea faciei)", "ringworm of the groin (tinea cruris)",
    "ringworm of the hand (tinea manuum)", "ringworm of the scalp (tinea capitis)", "scabies",
    "shingles (herpes zoster)",
  ]
  /// Diseases that pass to others before anybody touches them, or that endanger an unborn child.
  package static let passingByNearness: Set<String> = [
    "a viral rash (exanthem)", "chickenpox", "chickenpox or measles", "measles", "mpox",
  ]

  private static let names: [Phrase] = [
    "herpes|scabies|impetigo|varicella|chickenpox|shingles|zoster|ringworm|tinea|molluscum|wart|warts|measles|lice",
    "chicken pox", "cold sore|sores", "athletes foot", "syphilis|mpox|monkeypox|leprosy|cellulitis|candida|pediculosis",
  ]

  static func namesContagious(_ words: Words) -> Bool { names.contains { $0.occurs(in: words) } }

  /// Whether a text names a disease that people catch from others.
  package static func namesContagious(_ text: String) -> Bool { namesContagious(Words(text)) }
}
