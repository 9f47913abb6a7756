/// What can pass from person to person.
///
/// Standard facts of public references (NHS, DermNet). No clinician has reviewed them yet.
package enum ContagionFacts {
  /// Classes with at least one disease that people catch from others.
  package static let mayBeCaught: Set<String> = passingClasses.union(["others"])
  /// Classes of which most diseases pass to others.
  package static let passingClasses: Set<String> = ["bacterial", "fungal", "herpes", "infestation_bites"]

  private static let names: [Phrase] = [
    "herpes|scabies|impetigo|varicella|chickenpox|shingles|zoster|ringworm|tinea|molluscum|wart|warts|measles|lice",
    "chicken pox", "cold sore|sores", "athletes foot", "syphilis|mpox|monkeypox|leprosy|cellulitis|candida|pediculosis",
  ]

  static func namesContagious(_ words: Words) -> Bool { names.contains { $0.occurs(in: words) } }

  /// Whether a text names a disease that people catch from others.
  package static func namesContagious(_ text: String) -> Bool { namesContagious(Words(text)) }
}
