extension UrgencyRules {
  /// Infections to treat or report that need no care today: a reason for today does not name them.
  ///
  /// The group's calibrated sum gives the level; its name would tell somebody with lice that lice are urgent.
  private static let notToday: Set<String> = [
    "a tick bite or Lyme disease rash", "an atypical mycobacterial infection", "cutaneous larva migrans",
    "leishmaniasis of the skin", "leprosy", "paronychia", "ringworm of the beard (tinea barbae)",
    "ringworm of the scalp (tinea capitis)", "scabies", "syphilis", "tuberculosis of the skin",
  ]
  /// Those that are no ground for any level.
  private static let noGround: Set<String> = ["head lice"]

  /// Whether a disease, or a class, is by itself a ground for a level.
  static func deserves(_ name: String, _ level: UrgencyLevel) -> Bool {
    !noGround.contains(name) && (level < .within24Hours || !notToday.contains(name))
  }
}
