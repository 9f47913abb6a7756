import Foundation
package import SkinConfiguration
package import SkinRuntime
import SkinSafety

/// A class and how probable it is.
package struct ClassProbability: Hashable, Sendable, Codable {
  /// The class's identifier, one of the slugs.
  package let `class`: String
  /// The class's display name.
  package let label: String
  /// Calibrated probability, 0...1.
  package let probability: Double
  /// What would support the class; absent for classes that are far from likely.
  package internal(set) var evidence: ClassEvidence?

  private enum CodingKeys: String, CodingKey {
    case `class`, label, probability
    case evidence = "speaks_for"
  }
}

/// The closed list of classes, scored by the decoder and calibrated.
package struct Differential: Hashable, Sendable {
  /// The class of photos that do not show skin.
  package static let nonskin = "nonskin"

  /// All classes, most probable first; the probabilities sum to 1.
  package let entries: [ClassProbability]

  /// A list of classes and their probabilities.
  package init(entries: [ClassProbability]) { self.entries = entries }

  /// The entries that are diseases or healthy skin, most probable first.
  package var skinEntries: [ClassProbability] { entries.filter { $0.class != Self.nonskin } }

  /// The probability from which a class is likely enough to matter for warnings about contagion and the like.
  private static let likelyProbability = 0.1

  /// The classes that are likely enough to matter, most probable first.
  package var likelyClasses: [String] { entries.filter { $0.probability >= Self.likelyProbability }.map(\.class) }

  /// The probability of any disease: of all classes but healthy skin and no skin.
  package var diseaseProbability: Double {
    skinEntries.reduce(0) { $1.class == FixedReplies.healthySlug ? $0 : $0 + $1.probability }
  }

  /// Whether healthy skin is the first class of those that show skin.
  package var claimsHealth: Bool { skinEntries.first?.class == FixedReplies.healthySlug }

  /// Whether one disease is at least as probable as all else together; such a photo is never refused as not showing
  /// skin, whatever the threshold.
  private var hasProbableDisease: Bool {
    skinEntries.contains { $0.class != FixedReplies.healthySlug && $0.probability >= 0.5 }
  }

  /// What the model can say about the photo, by the thresholds of its calibration.
  func outcome(_ calibration: ProbabilityCalibration) -> Report.Outcome {
    let nonskin = entries.first { $0.class == Self.nonskin }
    if let nonskin, nonskin.probability >= calibration.nonskinThreshold, !hasProbableDisease { return .notSkin }
    let greatest = skinEntries.first?.probability ?? 0
    // Written so that NaN is uncertain.
    guard greatest >= calibration.unsureThreshold else { return .uncertain }
    guard !claimsHealth || greatest >= calibration.healthyThreshold ?? .infinity else { return .uncertain }
    return .assessed
  }

  /// The log-probabilities of the classes' phrases, in the configuration's order; nil if there are no classes.
  package static func scores(_ conversation: Conversation, classes: [DiagnosisClass]) throws -> [Double]? {
    guard !classes.isEmpty else { return nil }
    let phrases = classes.map { " " + $0.phrase }
    return try conversation.logProbabilities(of: phrases, to: EvaluationPrompts.disease).map(Double.init)
  }
}
