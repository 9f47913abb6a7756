import Foundation
import SkinConfiguration
package import SkinRuntime
package import SkinRecognition
import SkinSafety

/// What was scored in a photo: the closed lists, by the decoder and by the recognition head if the model has one.
package struct PhotoScores: Hashable, Sendable {
  /// The classes.
  package var differential: Differential
  /// The conditions of each class, given the class, most probable first; nil if the model has no head.
  package var conditions: [String: [ConditionShare]]?
  /// Probabilities of the danger groups by their names; nil if the model has no head.
  package var dangers: [String: Double]?
  /// Whether the photo is unlike all that the model has learned from.
  package var isUnfamiliar: Bool

  /// What the model can say about the photo, by the thresholds of its calibration.
  func outcome(_ calibration: Calibration?) -> Report.Outcome {
    let outcome = calibration.map { differential.outcome($0) } ?? .assessed
    return isUnfamiliar && outcome == .assessed ? .uncertain : outcome
  }
}

extension SkinModel {
  /// Scores a photo.
  ///
  /// - Returns: nil if the model has no closed list or no calibration for its scheme: then there are no probabilities.
  package func scores(_ conversation: Conversation, features: PooledFeatures) throws -> PhotoScores? {
    // Asked first: a model of 7B would score its classes for two seconds, and nobody could read the scores.
    guard isCalibrated, let scores = try Differential.scores(conversation, classes: configuration.classes) else {
      return nil
    }
    guard let head else {
      guard let temperature = calibration?.temperature[scheme] else { return nil }
      let probabilities = Differential.softmax(scores.map { $0 / temperature })
      return PhotoScores(differential: differential(probabilities), isUnfamiliar: false)
    }
    let recognition = head.recognize(features.values, decoderScores: scores)
    var conditions: [String: [ConditionShare]] = [:]
    for entry in configuration.classes {
      conditions[entry.slug] = head.conditions(of: entry.slug, in: recognition).sorted { $0.share > $1.share }
    }
    return PhotoScores(
      differential: differential(recognition.classLogProbabilities.map { exp($0) }), conditions: conditions,
      dangers: head.dangers(in: recognition), isUnfamiliar: head.isUnfamiliar(recognition))
  }

  /// Classes with probabilities in the configuration's order, most probable first.
  private func differential(_ probabilities: [Double]) -> Differential {
    let entries = zip(configuration.classes, probabilities).map {
      ClassProbability(class: $0.slug, label: $0.label, probability: $1)
    }
    return Differential(entries: entries.sorted { $0.probability > $1.probability })
  }
}
