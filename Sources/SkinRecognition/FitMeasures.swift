import Foundation

/// How well probabilities do on photos whose classes are known.
package struct FitMeasures: Hashable, Sendable, Codable {
  /// The right class came first.
  package var top1: Double
  /// The right class was among the first three.
  package var top3: Double
  /// The mean recall of the classes that have photos.
  package var balanced: Double
  /// The mean negative log-likelihood of the right class, in nats.
  package var loss: Double
  /// Expected calibration error over 10 bins of equal width.
  package var calibrationError: Double

  private enum CodingKeys: String, CodingKey {
    case top1, top3, balanced, loss
    case calibrationError = "calibration_error"
  }

  private static let binCount = 10

  /// Measures.
  ///
  /// - Precondition: there are as many targets as rows, at least one.
  init(_ probabilities: [[Double]], targets: [Int]) {
    precondition(probabilities.count == targets.count && !targets.isEmpty, "\(targets.count) targets")
    var right = [Bool]()
    var amongThree = 0
    var recalls: [Int: (right: Int, all: Int)] = [:]
    var bins = [(count: Int, confidence: Double, right: Int)](repeating: (0, 0, 0), count: Self.binCount)
    var loss = 0.0
    for (row, target) in zip(probabilities, targets) {
      let ranking = row.indices.sorted { (row[$0], $1) > (row[$1], $0) }
      let isRight = ranking.first == target
      right.append(isRight)
      if ranking.prefix(3).contains(target) { amongThree += 1 }
      recalls[target, default: (0, 0)].all += 1
      if isRight { recalls[target, default: (0, 0)].right += 1 }
      let confidence = row.max() ?? 0
      let bin = confidence.isFinite ? min(max(Int(confidence * Double(Self.binCount)), 0), Self.binCount - 1) : 0
      bins[bin] = (bins[bin].count + 1, bins[bin].confidence + confidence, bins[bin].right + (isRight ? 1 : 0))
      loss -= Softmax.logarithms([row[target]])[0]
    }
    let count = Double(targets.count)
    top1 = Double(right.count { $0 }) / count
    top3 = Double(amongThree) / count
    // In the classes' order: a dictionary's changes from run to run, and with it the last digit of a sum.
    let shares = recalls.sorted { $0.key < $1.key }.map { Double($0.value.right) / Double($0.value.all) }
    balanced = shares.reduce(0, +) / Double(shares.count)
    self.loss = loss / count
    calibrationError = bins.reduce(0) { $0 + abs($1.confidence - Double($1.right)) } / count
  }
}
