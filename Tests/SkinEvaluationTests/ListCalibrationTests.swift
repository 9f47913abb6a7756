import Foundation
import Testing

@testable import SkinEvaluation

@Suite struct ListCalibrationTests {
  /// Scores of a model that is right in 3 of 4 photos and says so with far too much confidence.
  private static func photos(_ count: Int, boldness: Double) -> (scores: [[Double]], targets: [Int]) {
    var (scores, targets): ([[Double]], [Int]) = ([], [])
    for index in 0..<count {
      let target = index % 3
      let first = index % 4 == 0 ? (target + 1) % 3 : target
      scores.append((0..<3).map { $0 == first ? 0 : -boldness })
      targets.append(target)
    }
    return (scores, targets)
  }

  @Test func `a model that is too sure gets the temperature that its errors ask for`() {
    let (scores, targets) = Self.photos(120, boldness: 20)
    let found = ListCalibration(
      scores: scores, targets: targets, groups: targets.indices.map { "g\($0)" }, nonskin: nil)
    // p = 3/4 for the first of three: exp(20 / T) = 6.
    #expect(abs(found.temperature - 20 / log(6)) < 0.05)
    #expect(found.lossAfter < found.lossBefore)
    #expect(abs(found.top1 - 0.75) < 1e-9)
    #expect(found.unsureThreshold == 0)
  }

  @Test func `photos without skin choose the threshold that parts them`() {
    let scores = (0..<60).map { $0 % 3 == 0 ? [0, -2, -4] : [-3.0, 0, -1] }
    let found = ListCalibration(
      scores: scores, targets: (0..<60).map { $0 % 3 == 0 ? 0 : 1 }, groups: (0..<60).map { "g\($0)" }, nonskin: 0)
    #expect(found.nonskinThreshold > 0.05 && found.nonskinThreshold < 1)
  }
}
