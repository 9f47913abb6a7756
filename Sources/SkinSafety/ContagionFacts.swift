/// What can pass from person to person.
///
/// Standard facts of public references (NHS, DermNet). No clinician has reviewed them yet.
enum ContagionFacts {
  /// Classes with at least one disease that people catch from others.
  static let mayBeCaught: Set<String> = ["bacterial", "fungal", "herpes", "infestation_bites", "others"]

  private static let names: [Phrase] = [
    "herpes|scabies|impetigo|varicella|chickenpox|shingles|zoster|ringworm|tinea|molluscum|wart|warts|measles|lice",
    "chicken pox", "cold sore|sores", "athletes foot", "syphilis|mpox|monkeypox|leprosy|cellulitis|candida|pediculosis",
  ]

  static func namesContagious(_ words: Words) -> Bool { names.contains { $0.occurs(in: words) } }
}
