/// The closed lists that the paper's authors trained on, for models whose checkpoints name none.
///
/// Source: SkinGPT-4, arXiv:2304.10691, tables 1 and 2; Daneshjou et al. 2022, arXiv:2302.00785 (SKINCON).
package enum PaperLists {
  /// The classes of diseases, with healthy skin and pictures of something else, and the answers that name them.
  package static let classes: [DiagnosisClass] = names.map { slug, label in
    let phrase =
      switch slug {
      case "nonskin": "This is not an image of skin"
      case "normal_skin": "This could be an image of healthy skin"
      default: "This could be a skin disease image of \(label)"
      }
    return DiagnosisClass(slug: slug, label: label, phrase: phrase)
  }

  /// The slugs that are not classes of this table, on which rules, evidence and replies rely.
  ///
  /// A model that says `melanoma` would silently have no rule for cancer.
  package static func unknownSlugs(in classes: [DiagnosisClass]) -> [String] {
    let known = Set(names.map(\.0))
    return classes.map(\.slug).filter { !known.contains($0) }
  }

  /// The name of a class for people.
  ///
  /// "Light diseases" would read as slight ones; the phrases that are scored keep the paper's name.
  package static func shownLabel(_ entry: DiagnosisClass) -> String {
    shownNames.first { $0.0 == entry.slug && entry.label == "Light Diseases" }?.1 ?? entry.label
  }

  private static let shownNames = [("light", "Diseases of Light and Pigment")]

  private static let names = [
    ("acne_rosacea", "Acne and Rosacea"),
    ("bacterial", "Bacterial Infections"),
    ("benign_tumor", "Benign Tumors"),
    ("bullous", "Bullous Disease"),
    ("connective_tissue", "Connective Tissue Diseases"),
    ("dermatitis", "Dermatitis"),
    ("fungal", "Fungal Infections"),
    ("herpes", "Herpes"),
    ("infestation_bites", "Infestations and Bites"),
    ("light", "Light Diseases"),
    ("malignant", "Malignant Lesions"),
    ("melanoma_nevi", "Melanoma, Nevi and Moles"),
    ("nonskin", "Not skin"),
    ("normal_skin", "Healthy skin"),
    ("others", "Others"),
    ("psoriasis_lichen", "Psoriasis and Lichen Planus"),
    ("urticaria", "Urticaria"),
    ("vascular_tumor", "Vascular Tumors"),
  ]

  /// The 48 concepts of SKINCON.
  package static let concepts = [
    "Vesicle", "Papule", "Macule", "Plaque", "Abscess", "Pustule", "Bulla", "Patch", "Nodule", "Ulcer", "Crust",
    "Erosion", "Excoriation", "Atrophy", "Exudate", "Purpura/Petechiae", "Fissure", "Induration", "Xerosis",
    "Telangiectasia", "Scale", "Scar", "Friable", "Sclerosis", "Pedunculated", "Exophytic/Fungating",
    "Warty/Papillomatous", "Dome-shaped", "Flat topped", "Brown(Hyperpigmentation)", "Translucent",
    "White(Hypopigmentation)", "Purple", "Yellow", "Black", "Erythema", "Comedo", "Lichenification", "Blue",
    "Umbilicated", "Poikiloderma", "Salmon", "Wheal", "Acuminate", "Burrow", "Gray", "Pigmented", "Cyst",
  ]

  /// The question for the concepts, and how its answer begins.
  package static let conceptQuestion = "Could you describe the medical concepts of skin disease in this image for me?"
  /// The answer's words before the first concept.
  package static let conceptOpening =
    "This is a skin disease image with the following medical features (clinical concepts):"
}
