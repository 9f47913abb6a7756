import Foundation
import SkinConfiguration
package import SkinRuntime
package import SkinRecognition
import SkinSafety

/// What was scored in a photo: the closed lists, by the decoder and by the recognition head if the model has one.
package struct PhotoScores: Hashable, Sendable {
  /// The classes.
  package var differential: Differential
  /// The classes as the shipped model sees them; nil if no clinic's fit is used.
  package var shippedDifferential: Differential?
  /// The conditions of each class, given the class, most probable first; nil if the model has no head.
  package var conditions: [String: [ConditionShare]]?
  /// Probabilities of the danger groups by name; nil if the model has no head.
  package var dangers: [String: Double]?
  /// The same after the clinic's fit; nil without a fit or a head, or if the head judges them separately.
  package var fittedDangers: [String: Double]?
  /// Whether the photo is unlike all that the model has learned from.
  package var isUnfamiliar: Bool

  /// What the model can say about the photo, by the thresholds of its calibration.
  func outcome(_ calibration: ProbabilityCalibration?) -> Report.Outcome {
    let outcome = calibration.map { differential.outcome($0) } ?? .assessed
    return isUnfamiliar && outcome == .assessed ? .uncertain : outcome
  }
}

extension SkinModel {
  /// Scores a photo, with what was learned from the clinic's photos if a fit is used.
  ///
  /// - Returns: nil if the model has no closed list or no calibration for its scheme: then there are no probabilities.
  package func scores(_ conversation: Conversation, features: PooledFeatures) throws -> PhotoScores? {
    guard let shipped = try shippedScores(conversation, features: features) else { return nil }
    let scores = fit?.prepared.applied(to: shipped) ?? shipped
    let before = fit == nil ? nil : try differential(shipped.logProbabilities.map { exp($0) })
    let probabilities = scores.logProbabilities.map { exp($0) }
    let fitted =
      fit == nil ? nil : head?.dangers(classProbabilities: probabilities, conditions: scores.conditions ?? [:])
    return PhotoScores(
      differential: try differential(probabilities), shippedDifferential: before,
      conditions: scores.conditions?.mapValues { $0.sorted { $0.share > $1.share } }, dangers: scores.dangers,
      fittedDangers: fitted, isUnfamiliar: scores.isUnfamiliar)
  }

  /// What the model says about a photo before a clinic's fit is applied.
  ///
  /// - Returns: nil if the model has no closed list or no calibration for its scheme.
  package func shippedScores(_ conversation: Conversation, features: PooledFeatures) throws -> ShippedScores? {
    // Checked first: a 7B model would score its classes for two seconds, and nobody could interpret the scores.
    guard isCalibrated, let scores = try Differential.scores(conversation, classes: configuration.classes) else {
      return nil
    }
    if let head {
      return ShippedScores(
        head.recognize(features.values, decoderScores: scores), features: features.values, head: head)
    }
    guard let temperature = calibration?.temperature[scheme] else { return nil }
    return ShippedScores(
      logProbabilities: Softmax.logProbabilities(scores.map { $0 / temperature }), features: features.values)
  }

  /// Classes with probabilities in the configuration's order, most probable first.
  private func differential(_ probabilities: [Double]) throws(LanguageError) -> Differential {
    // A value that is not finite must not reach a comparison: every threshold would let it pass.
    guard probabilities.allSatisfy(\.isFinite) else { throw LanguageError.notFinite(stage: "the list of classes") }
    let entries = zip(configuration.classes, probabilities).map {
      ClassProbability(class: $0.slug, label: PaperLists.shownLabel($0), probability: $1)
    }
    return Differential(entries: entries.sorted { $0.probability > $1.probability })
  }
}
