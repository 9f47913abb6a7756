extension UrgencyRules {
  /// Infections to treat or report that need no care today: a reason for today does not name them.
  ///
  /// The group's calibrated sum gives the level; its name would tell somebody with lice that lice are urgent.
  private static let notToday: Set<String> = [
    "a tick bite or Lyme disease rash", "an atypical mycobacterial infection", "cutaneous larva migrans",
    "leishmaniasis of the skin", "leprosy", "paronychia", "ringworm of the beard (tinea barbae)",
    "ringworm of the scalp (tinea capitis)", "scabies", "syphilis", "tuberculosis of the skin",
  ]
  /// Diseases that belong in a hospital at once.
  static let hospital: Set<String> = [
    "acute generalised exanthematous pustulosis", "erythrodermic psoriasis", "generalised pustular psoriasis",
    "meningococcal disease", "necrotising fasciitis",
  ]
  /// Diseases that must be treated within a day, also where they are not the likeliest.
  static let early: Set<String> = ["cellulitis", "eczema herpeticum", "pemphigus vulgaris", "shingles (herpes zoster)"]
  /// Diseases that are to be seen within a day, but that photos of others often resemble.
  static let resembled: Set<String> = [
    "Sweet syndrome", "chickenpox", "chickenpox or measles", "erythema multiforme",
    "inflammation of blood vessels (vasculitis)", "measles", "mpox",
  ]

  /// Whether a disease needs care within a day, so that it cannot be the ground of a longer time.
  package static func needsCareToday(_ name: String) -> Bool {
    hospital.contains(name) || early.contains(name) || resembled.contains(name)
  }

  /// Whether a disease belongs in a hospital at once.
  package static func needsHospital(_ name: String) -> Bool { hospital.contains(name) }

  /// Those that are no ground for any level.
  private static let noGround: Set<String> = ["head lice"]

  /// Whether a disease, or a class, is by itself a ground for a level.
  static func deserves(_ name: String, _ level: UrgencyLevel) -> Bool {
    !noGround.contains(name) && (level < .within24Hours || !notToday.contains(name))
  }
}
