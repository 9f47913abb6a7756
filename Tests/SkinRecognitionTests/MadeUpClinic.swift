@testable import SkinRecognition

/// A clinic that is made up: each class lies around a place of its own, and the shipped model is sure of the wrong one.
struct MadeUpClinic {
  static let classes = ["a", "b", "c", "d", "nonskin"]
  private static let featureCount = 24
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func noise() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(state >> 40) / Float(1 << 23) - 1
  }

  /// A photo; the shipped model takes every class for `d`.
  mutating func example(_ place: Int, group: String, label: Int? = nil) -> FitExample {
    var input = (0..<Self.featureCount).map { _ in noise() }
    input[place] += 2
    var scores = ShippedScores(
      logProbabilities: Softmax.logProbabilities([0, 0, 0, 1.5, -3].map { $0 + Double(noise()) * 0.3 }), features: input
    )
    scores.input = input
    return FitExample(scores: scores, label: Self.classes[label ?? place], condition: nil, group: group)
  }

  /// Twelve classes of skin, of which a clinic may see a few only.
  static let manyClasses = (0..<12).map { "class \($0)" } + ["nonskin"]

  /// A photo of one of ``manyClasses`` that the shipped model mostly knows, without being sure.
  mutating func knownExample(_ place: Int, group: String) -> FitExample {
    var input = (0..<Self.featureCount).map { _ in noise() }
    input[place] += 2
    var logits = Self.manyClasses.map { _ in 1.2 * Double(noise()) }
    logits[place] += 1.6
    logits[12] = -6
    var scores = ShippedScores(logProbabilities: Softmax.logProbabilities(logits), features: input)
    scores.input = input
    return FitExample(scores: scores, label: Self.manyClasses[place], condition: nil, group: group)
  }

  /// So many photos of the first three classes.
  static func photos(_ count: Int, seed: UInt64 = 7) -> [FitExample] {
    var clinic = MadeUpClinic(seed: seed)
    return (0..<count).map { clinic.example($0 % 3, group: "g\($0)") }
  }
}
