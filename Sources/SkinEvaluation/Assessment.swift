package import SkinSafety

/// What the program said about a photo whose class is known.
package struct Assessment: Hashable, Sendable, Codable {
  /// The photo.
  package var photo: LabelledPhoto
  /// Calibrated probabilities in the order of the classes.
  package var probabilities: [Double]
  /// Probabilities of the concepts in the order of the model's; empty if it has none.
  package var concepts: [Double]
  /// Whether the program said that the photo does not show skin.
  package var isRejected: Bool
  /// Whether the program said that it cannot tell.
  package var isUncertain: Bool
  /// Whether the photo gate found the photo good enough.
  package var isUsable: Bool
  /// Whether the first written answer names the class that scored highest; nil if nothing was written.
  package var answerAgrees: Bool?
  /// From photo to report, without opening the model, milliseconds.
  package var milliseconds: Double
  /// How soon the person would be sent to a clinician; nil for a refused photo.
  package var level: UrgencyLevel?
  /// How soon with the answers that are typical of the true class.
  package var levelTold: UrgencyLevel?
  /// How soon with mistakes among those answers; see ``AnswerMistakes``.
  package var levelMistold: UrgencyLevel?
  /// Conditions, most probable first.
  package var conditions: [RankedCondition] = []
  /// Probabilities of the danger groups.
  package var dangers = DangerProbabilities.unknown

  /// An assessment of the given facts.
  package init(
    photo: LabelledPhoto, probabilities: [Double], isRejected: Bool, isUncertain: Bool, isUsable: Bool,
    answerAgrees: Bool?, milliseconds: Double, concepts: [Double] = []
  ) {
    self.photo = photo
    self.probabilities = probabilities
    self.isRejected = isRejected
    self.isUncertain = isUncertain
    self.isUsable = isUsable
    self.answerAgrees = answerAgrees
    self.milliseconds = milliseconds
    self.concepts = concepts
  }

  /// The classes, most probable first; ties keep the model's order.
  var ranking: [Int] {
    probabilities.indices.sorted {
      (probabilities[$0], $1) > (probabilities[$1], $0)
    }
  }

  /// The greatest probability.
  var confidence: Double { probabilities.max() ?? 0 }
}
