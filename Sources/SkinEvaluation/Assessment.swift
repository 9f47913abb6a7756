public import SkinSafety

/// What the program said about a photo of which the class is known.
public struct Assessment: Hashable, Sendable {
  /// The photo.
  public var photo: LabelledPhoto
  /// Calibrated probabilities in the order of the classes.
  public var probabilities: [Double]
  /// Probabilities of the concepts in the order of the model's; empty if it has none.
  public var concepts: [Double]
  /// Whether the program said that the photo does not show skin.
  public var isRejected: Bool
  /// Whether the program said that it cannot tell.
  public var isUncertain: Bool
  /// Whether the photo gate found the photo good enough.
  public var isUsable: Bool
  /// Whether the first written answer names the class that scored highest; nil if nothing was written.
  public var answerAgrees: Bool?
  /// From photo to report, without opening the model, milliseconds.
  public var milliseconds: Double
  /// How soon the person would be sent; nil for a refused photo.
  public var level: UrgencyLevel?
  /// Probabilities of the danger groups.
  public var dangers = DangerProbabilities.unknown

  /// An assessment of the given facts.
  public init(
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

  /// Classes from the most probable on; of equals the one that stands first in the model.
  var ranking: [Int] {
    probabilities.indices.sorted {
      (probabilities[$0], $1) > (probabilities[$1], $0)
    }
  }

  /// The greatest probability.
  var confidence: Double { probabilities.max() ?? 0 }
}
