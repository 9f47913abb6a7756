import Foundation
import Synchronization

/// Chooses a ``LocalLayer`` by grouped cross-validation and calibrates it on the examples that were left out.
struct LocalTraining {
  /// The layer, learned from all examples.
  let layer: LocalLayer
  /// What its logits are divided by.
  let temperature: Double
  /// For each example, the probabilities of a layer that did not see its group.
  let leftOut: [[Double]]
  /// The share of their given probability that outcomes without an example keep.
  let openness: Double
  /// The settings that were chosen.
  let settings: LocalSettings
  /// Folds.
  let foldCount: Int

  private static let trusts = [0.0, 0.25, 0.5, 1.0]
  private static let penalties = [0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 3.0]
  private static let foldCount = 5
  /// The number of examples from which one deal of the folds is enough.
  private static let repeatedBelow = 100
  /// The number of examples from which settings are tried one after another instead of all together.
  private static let manyExamples = 1000
  private static let temperatures = 0.8...3.0

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
    let trials = Trials(examples: examples, deals: deals, outcomeCount: outcomeCount, threadCount: threadCount)
    var best: (settings: LocalSettings, logits: [[[Double]]], loss: Double)?
    func attempt(_ settings: [LocalSettings]) {
      for (setting, logits) in zip(settings, trials.leftOutLogits(settings)) {
        let loss = Self.loss(logits, examples.targets, temperature: 1)
        if let best, !(loss < best.loss) { continue }
        best = (setting, logits, loss)
      }
    }
    if examples.targets.count < Self.manyExamples {
      attempt(Self.trusts.flatMap { trust in Self.penalties.map { LocalSettings(trust: trust, penalty: $0) } })
    } else {
      attempt(Self.penalties.map { LocalSettings(trust: 0.5, penalty: $0) })
      let penalty = best?.settings.penalty ?? 0.1
      attempt(Self.trusts.filter { $0 != 0.5 }.map { LocalSettings(trust: $0, penalty: penalty) })
    }
    let settings = best?.settings ?? LocalSettings(trust: 1, penalty: 1)
    let logits = best?.logits ?? []
    self.settings = settings
    temperature = Self.temperature(logits, examples.targets)
    let divisor = temperature
    var counts = [Int](repeating: 0, count: outcomeCount)
    for target in examples.targets { counts[target] += 1 }
    let open = LocalLayer.openness(counts: counts)
    let learned = LocalLayer.learned(from: examples, outcomeCount: outcomeCount, settings: settings)
    leftOut = examples.targets.indices.map { example in
      let rows = logits.map { Softmax.probabilities($0[example].map { $0 / divisor }) }
      let mean = (0..<outcomeCount).map { outcome in
        rows.reduce(0) { $0 + $1[outcome] } / Double(max(rows.count, 1))
      }
      return learned.opened(mean, logProbabilities: examples.logProbabilities[example], openness: open)
    }
    openness = open
    layer = learned
    foldCount = (deals.first?.max() ?? 0) + 1
  }

  private static func loss(_ logits: [[[Double]]], _ targets: [Int], temperature: Double) -> Double {
    var sum = 0.0
    for rows in logits {
      for (row, target) in zip(rows, targets) {
        sum -= Softmax.logProbabilities(row.map { $0 / temperature })[target]
      }
    }
    return sum / Double(max(logits.count * targets.count, 1))
  }

  /// The temperature with the least loss, by golden-section search over its logarithm.
  ///
  /// Source: Guo et al. 2017, arXiv:1706.04599, section 4.2; Kiefer 1953.
  private static func temperature(_ logits: [[[Double]]], _ targets: [Int]) -> Double {
    var (low, high) = (log(temperatures.lowerBound), log(temperatures.upperBound))
    let ratio = (5.0.squareRoot() - 1) / 2
    for _ in 0..<30 {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if loss(logits, targets, temperature: exp(left)) < loss(logits, targets, temperature: exp(right)) {
        high = right
      } else {
        low = left
      }
    }
    return exp((low + high) / 2)
  }
}

/// The layers that are learned while settings are chosen.
private struct Trials {
  let examples: LocalExamples
  /// For each deal, the fold of each example.
  let deals: [[Int]]
  let outcomeCount: Int
  let threadCount: Int

  /// For each setting, deal and example, the logits of a layer that did not see the example's fold.
  func leftOutLogits(_ settings: [LocalSettings]) -> [[[[Double]]]] {
    var jobs: [(setting: Int, deal: Int, fold: Int)] = []
    for setting in settings.indices {
      for deal in deals.indices {
        for fold in 0...(deals[deal].max() ?? 0) { jobs.append((setting, deal, fold)) }
      }
    }
    let empty = [[Double]](repeating: [], count: examples.targets.count)
    let results = Mutex(
      [[[[Double]]]](
        repeating: [[[Double]]](repeating: empty, count: deals.count), count: settings.count))
    let next = Atomic(0)
    let fixedJobs = jobs
    DispatchQueue.concurrentPerform(iterations: max(1, min(threadCount, jobs.count))) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < fixedJobs.count else { return }
        let job = fixedJobs[index]
        let folds = deals[job.deal]
        let (kept, leftOut) = (
          folds.indices.filter { folds[$0] != job.fold }, folds.indices.filter { folds[$0] == job.fold }
        )
        guard !kept.isEmpty else { continue }
        let layer = LocalLayer.learned(
          from: examples.picked(kept), outcomeCount: outcomeCount, settings: settings[job.setting])
        let logits = leftOut.map { example in
          layer.logits(
            examples.inputs.rows([example]).elements, logProbabilities: examples.logProbabilities[example])
        }
        results.withLock { results in
          for (example, row) in zip(leftOut, logits) { results[job.setting][job.deal][example] = row }
        }
      }
    }
    return results.withLock { $0 }
  }
}
