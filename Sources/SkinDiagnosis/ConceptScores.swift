import Foundation
import SkinConfiguration
package import SkinRuntime

/// A clinical concept and how probable it is that a clinician would note it.
package struct ConceptProbability: Hashable, Sendable, Codable {
  /// The concept's name in SKINCON.
  package let name: String
  /// Calibrated probability, 0...1.
  package let probability: Double
}

/// The closed list of concepts, scored by the decoder and calibrated.
///
/// The concepts were learned on photos of diseases only, so a score assumes diseased skin; it is multiplied by the
/// probability of disease in the differential.
package enum ConceptScores {
  /// Scores every concept in one pass over the weights, each independent of the others.
  ///
  /// - Parameter diseaseProbability: the probability that the photo shows diseased skin, 0...1.
  /// - Returns: the concepts, most probable first; nil if the model has no concepts or no calibration for them.
  /// - Throws: `LanguageError` if the question is too long for the model.
  package static func score(
    _ conversation: Conversation, model: SkinModel, diseaseProbability: Double
  ) throws -> [ConceptProbability]? {
    let names = model.configuration.concepts
    guard !names.isEmpty, let calibration = model.calibration?.concepts else { return nil }
    let scores = try conversation.meanLogProbabilities(
      of: names, opening: calibration.opening, question: calibration.question)
    let entries = zip(names, zip(scores, calibration.offsets)).map { name, pair in
      ConceptProbability(
        name: name, probability: diseaseProbability * sigmoid(calibration.slope * Double(pair.0) + pair.1))
    }
    guard entries.allSatisfy({ $0.probability.isFinite }) else {
      throw LanguageError.notFinite(stage: "the list of concepts")
    }
    return entries.sorted { ($0.probability, $1.name) > ($1.probability, $0.name) }
  }

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
