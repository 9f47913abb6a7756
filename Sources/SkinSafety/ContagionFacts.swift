/// Whether a class can pass from person to person, in careful words.
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

  /// Said after every fact.
  static let caution =
    "The picture cannot decide which it is: until a clinician has seen it, keep it covered, wash hands and share no"
    + " towels."

  /// Said if nothing is known about the classes.
  static let unknown = "Whether this can pass to others depends on what it is, and that is not known."

  /// The fact about a class by its slug; nil for a class that is not in the table.
  static func fact(_ slug: String) -> String? { facts[slug] }

  static let facts: [String: String] = [
    "acne_rosacea": "If it is acne or rosacea, it is thought not to pass to others; infected hair roots sometimes can.",
    "bacterial": "If it is a bacterial infection such as impetigo, it can pass to others by touch and shared towels.",
    "benign_tumor": "If it is a benign tumour, most kinds do not pass to others, but warts can.",
    "bullous":
      "If it is an autoimmune blistering disease, it does not pass to others, but blisters can also be infected.",
    "connective_tissue": "If it is a disease of connective tissue, it is thought not to pass to others.",
    "dermatitis": "If it is dermatitis, it does not pass to others, but infected or punched-out sores on it can.",
    "fungal": "If it is a fungal infection, it can pass to others and from animals, by touch, towels and floors.",
    "herpes": "If it is herpes or shingles, it can pass to others; shingles can give chickenpox to who never had it.",
    "infestation_bites": "If it is scabies or lice, it passes to others by close contact; simple bites do not.",
    "light": "If it is a reaction to light, it is thought not to pass to others.",
    "malignant": "A skin cancer is not caught from others, but this must be examined whatever the answer.",
    "melanoma_nevi": "A mole or melanoma is not caught from others, but this must be examined whatever the answer.",
    "nonskin": "This may not show skin, so nothing can be said about passing it to others.",
    "normal_skin": "No disease may be seen here, but the picture can miss one, also one that passes to others.",
    "others":
      "This group holds many diseases, some of which (chickenpox, measles, molluscum, syphilis) pass to others.",
    "psoriasis_lichen":
      "If it is psoriasis or lichen planus, it does not pass to others; similar fungal infections can.",
    "urticaria": "If it is hives, it does not pass to others, but an infection that sets them off can.",
    "vascular_tumor": "If it is a growth of blood vessels, it is thought not to pass to others.",
  ]
}
