/// The paper's questionnaire (figure 4a): seven statements on a scale of five.
///
/// The words are this project's, the subjects are the paper's. Clinicians rate all of them, other readers only two.
/// Source: SkinGPT-4, arXiv:2304.10691, section "Clinical evaluation".
package enum Questionnaire {
  /// A statement that a reader rates.
  package struct Statement: Hashable, Sendable {
    /// Its column in the table of ratings.
    package let key: String
    /// The statement.
    package let text: String
    /// Whether readers who are not clinicians rate it too.
    package let isForLayReaders: Bool
    /// The paper's share of agreement, percent.
    package let paperPercent: Double
  }

  /// Who rates.
  package enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    /// A clinician.
    case clinician
    /// Anybody else.
    case lay
  }

  /// The statements, in the paper's order.
  package static let statements = [
    Statement(
      key: "diagnosis", text: "The diagnosis is correct, or relevant to what the photo shows.", isForLayReaders: false,
      paperPercent: 78.76),
    Statement(
      key: "description", text: "The description of the skin is informative.", isForLayReaders: false,
      paperPercent: 80.63),
    Statement(key: "suggestions", text: "The suggestions are useful.", isForLayReaders: true, paperPercent: 83.13),
    Statement(
      key: "helps_doctors", text: "It can help doctors with a diagnosis.", isForLayReaders: false, paperPercent: 85),
    Statement(
      key: "helps_patients", text: "It can help patients to understand their disease.", isForLayReaders: true,
      paperPercent: 81.25),
    Statement(
      key: "privacy", text: "That it runs on the person's own computer protects privacy.", isForLayReaders: false,
      paperPercent: 91.88),
    Statement(key: "willing", text: "I would be willing to use it.", isForLayReaders: false, paperPercent: 75),
  ]

  /// The points of the scale in words, from 1 to 5.
  package static let scale = ["strongly disagree", "disagree", "neutral", "agree", "strongly agree"]
  /// The point from which a rating is agreement.
  static let agreement = 4

  /// What must be said where the paper's shares are shown.
  package static let paperRemark =
    "The paper's shares are multiples of 1/160, although it speaks of 150 cases; they were about another program, other"
    + " photos and other readers, so they are no measure of this one."
}
