/// The spread of measurements, by quantiles.
package struct Spread: Hashable, Sendable, Codable {
  /// Measurements.
  package var count: Int
  /// The least.
  package var least: Double
  /// The first quartile.
  package var lowerQuartile: Double
  /// The median.
  package var median: Double
  /// The third quartile.
  package var upperQuartile: Double
  /// The ninth decile.
  package var ninthDecile: Double
  /// The greatest.
  package var greatest: Double

  private enum CodingKeys: String, CodingKey {
    case count, least, median, greatest
    case lowerQuartile = "lower_quartile"
    case upperQuartile = "upper_quartile"
    case ninthDecile = "ninth_decile"
  }

  /// The spread of measurements; nil without any, or if one is not finite.
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
