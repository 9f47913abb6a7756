package import SkinConfiguration
package import SkinSafety

/// Chooses thresholds for the danger groups on photos that the model was not trained on: sensitivity first.
///
/// Each group has a share of its photos that may be missed, well below the requirement, because other photos fare
/// worse; among the thresholds that keep it, the choice sends the fewest harmless photos within two weeks.
package struct ThresholdChoice {
  /// Shares of each group that may end without a raised level on the photos the choice is made on.
  package static let allowedMisses: [DangerGroup: Double] = [
    .cancer: 0.02, .emergency: 0.12, .infection: 0.06, .soon: 0.18,
  ]
  /// The share of harmless photos that may be sent within 24 hours.
  package static let allowedToday = 0.03
  /// The highest threshold for cancer: other photos show rarer cancers.
  package static let highestCancer = 0.05

  private static let grid: [Double] = (0...60).map { step in
    var value = 0.004
    for _ in 0..<step { value *= 1.095 }
    return min(value, 0.99)
  }

  private let cases: [Triage.Case]

  /// A choice on photos with agreed labels.
  package init(_ cases: [Triage.Case]) { self.cases = cases.filter { !$0.isBorderline } }

  /// The thresholds; nil if none keep the allowed misses, or a group has no photos.
  package func thresholds() -> UrgencyThresholds? {
    for group in DangerGroup.dangerous + [.harmless] where !cases.contains(where: { $0.group == group }) { return nil }
    var best: (harmless: Double, thresholds: UrgencyThresholds)?
    for any in [0.35, 0.4, 0.45, 0.5, 0.6, 1] {
      guard let found = raised(any: any) else { continue }
      let harmless = share(of: .harmless) { isRaised($0, found) }
      if best.map({ harmless < $0.harmless }) ?? true { best = (harmless, found) }
    }
    return best.map { today($0.thresholds) }
  }

  /// How many photos of a group count.
  func count(of group: DangerGroup) -> Int { cases.count { $0.group == group } }

  /// The share of a group's photos that are sent within two weeks or sooner.
  func raised(_ group: DangerGroup, _ thresholds: UrgencyThresholds) -> Double {
    share(of: group) { isRaised($0, thresholds) || isToday($0, thresholds) }
  }

  /// The share of a group's photos that are not.
  func missed(_ group: DangerGroup, _ thresholds: UrgencyThresholds) -> Double {
    share(of: group) { !isRaised($0, thresholds) && !isToday($0, thresholds) }
  }

  /// The share of a group's photos that are sent within 24 hours.
  func today(_ group: DangerGroup, _ thresholds: UrgencyThresholds) -> Double {
    share(of: group) { isToday($0, thresholds) }
  }

  /// Thresholds for two weeks, raised one step at a time while no group misses more than it may.
  private func raised(any: Double) -> UrgencyThresholds? {
    var steps: [DangerGroup: Int] = [.cancer: 0, .emergency: 0, .infection: 0, .soon: 0]
    guard keeps(thresholds(steps, any: any)) else { return nil }
    while true {
      let current = share(of: .harmless) { isRaised($0, thresholds(steps, any: any)) }
      var next: (gain: Double, group: DangerGroup, step: Int)?
      for group in DangerGroup.dangerous {
        for jump in [1, 2, 4, 8] {
          var tried = steps
          let step = (steps[group] ?? 0) + jump
          guard step < Self.grid.count, group != .cancer || Self.grid[step] <= Self.highestCancer else { break }
          tried[group] = step
          let candidate = thresholds(tried, any: any)
          guard keeps(candidate) else { break }
          let gain = (current - share(of: .harmless) { isRaised($0, candidate) }) / Double(jump)
          if next.map({ gain > $0.gain }) ?? true { next = (gain, group, step) }
        }
      }
      guard let next else { break }
      steps[next.group] = next.step
    }
    return thresholds(exchanged(steps, any: any), any: any)
  }

  /// Lowers one group's threshold to raise another's, as long as fewer harmless photos are sent: one step at a time
  /// gets stuck where two groups miss the same photo.
  private func exchanged(_ start: [DangerGroup: Int], any: Double) -> [DangerGroup: Int] {
    var best = start
    var fewest = share(of: .harmless) { isRaised($0, thresholds(start, any: any)) }
    var improves = true
    while improves {
      improves = false
      for lowered in DangerGroup.dangerous {
        for other in DangerGroup.dangerous where other != lowered {
          for down in 1...12 {
            for up in 1...12 {
              let (low, high) = ((best[lowered] ?? 0) - down, (best[other] ?? 0) + up)
              guard low >= 0, high < Self.grid.count, other != .cancer || Self.grid[high] <= Self.highestCancer else {
                break
              }
              let tried = best.merging([lowered: low, other: high]) { $1 }
              let candidate = thresholds(tried, any: any)
              guard keeps(candidate) else { break }
              let harmless = share(of: .harmless) { isRaised($0, candidate) }
              if harmless < fewest { (best, fewest, improves) = (tried, harmless, true) }
            }
          }
        }
      }
    }
    return best
  }

  /// Adds the thresholds for today: as many emergencies and infections as the allowed over-triage leaves room for.
  private func today(_ thresholds: UrgencyThresholds) -> UrgencyThresholds {
    var best = thresholds
    var bestGain = -1.0
    for emergency in Self.grid where emergency >= thresholds.emergency {
      for infection in Self.grid where infection >= thresholds.infection {
        var tried = thresholds
        (tried.emergencyToday, tried.infectionToday) = (emergency, infection)
        guard share(of: .harmless, { isToday($0, tried) }) <= Self.allowedToday else { continue }
        let gain = 2 * share(of: .emergency) { isToday($0, tried) } + share(of: .infection) { isToday($0, tried) }
        if gain > bestGain { (best, bestGain) = (tried, gain) }
      }
    }
    return best
  }

  private func thresholds(_ steps: [DangerGroup: Int], any: Double) -> UrgencyThresholds {
    func value(_ group: DangerGroup) -> Double { Self.grid[steps[group] ?? 0] }
    return UrgencyThresholds(
      cancer: value(.cancer), emergencyToday: 1, emergency: value(.emergency), infectionToday: 1,
      infection: value(.infection), soon: value(.soon), any: any)
  }

  private func keeps(_ thresholds: UrgencyThresholds) -> Bool {
    Self.allowedMisses.allSatisfy { group, allowed in
      share(of: group) { !isRaised($0, thresholds) } <= allowed
    }
  }

  private func share(of group: DangerGroup, _ isHit: (Triage.Case) -> Bool) -> Double {
    var (hits, photos) = (0, 0)
    for entry in cases where entry.group == group {
      photos += 1
      if isHit(entry) { hits += 1 }
    }
    return Double(hits) / Double(max(photos, 1))
  }

  private func isRaised(_ entry: Triage.Case, _ thresholds: UrgencyThresholds) -> Bool {
    entry.isUncertain || entry.dangers[.cancer] >= thresholds.cancer
      || entry.dangers[.emergency] >= thresholds.emergency || entry.dangers[.infection] >= thresholds.infection
      || entry.dangers[.soon] >= thresholds.soon || entry.dangers.anyDanger >= thresholds.any
  }

  private func isToday(_ entry: Triage.Case, _ thresholds: UrgencyThresholds) -> Bool {
    entry.dangers[.emergency] >= thresholds.emergencyToday
      || entry.dangers[.infection] >= thresholds.infectionToday
  }
}
