/// Intervals by drawing again from what was measured.
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
    var state: UInt64 = 1
    var shares: [Double] = []
    for _ in 0..<drawCount {
      var (hitCount, photoCount) = (0, 0)
      for _ in sums {
        // Knuth's MMIX generator; the high bits are random enough for a draw.
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let drawn = sums[Int((state >> 33) % UInt64(sums.count))]
        hitCount += drawn.hits
        photoCount += drawn.photos
      }
      shares.append(Double(hitCount) / Double(photoCount))
    }
    shares.sort()
    return Evaluation.Share(
      value: Double(hits.count { $0 }) / Double(hits.count),
      interval: [shares[drawCount * 25 / 1000], shares[drawCount * 975 / 1000 - 1]], photos: hits.count)
  }
}
