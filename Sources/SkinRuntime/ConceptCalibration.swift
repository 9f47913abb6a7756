/// How the closed list of concepts is asked for, and how its scores become probabilities.
///
/// A concept's score is the mean log-probability of the tokens of its name after ``opening``; the probability is
/// `1 / (1 + exp(-(slope * score + offset)))`. The targets of the fit are weak labels: how often a concept was noted on
/// other photos of the same condition.
///
/// Source: Platt 1999 (sigmoid); Daneshjou et al. 2022, arXiv:2302.00785 (SKINCON).
package struct ConceptCalibration: Hashable, Sendable, Codable {
  /// The question before the list.
  package var question: String
  /// The answer's words before a concept's name.
  package var opening: String
  /// Multiplies the score.
  package var slope: Double
  /// Added, one for each concept in the configuration's order.
  package var offsets: [Double]
}
