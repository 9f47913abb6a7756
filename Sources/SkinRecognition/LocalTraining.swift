import Foundation
import Synchronization

/// Weighs the layers of ``LocalCandidates`` by grouped cross-validation and joins them into one.
///
/// Each counts as probable as it makes the examples that it did not see. So few examples, which cannot tell the layers
/// apart, give something between them, and none is taken because it was lucky.
struct LocalTraining {
  /// The layer, learned from all examples.
  let layer: LocalLayer
  /// For each example, the probabilities of a layer that did not see its group.
  let leftOut: [[Double]]
  /// Folds.
  let foldCount: Int

  private static let foldCount = 5
  /// How far the examples that were left out decide.
  ///
  /// They count less than their number, because the same ones are asked about every layer.
  private static let evidenceShare = 0.3
  /// The number of examples from which one deal of the folds is enough.
  private static let repeatedBelow = 100
  /// The number of examples from which there are layers that trust what was given half as far.
  ///
  /// With fewer, it is the surer guide.
  private static let halvedFrom = 100

  /// Learns.
  ///
  /// - Parameters:
  ///   - groups: examples of the same group are left out together.
  ///   - outcomeCount: how many outcomes there are.
  ///   - threadCount: how many threads work; it does not change the result.
  /// - Precondition: there are examples of at least two groups.
  init(_ examples: LocalExamples, groups: [String], outcomeCount: Int, threadCount: Int) {
    let deals = (0..<(examples.targets.count < Self.repeatedBelow ? 3 : 1)).map { seed in
      CrossValidation.folds(
        groups: groups, targets: examples.targets, foldCount: Self.foldCount, seed: UInt64(seed))
    }
    let shares = examples.targets.count < Self.halvedFrom ? [1] : [1, 0.5]
    let trials = Trials(
      examples: examples, deals: deals, outcomeCount: outcomeCount, shares: shares, threadCount: threadCount)
    let logits = trials.leftOutLogits()
    let layers = LocalCandidates.learned(from: examples, outcomeCount: outcomeCount, shares: shares)
    // The sum over the examples, the mean over the deals.
    let evidence = layers.indices.map { candidate in
      var sum = 0.0
      for deal in logits {
        for (rows, target) in zip(deal, examples.targets) {
          sum += Softmax.logProbabilities(rows[candidate])[target]
        }
      }
      return Self.evidenceShare * sum / Double(deals.count)
    }
    let weights = Softmax.probabilities(evidence)
    layer = LocalLayer(mean: layers, weights: weights)
    leftOut = examples.targets.indices.map { example in
      var mean = [Double](repeating: 0, count: outcomeCount)
      for deal in logits {
        var joined = [Double](repeating: 0, count: outcomeCount)
        for (row, weight) in zip(deal[example], weights) {
          for index in joined.indices { joined[index] += weight * row[index] }
        }
        for (index, value) in Softmax.probabilities(joined).enumerated() {
          mean[index] += value / Double(deals.count)
        }
      }
      return mean
    }
    foldCount = (deals.first?.max() ?? 0) + 1
  }
}

/// The layers that are learned while they are weighed.
private struct Trials {
  let examples: LocalExamples
  /// For each deal, the fold of each example.
  let deals: [[Int]]
  let outcomeCount: Int
  let shares: [Double]
  let threadCount: Int

  /// For each deal, example and candidate, the logits of a layer that did not see the example's fold.
  func leftOutLogits() -> [[[[Double]]]] {
    let jobs = deals.indices.flatMap { deal in (0...(deals[deal].max() ?? 0)).map { (deal: deal, fold: $0) } }
    let empty = [[[Double]]](repeating: [], count: examples.targets.count)
    let results = Mutex([[[[Double]]]](repeating: empty, count: deals.count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threadCount, jobs.count))) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < jobs.count else { return }
        let (folds, fold) = (deals[jobs[index].deal], jobs[index].fold)
        let kept = folds.indices.filter { folds[$0] != fold }
        let leftOut = folds.indices.filter { folds[$0] == fold }
        guard !kept.isEmpty else { continue }
        let layers = LocalCandidates.learned(
          from: examples.picked(kept), outcomeCount: outcomeCount, shares: shares)
        let logits = leftOut.map { example in
          let input = examples.inputs.rows([example]).elements
          return layers.map { $0.logits(input, logProbabilities: examples.logProbabilities[example]) }
        }
        results.withLock { results in
          for (example, rows) in zip(leftOut, logits) { results[jobs[index].deal][example] = rows }
        }
      }
    }
    return results.withLock { $0 }
  }
}
