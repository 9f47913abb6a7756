import Foundation

/// A temperature and thresholds for a closed list that is not calibrated yet, from labelled photos.
///
/// Photos of one group are left out together, so that the figures about the temperature come from photos that did not
/// choose it.
package struct ListCalibration: Hashable, Sendable, Codable {
  /// Divides the scores before the softmax.
  package var temperature: Double
  /// The probability of the class without skin from which a photo counts as not showing skin.
  package var nonskinThreshold: Double
  /// The top probability below which the model cannot tell.
  package var unsureThreshold: Double
  /// Photos.
  package var photos: Int
  /// The right class came first.
  package var top1: Double
  /// Mean negative log-likelihood of the right class with the scores as they are.
  package var lossBefore: Double
  /// The same for photos that were left out when the temperature was chosen.
  package var lossAfter: Double

  private enum CodingKeys: String, CodingKey {
    case temperature, photos, top1
    case nonskinThreshold = "nonskin_threshold"
    case unsureThreshold = "unsure_threshold"
    case lossBefore = "loss_before"
    case lossAfter = "loss_after"
  }

  /// Fewer photos give no reliable choice.
  package static let leastPhotos = 50
  private static let temperatures = 0.05...50.0
  private static let foldCount = 5
  private static let least = 1e-300
  /// The share of right answers that photos must reach to be answered at all.
  private static let leastAccuracy = 0.5

  /// Calibrates.
  ///
  /// - Parameters:
  ///   - scores: log-probabilities of the classes, one row for each photo.
  ///   - targets: the index of the right class of each.
  ///   - groups: photos of the same group are left out together.
  ///   - nonskin: the index of the class without skin, if there is one.
  /// - Precondition: as many targets and groups as rows, at least one.
  package init(scores: [[Double]], targets: [Int], groups: [String], nonskin: Int?) {
    precondition(scores.count == targets.count && scores.count == groups.count && !targets.isEmpty, "no photos")
    let all = Array(scores.indices)
    temperature = Self.temperature(scores, targets, all)
    photos = scores.count
    lossBefore = Self.loss(scores, targets, all, temperature: 1)
    var places: [String: Int] = [:]
    for group in groups.sorted() where places[group] == nil { places[group] = places.count % Self.foldCount }
    var sum = 0.0
    for fold in 0..<Self.foldCount {
      let (kept, leftOut) = (all.filter { places[groups[$0]] != fold }, all.filter { places[groups[$0]] == fold })
      guard !leftOut.isEmpty else { continue }
      let found = kept.isEmpty ? 1 : Self.temperature(scores, targets, kept)
      sum += Self.loss(scores, targets, leftOut, temperature: found) * Double(leftOut.count)
    }
    lossAfter = sum / Double(scores.count)
    let chosen = temperature
    let probabilities = scores.map { Self.softmax($0, chosen) }
    let sure = zip(probabilities, targets).map { row, target in
      (confidence: row.max() ?? 0, isRight: row.indices.max { row[$0] < row[$1] } == target)
    }
    top1 = Double(sure.count { $0.isRight }) / Double(sure.count)
    unsureThreshold = Self.unsureThreshold(sure)
    nonskinThreshold = 0.5
    if let nonskin { nonskinThreshold = Self.nonskinThreshold(probabilities, targets, nonskin) }
  }

  private static func softmax(_ scores: [Double], _ temperature: Double) -> [Double] {
    let greatest = scores.max() ?? 0
    let exponentials = scores.map { exp(($0 - greatest) / temperature) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }

  private static func loss(_ scores: [[Double]], _ targets: [Int], _ rows: [Int], temperature: Double) -> Double {
    rows.reduce(0.0) { $0 - log(max(softmax(scores[$1], temperature)[targets[$1]], least)) } / Double(rows.count)
  }

  /// Golden-section search over the logarithm: the loss has one minimum.
  ///
  /// Source: Guo and others 2017, arXiv:1706.04599; Kiefer 1953.
  private static func temperature(_ scores: [[Double]], _ targets: [Int], _ rows: [Int]) -> Double {
    var (low, high) = (log(temperatures.lowerBound), log(temperatures.upperBound))
    let ratio = (5.0.squareRoot() - 1) / 2
    for _ in 0..<40 {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if loss(scores, targets, rows, temperature: exp(left)) < loss(scores, targets, rows, temperature: exp(right)) {
        high = right
      } else {
        low = left
      }
    }
    return exp((low + high) / 2)
  }

  /// The least threshold, in hundredths, above which half of the answered photos are right.
  private static func unsureThreshold(_ sure: [(confidence: Double, isRight: Bool)]) -> Double {
    for step in 0..<100 {
      let threshold = Double(step) / 100
      let answered = sure.filter { $0.confidence >= threshold }
      guard !answered.isEmpty else { return threshold }
      if Double(answered.count { $0.isRight }) >= leastAccuracy * Double(answered.count) { return threshold }
    }
    return 1
  }

  /// The threshold, in hundredths, with the fewest photos on the wrong side; of ties the greatest, which refuses least.
  private static func nonskinThreshold(_ probabilities: [[Double]], _ targets: [Int], _ nonskin: Int) -> Double {
    var best = (threshold: 0.5, errors: Int.max)
    for step in 5..<100 {
      let threshold = Double(step) / 100
      let errors = zip(probabilities, targets).count { ($0[nonskin] >= threshold) != ($1 == nonskin) }
      if errors <= best.errors { best = (threshold, errors) }
    }
    return targets.contains(nonskin) ? best.threshold : 0.5
  }
}
