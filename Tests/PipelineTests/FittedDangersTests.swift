import SkinSafety
import Testing

@testable import SkinDiagnosis

/// What was learned from a clinic never makes a danger look smaller, whatever the clinic's photos were.
@Suite struct FittedDangersTests {
  private static let slugs = [
    "acne_rosacea", "bacterial", "bullous", "dermatitis", "herpes", "malignant", "melanoma_nevi", "normal_skin",
    "others",
  ]

  private static func differential(_ draws: inout UInt64) -> Differential {
    var weights: [Double] = []
    for _ in slugs {
      draws = draws &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let share = Double(draws >> 40) / Double(1 << 24)
      weights.append(share * share * share)
    }
    let sum = weights.reduce(0, +)
    return Differential(
      entries: zip(slugs, weights).map { ClassProbability(class: $0, label: $0, probability: $1 / sum) }
        .sorted { $0.probability > $1.probability })
  }

  @Test func `at no threshold a danger is seen less often than before, with a head and without`() {
    var draws: UInt64 = 11
    for round in 0..<200 {
      let (shipped, fitted) = (Self.differential(&draws), Self.differential(&draws))
      let head: [String: Double]? =
        round % 2 == 0 ? nil : ["cancer": 0.3, "emergency": 0.05, "infection": 0.2, "soon": 0.1, "harmless": 0.35]
      let before = PhotoScores(
        differential: shipped, shippedDifferential: nil, conditions: nil, dangers: head, isUnfamiliar: false)
      let after = PhotoScores(
        differential: fitted, shippedDifferential: shipped, conditions: nil, dangers: head, isUnfamiliar: false)
      let (old, new) = (before.dangerProbabilities(), after.dangerProbabilities())
      #expect(old.map(\.group) == DangerGroup.allCases && new.map(\.group) == DangerGroup.allCases)
      for (was, now) in zip(old, new) {
        if DangerGroup.dangerous.contains(was.group) { #expect(now.probability >= was.probability) }
        #expect((0...1).contains(now.probability))
      }
    }
  }
}
