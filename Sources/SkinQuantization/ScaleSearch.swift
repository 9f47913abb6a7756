/// Finds the codes of least squared error for one group of 32 columns in 16 rows at once.
///
/// For each row, several scales near that of the largest element are tried, and the best of them is fitted again. Rows
/// do not mix, and each sum is made in one fixed order, so a row's code depends neither on the rows beside it nor on
/// the processor. The loops over rows are plain and free of branches, because compilers vectorize those; explicit
/// vectors they split up (`benchmarks/LOG.md`).
struct ScaleSearch {
  /// Rows that are searched together, a panel's.
  private static let rowCount = WeightLayout.panelRows
  private static let columnCount = WeightScheme.groupSize
  /// The integers that the largest element would get; some clip it, some leave room above it.
  private static let int4Targets: [Float] = [-8, -7.7, -7.4, -7.1, -6.8, -8.3, -8.6, -9, -9.5, 7, 7.4]
  /// Smaller targets waste the last integers and may fit all others better.
  private static let int8Targets: [Float] = [127, 126.25, 125.5, 124.5, 123.5, 122.5, 121, 119.5, 118, 116, 114, 112]
  private static let refinementCount = 2

  /// What was found.
  private(set) var codes = PanelGroup()

  private let targets: [Float]
  private let limits: ClosedRange<Float>
  /// The first element of the largest magnitude in each row; 1 where all are zero.
  private var extremes = [Float](repeating: 1, count: rowCount)
  /// The elements in units of their row's extreme, `[32, 16]`: a huge group's squares would overflow.
  private var units = [Float](repeating: 0, count: columnCount * rowCount)
  private var candidates = [Float](repeating: 0, count: rowCount)
  /// The candidates in units of the extremes.
  private var relatives = [Float](repeating: 0, count: rowCount)
  private var errors = [Float](repeating: 0, count: rowCount)
  private var leastErrors = [Float](repeating: 0, count: rowCount)

  /// A search for codes of an integer scheme.
  init(_ scheme: WeightScheme) {
    targets = scheme == .int4 ? Self.int4Targets : Self.int8Targets
    limits = scheme == .int4 ? -8...7 : -127...127
  }

  /// Searches for the codes of finite elements, `[32, 16]`: column after column.
  ///
  /// A row whose scales are all beyond binary16 gets an infinite one.
  mutating func run(_ elements: [Float]) {
    Self.normalize(elements, extremes: &extremes, units: &units)
    for row in 0..<Self.rowCount {
      codes.scales[row] = .infinity
      leastErrors[row] = .infinity
    }
    for target in targets {
      for row in 0..<Self.rowCount { candidates[row] = extremes[row] / target }
      consider()
    }
    for _ in 0..<Self.refinementCount {
      fit()
      consider()
    }
    for row in 0..<Self.rowCount { relatives[row] = codes.scales[row] / extremes[row] }
    Self.round(units, relatives, limits, into: &codes.integers)
    for row in 0..<Self.rowCount where extremes[row] == 1 && Self.isZero(units, row) { codes.scales[row] = 0 }
  }

  /// Keeps the candidates, rounded to binary16, in the rows where their error is the least so far.
  private mutating func consider() {
    for row in 0..<Self.rowCount {
      candidates[row] = Binary16(candidates[row]).value
      relatives[row] = candidates[row] / extremes[row]
    }
    Self.measure(units, relatives, limits, into: &errors)
    for row in 0..<Self.rowCount where errors[row] < leastErrors[row] && candidates[row].isFinite {
      leastErrors[row] = errors[row]
      codes.scales[row] = candidates[row]
    }
  }

  /// Makes the scales that fit the best integers so far the candidates; infinite ones where there are none.
  private mutating func fit() {
    for row in 0..<Self.rowCount { relatives[row] = codes.scales[row] / extremes[row] }
    Self.fit(units, relatives, limits, products: &candidates, squares: &errors)
    for row in 0..<Self.rowCount {
      let isThere = relatives[row] != 0 && errors[row] > 0
      candidates[row] = isThere ? candidates[row] / errors[row] * extremes[row] : .infinity
    }
  }

  private static func isZero(_ units: [Float], _ row: Int) -> Bool {
    (0..<columnCount).allSatisfy { units[$0 * rowCount + row] == 0 }
  }
}

/// The loops, over spans whose lengths are checked once.
extension ScaleSearch {
  private static func normalize(_ elements: [Float], extremes: inout [Float], units: inout [Float]) {
    let elements = elements.span
    var extremes = extremes.mutableSpan
    var units = units.mutableSpan
    precondition(elements.count == columnCount * rowCount, "\(elements.count) elements of a group")
    precondition(units.count == columnCount * rowCount && extremes.count == rowCount)
    for row in 0..<rowCount { extremes[row] = 0 }
    for column in 0..<columnCount {
      for row in 0..<rowCount {
        let (element, extreme) = (elements[column &* rowCount &+ row], extremes[row])
        extremes[row] = element.magnitude > extreme.magnitude ? element : extreme
      }
    }
    for row in 0..<rowCount { extremes[row] = extremes[row] == 0 ? 1 : extremes[row] }
    for column in 0..<columnCount {
      for row in 0..<rowCount {
        let place = column &* rowCount &+ row
        units[place] = elements[place] / extremes[row]
      }
    }
  }

  /// The squared error of each row under a scale in units of its extreme.
  private static func measure(
    _ units: [Float], _ relatives: [Float], _ limits: ClosedRange<Float>, into errors: inout [Float]
  ) {
    let units = units.span
    let relatives = relatives.span
    var errors = errors.mutableSpan
    precondition(units.count == columnCount * rowCount && relatives.count == rowCount && errors.count == rowCount)
    let (lowest, highest) = (limits.lowerBound, limits.upperBound)
    for row in 0..<rowCount {
      let relative = relatives[row]
      // Under a scale of zero everything decodes to zero, whatever the integers.
      let divisor = relative == 0 ? 1 : relative
      @inline(__always) func square(_ column: Int) -> Float {
        let unit = units[column &* rowCount &+ row]
        let difference = unit - nearest(unit / divisor, lowest, highest) * relative
        return difference * difference
      }
      errors[row] = sum { column in square(column) }
    }
  }

  /// The products of elements with their integers, and of the integers with themselves.
  private static func fit(
    _ units: [Float], _ relatives: [Float], _ limits: ClosedRange<Float>, products: inout [Float],
    squares: inout [Float]
  ) {
    let units = units.span
    let relatives = relatives.span
    var products = products.mutableSpan
    var squares = squares.mutableSpan
    precondition(units.count == columnCount * rowCount && relatives.count == rowCount)
    precondition(products.count == rowCount && squares.count == rowCount)
    let (lowest, highest) = (limits.lowerBound, limits.upperBound)
    for row in 0..<rowCount {
      let divisor = relatives[row] == 0 ? 1 : relatives[row]
      @inline(__always) func integer(_ column: Int) -> Float {
        nearest(units[column &* rowCount &+ row] / divisor, lowest, highest)
      }
      products[row] = sum { column in units[column &* rowCount &+ row] * integer(column) }
      squares[row] = sum { column in integer(column) * integer(column) }
    }
  }

  /// The integers under a scale in units of the extremes; zeros where it is zero or infinite.
  private static func round(
    _ units: [Float], _ relatives: [Float], _ limits: ClosedRange<Float>, into integers: inout [Float]
  ) {
    let units = units.span
    let relatives = relatives.span
    var integers = integers.mutableSpan
    precondition(units.count == columnCount * rowCount && relatives.count == rowCount)
    precondition(integers.count == columnCount * rowCount)
    let (lowest, highest) = (limits.lowerBound, limits.upperBound)
    for column in 0..<columnCount {
      for row in 0..<rowCount {
        let (place, relative) = (column &* rowCount &+ row, relatives[row])
        let integer = nearest(units[place] / (relative == 0 ? 1 : relative), lowest, highest)
        integers[place] = relative == 0 ? 0 : integer
      }
    }
  }

  /// The sum over a row's 32 columns: columns 8 apart first, then the eight sums one after another.
  @inline(__always) private static func sum(_ term: (Int) -> Float) -> Float {
    @inline(__always) func part(_ column: Int) -> Float {
      (term(column) + term(column &+ 8)) + (term(column &+ 16) + term(column &+ 24))
    }
    return ((((((part(0) + part(1)) + part(2)) + part(3)) + part(4)) + part(5)) + part(6)) + part(7)
  }

  /// The nearest integer inside the limits, ties to even.
  @inline(__always) private static func nearest(_ quotient: Float, _ lowest: Float, _ highest: Float) -> Float {
    let above = lowest > quotient ? lowest : quotient
    let inside = highest < above ? highest : above
    // Clamp first: adding 1.5 * 2^23 rounds only what is small.
    return (inside + 12_582_912) - 12_582_912
  }
}
