/// How far measurements lie apart.
package struct Spread: Hashable, Sendable, Codable {
  /// Measurements.
  package var count: Int
  /// The least.
  package var least: Double
  /// A quarter of them is not greater.
  package var lowerQuartile: Double
  /// Half of them is not greater.
  package var median: Double
  /// Three quarters of them are not greater.
  package var upperQuartile: Double
  /// Nine tenths of them are not greater.
  package var ninthDecile: Double
  /// The greatest.
  package var greatest: Double

  private enum CodingKeys: String, CodingKey {
    case count, least, median, greatest
    case lowerQuartile = "lower_quartile"
    case upperQuartile = "upper_quartile"
    case ninthDecile = "ninth_decile"
  }

  /// The spread of measurements; nil without any, or if one is no number.
  ///
  /// Source: Hyndman and Fan 1996, The American Statistician 50(4), 361-365, definition 7 of quantiles.
  package init?(_ values: [Double]) {
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    let sorted = values.sorted()
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let (lower, upper) = (Int(place), min(Int(place) + 1, sorted.count - 1))
      return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
    }
    count = sorted.count
    least = sorted[0]
    lowerQuartile = quantile(0.25)
    median = quantile(0.5)
    upperQuartile = quantile(0.75)
    ninthDecile = quantile(0.9)
    greatest = sorted[sorted.count - 1]
  }
}
