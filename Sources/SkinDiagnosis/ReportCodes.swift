/// Codes of classes, conditions, concepts and questions for records: the program's own, and those of SNOMED CT with the
/// same meaning.
///
/// A class is a group of different diseases, so only a class that is a single disease has a SNOMED CT code; a code that
/// is nearly right would be a wrong entry in somebody's record. No clinician or terminologist has reviewed the table.
///
/// Source: SNOMED CT International Edition, concepts of the hierarchies Disorder and Body structure.
enum ReportCodes {
  /// The program's own code systems.
  enum System: String {
    /// The classes' slugs.
    case classes = "urn:skingpt:class"
    /// The conditions' names.
    case conditions = "urn:skingpt:condition"
    /// The concepts' names.
    case concepts = "urn:skingpt:concept"
    /// The keys of the questions about the person.
    case questions = "urn:skingpt:question"
    /// The answers' codes.
    case answers = "urn:skingpt:answer"
    /// What kind of finding a resource holds.
    case findings = "urn:skingpt:finding"
    /// How soon a person should be seen.
    case urgency = "urn:skingpt:urgency"
    /// The outcome of a diagnosis.
    case outcome = "urn:skingpt:outcome"
  }

  /// SNOMED CT.
  static let snomed = "http://snomed.info/sct"
  /// Skin.
  static let skin = (code: "39937001", display: "Skin structure")

  /// The disorder of a class, if it is a single one.
  static func disorder(ofClass slug: String) -> (code: String, display: String)? {
    slug == "urticaria" ? ("126485001", "Urticaria") : nil
  }

  /// The disorder that a condition is, if the table has it.
  static func disorder(ofCondition condition: String) -> (code: String, display: String)? { disorders[condition] }

  private static let disorders: [String: (code: String, display: String)] = [
    "acne": ("11381005", "Acne"),
    "actinic keratosis": ("201101007", "Actinic keratosis"),
    "alopecia areata": ("68225006", "Alopecia areata"),
    "atopic dermatitis": ("24079001", "Atopic dermatitis"),
    "basal cell carcinoma": ("254701007", "Basal cell carcinoma of skin"),
    "cellulitis": ("128045006", "Cellulitis"),
    "eczema": ("43116000", "Eczema"),
    "herpes simplex": ("88594005", "Herpes simplex"),
    "impetigo": ("48277006", "Impetigo"),
    "leprosy": ("81004002", "Leprosy"),
    "measles": ("14189004", "Measles"),
    "melanoma": ("372244006", "Malignant melanoma"),
    "psoriasis": ("9014002", "Psoriasis"),
    "rosacea": ("398909004", "Rosacea"),
    "scabies": ("128869009", "Infestation by Sarcoptes scabiei var hominis"),
    "seborrheic dermatitis": ("50563003", "Seborrheic dermatitis"),
    "shingles (herpes zoster)": ("4740000", "Herpes zoster"),
    "squamous cell carcinoma": ("402815007", "Squamous cell carcinoma"),
    "systemic lupus erythematosus": ("55464009", "Systemic lupus erythematosus"),
    "urticaria (hives)": ("126485001", "Urticaria"),
    "vitiligo": ("56727007", "Vitiligo"),
  ]
}
