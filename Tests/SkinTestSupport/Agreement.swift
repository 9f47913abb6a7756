/// How far values are from what is expected; missing and surplus elements and NaN count as the worst.
public struct Agreement: Hashable, Sendable {
  /// The size of the difference over the size of what is expected: infinity if elements are missing or nothing is
  /// expected, NaN if one is.
  public let relativeError: Double
  /// The cosine of the angle between both; NaN if elements are missing.
  public let cosine: Double

  /// The agreement of some values with others.
  public init(_ values: [Float], _ right: [Float]) {
    guard values.count == right.count, !right.isEmpty else {
      (relativeError, cosine) = (.infinity, .nan)
      return
    }
    var (difference, product, size, rightSize) = (0.0, 0.0, 0.0, 0.0)
    for index in right.indices {
      let (a, b) = (Double(values[index]), Double(right[index]))
      difference += (a - b) * (a - b)
      product += a * b
      size += a * a
      rightSize += b * b
    }
    relativeError = (difference / rightSize).squareRoot()
    cosine = product / (size * rightSize).squareRoot()
  }
}

/// ``Agreement/relativeError`` of some values.
public func relativeError(_ values: [Float], _ right: [Float]) -> Double { Agreement(values, right).relativeError }
