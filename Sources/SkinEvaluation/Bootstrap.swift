/// Intervals by resampling the measurements.
///
/// Whole groups are drawn, because photos that belong together are not independent. The draws are the same every time.
///
/// Source: Efron 1979, "Bootstrap methods: another look at the jackknife".
enum Bootstrap {
  private static let drawCount = 1000

  /// A share of hits and its 95 % interval.
  ///
  /// - Precondition: as many groups as hits, at least one.
  static func share(_ hits: [Bool], groups: [String]) -> Evaluation.Share {
    precondition(hits.count == groups.count && !hits.isEmpty, "\(hits.count) hits in \(groups.count) groups")
    var sums: [(hits: Int, photos: Int)] = []
    var places: [String: Int] = [:]
    for (hit, group) in zip(hits, groups) {
      let place = places[group] ?? sums.count
      if place == sums.count {
        places[group] = place
        sums.append((0, 0))
      }
      sums[place].hits += hit ? 1 : 0
      sums[place].photos += 1
    }
    var draw = SeededDraw()
    var shares: [Double] = []
    for _ in 0..<drawCount {
      var (hitCount, photoCount) = (0, 0)
      for _ in sums {
        let drawn = sums[draw.next(sums.count)]
        hitCount += drawn.hits
        photoCount += drawn.photos
      }
      shares.append(Double(hitCount) / Double(photoCount))
    }
    return Evaluation.Share(
      value: Double(hits.count { $0 }) / Double(hits.count), interval: interval(shares), photos: hits.count)
  }

  /// The 95 % interval of the mean of the classes' shares of hits; a class that is not drawn does not count.
  ///
  /// - Precondition: as many targets and groups as hits, at least one.
  static func balancedInterval(_ hits: [Bool], targets: [Int], groups: [String]) -> [Double] {
    precondition(hits.count == groups.count && hits.count == targets.count && !hits.isEmpty, "\(hits.count) hits")
    let members = Array(Dictionary(grouping: hits.indices) { groups[$0] }.values).sorted { $0[0] < $1[0] }
    let classCount = (targets.max() ?? 0) + 1
    var draw = SeededDraw()
    var means: [Double] = []
    for _ in 0..<drawCount {
      var found = [(hits: Int, photos: Int)](repeating: (0, 0), count: classCount)
      for _ in members {
        for photo in members[draw.next(members.count)] {
          found[targets[photo]].hits += hits[photo] ? 1 : 0
          found[targets[photo]].photos += 1
        }
      }
      let shares = found.filter { $0.photos > 0 }.map { Double($0.hits) / Double($0.photos) }
      means.append(shares.reduce(0, +) / Double(shares.count))
    }
    return interval(means)
  }

  private static func interval(_ values: [Double]) -> [Double] {
    let sorted = values.sorted()
    return [sorted[drawCount * 25 / 1000], sorted[drawCount * 975 / 1000 - 1]]
  }
}
