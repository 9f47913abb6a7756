/// A class of the paper, and the class of the model that stands for it.
///
/// Source: SkinGPT-4, arXiv:2304.10691, table 2.
package struct PaperClass: Hashable, Sendable {
  /// The paper's name.
  package let name: String
  /// The slug of the model's class.
  package let slug: String

  /// The fifteen classes of which the paper's clinicians saw ten cases each, in its order; `Others` was none of them.
  package static let all = [
    PaperClass(name: "Acne and Rosacea", slug: "acne_rosacea"),
    PaperClass(name: "Malignant Lesions", slug: "malignant"),
    PaperClass(name: "Dermatitis", slug: "dermatitis"),
    PaperClass(name: "Bullous Disease", slug: "bullous"),
    PaperClass(name: "Bacterial Infections", slug: "bacterial"),
    PaperClass(name: "Light Diseases", slug: "light"),
    PaperClass(name: "Connective Tissue Diseases", slug: "connective_tissue"),
    PaperClass(name: "Benign Tumors", slug: "benign_tumor"),
    PaperClass(name: "Melanoma, Nevi and Moles", slug: "melanoma_nevi"),
    PaperClass(name: "Fungal Infections", slug: "fungal"),
    PaperClass(name: "Psoriasis and Lichen Planus", slug: "psoriasis_lichen"),
    PaperClass(name: "Infestations and Bites", slug: "infestation_bites"),
    PaperClass(name: "Urticaria", slug: "urticaria"),
    PaperClass(name: "Vascular Tumors", slug: "vascular_tumor"),
    PaperClass(name: "Herpes", slug: "herpes"),
  ]
}
