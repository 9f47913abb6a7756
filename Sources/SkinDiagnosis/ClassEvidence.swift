/// What would support a class: how it usually looks, and which of its usual concepts the model noted on this photo.
///
/// General knowledge of dermatology (DermNet) in a few words; no clinician has reviewed it yet. The concepts are the
/// model's own estimate, so they do not confirm its ranking.
package struct ClassEvidence: Hashable, Sendable, Codable {
  /// How the class usually looks.
  package let appearance: String
  /// Concepts that belong to the class and were noted on this photo, most probable first; often none.
  package let concepts: [String]

  /// The probability from which a class is explained.
  static let explainedProbability = 0.05
  /// The probability from which a concept counts as noted.
  static let notedProbability = 0.2
  /// The most concepts listed.
  static let conceptLimit = 4

  /// The class with its evidence, if it is likely enough and in the table.
  static func explained(_ entry: ClassProbability, concepts: [ConceptProbability]?) -> ClassProbability {
    guard entry.probability >= explainedProbability, let usual = table[entry.class] else { return entry }
    let noted = (concepts ?? []).filter {
      $0.probability >= notedProbability && usual.concepts.contains($0.name) && ConceptNorms.isMoreThanUsual($0)
    }
    var entry = entry
    entry.evidence = ClassEvidence(
      appearance: usual.appearance, concepts: noted.prefix(conceptLimit).map { ReportWords.concept($0.name) })
    return entry
  }

  /// Whether the appearance is a sentence of its own, because the class has no usual look.
  package var standsAlone: Bool {
    appearance == Self.table["others"]?.appearance || appearance == Self.table["normal_skin"]?.appearance
  }

  /// How every class usually looks.
  package static var appearances: [String] { table.values.map(\.appearance).sorted() }

  private static let table: [String: (appearance: String, concepts: Set<String>)] = [
    "acne_rosacea": (
      "red bumps, some with pus or blackheads, or lasting redness of the face",
      ["Papule", "Pustule", "Comedo", "Nodule", "Cyst", "Erythema", "Telangiectasia", "Scar"]
    ),
    "bacterial": (
      "redness, swelling and warmth, with pus or yellow crusts",
      ["Erythema", "Pustule", "Crust", "Abscess", "Exudate", "Bulla", "Erosion", "Yellow"]
    ),
    "benign_tumor": (
      "a bump or patch of even shape and colour that grows slowly",
      [
        "Papule", "Nodule", "Plaque", "Dome-shaped", "Warty/Papillomatous", "Pedunculated", "Cyst", "Yellow",
        "Brown(Hyperpigmentation)",
      ]
    ),
    "bullous": (
      "blisters filled with fluid, with raw areas and crusts where they broke",
      ["Bulla", "Vesicle", "Erosion", "Crust", "Exudate"]
    ),
    "connective_tissue": (
      "red scaly patches, a red face, or hard and shiny skin",
      ["Erythema", "Plaque", "Scale", "Atrophy", "Sclerosis", "Telangiectasia", "Poikiloderma", "Induration", "Purple"]
    ),
    "dermatitis": (
      "red, dry or scaly patches without a sharp edge",
      [
        "Erythema", "Scale", "Plaque", "Patch", "Xerosis", "Lichenification", "Excoriation", "Exudate", "Crust",
        "Vesicle", "Fissure",
      ]
    ),
    "fungal": (
      "scaly patches or rings with a raised red edge, or thick discoloured nails",
      ["Scale", "Plaque", "Patch", "Erythema", "Yellow", "White(Hypopigmentation)", "Brown(Hyperpigmentation)"]
    ),
    "herpes": (
      "groups of small blisters on red skin, later sores and crusts",
      ["Vesicle", "Erosion", "Ulcer", "Crust", "Erythema", "Umbilicated"]
    ),
    "infestation_bites": (
      "itchy red bumps in groups or lines, some with a small dot in the middle",
      ["Papule", "Wheal", "Burrow", "Excoriation", "Erythema", "Nodule", "Crust"]
    ),
    "light": (
      "a rash where the sun reaches the skin, or lighter or darker patches",
      ["Erythema", "Brown(Hyperpigmentation)", "White(Hypopigmentation)", "Macule", "Patch", "Plaque", "Scale"]
    ),
    "malignant": (
      "a scaly patch, a shiny bump, a firm lump or a sore that does not heal",
      [
        "Nodule", "Ulcer", "Crust", "Scale", "Plaque", "Translucent", "Telangiectasia", "Exophytic/Fungating",
        "Friable", "Induration",
      ]
    ),
    "melanoma_nevi": (
      "a brown, black, blue or pink spot; uneven shape, border or colour and change are warning signs",
      ["Brown(Hyperpigmentation)", "Black", "Blue", "Gray", "Pigmented", "Macule", "Nodule", "Papule"]
    ),
    "normal_skin": ("no clear sign of disease, which a photo cannot prove", []),
    "others": ("many different diseases, so no common look", []),
    "psoriasis_lichen": (
      "red patches with a clear edge and silvery scale, or flat-topped purple bumps",
      ["Plaque", "Scale", "Erythema", "Flat topped", "Purple", "Papule", "Salmon"]
    ),
    "urticaria": ("raised pale or red wheals that come and go", ["Wheal", "Erythema", "Plaque", "Papule"]),
    "vascular_tumor": (
      "a red, purple or blue spot or bump made of blood vessels",
      ["Papule", "Nodule", "Purple", "Blue", "Dome-shaped", "Friable", "Patch"]
    ),
  ]
}
