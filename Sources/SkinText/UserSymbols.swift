/// The user-defined symbols, which are found in a text before anything else and never merged.
struct UserSymbols {
  /// All symbols in the order of their bytes, so that those with a common start lie together.
  private let sorted: [[UInt8]]
  /// Whether a symbol begins with the byte.
  private let begins: [Bool]

  /// An index of some symbols; none of them is empty.
  init(_ symbols: [[UInt8]]) {
    sorted = symbols.sorted { $0.lexicographicallyPrecedes($1) }
    var begins = [Bool](repeating: false, count: 256)
    for symbol in symbols {
      if let first = symbol.first { begins[Int(first)] = true }
    }
    self.begins = begins
  }

  /// The length of the longest symbol that the bytes have at an index, or nil.
  ///
  /// - Complexity: one binary search in the symbols for each byte that still fits.
  func longestMatch(_ bytes: [UInt8], at index: Int) -> Int? {
    guard begins[Int(bytes[index])] else { return nil }
    var candidates = 0..<sorted.count
    var longest: Int?
    for length in 1...(bytes.count - index) {
      let byte = bytes[index + length - 1]
      // Candidates agree on the first length - 1 bytes; one that has no more bytes comes first and is skipped.
      let lower = boundary(candidates) { $0.count < length || $0[length - 1] < byte }
      let upper = boundary(lower..<candidates.upperBound) { $0[length - 1] <= byte }
      candidates = lower..<upper
      guard !candidates.isEmpty else { break }
      if sorted[lower].count == length { longest = length }
    }
    return longest
  }

  /// The first of the candidates for which the condition no longer holds.
  private func boundary(_ candidates: Range<Int>, _ isBelow: ([UInt8]) -> Bool) -> Int {
    var (lower, upper) = (candidates.lowerBound, candidates.upperBound)
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if isBelow(sorted[middle]) { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}
