/// The four prompts of the paper's clinical evaluation, which a diagnosis answers.
///
/// Source: SkinGPT-4, arXiv:2304.10691, section "Clinical evaluation".
package enum EvaluationPrompts {
  /// What it is; the class is scored after this prompt.
  package static let disease = "Could you describe the skin disease in this image for me?"
  /// What can be seen.
  package static let features = "Please provide a paragraph listing additional features you observed in the image."
  /// Where it comes from.
  package static let cause =
    "Based on the previous information, please provide a detailed explanation of the cause of this skin disease."
  /// What helps.
  package static let treatment = "What treatment and medication should be recommended for this case?"
  /// All four, in order.
  package static let all = [disease, features, cause, treatment]
}
