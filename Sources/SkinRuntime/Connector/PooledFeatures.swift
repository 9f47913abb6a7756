import SkinTensor

/// A photo as one vector: what a recognition head or a clinic's fit reads.
///
///     [class token | mean of the patches] after ln_vision, then [mean of the queries] of a Q-Former, if there is one
///     SigLIP: [mean of the patches]
///
/// The means are taken in double precision and in row order, so the number of threads changes nothing.
package struct PooledFeatures: Hashable, Sendable {
  /// The features.
  package let values: [Float]

  /// Features of the given values.
  package init(values: [Float]) { self.values = values }

  /// The mean of features, taken in double precision and in their order.
  ///
  /// - Precondition: there is at least one row, and all are of one length.
  init(meanOf rows: [[Float]]) {
    precondition(!rows.isEmpty && rows.allSatisfy { $0.count == rows[0].count }, "\(rows.count) rows of features")
    values = rows[0].indices.map { column in
      Float(rows.reduce(0.0) { $0 + Double($1[column]) } / Double(rows.count))
    }
  }

  /// Pools the visual tokens alone.
  init(_ tokens: borrowing VisualTokens) {
    values = Self.firstRow(tokens.rows) + Self.mean(tokens.rows, from: 1)
  }

  /// Pools patches that stand without a class token.
  init(patches: borrowing VisualTokens) { values = Self.mean(patches.rows, from: 0) }

  /// Pools the visual tokens and the queries that read them.
  init(_ tokens: borrowing VisualTokens, _ queries: borrowing QueryTokens) {
    values = Self.firstRow(tokens.rows) + Self.mean(tokens.rows, from: 1) + Self.mean(queries.rows, from: 0)
  }

  private static func firstRow(_ rows: borrowing Matrix) -> [Float] {
    var values: [Float] = []
    for column in 0..<rows.columnCount { values.append(rows[0, column]) }
    return values
  }

  private static func mean(_ rows: borrowing Matrix, from first: Int) -> [Float] {
    var sums = [Double](repeating: 0, count: rows.columnCount)
    for row in first..<rows.rowCount {
      for column in 0..<rows.columnCount { sums[column] += Double(rows[row, column]) }
    }
    let count = Double(max(rows.rowCount - first, 1))
    return sums.map { Float($0 / count) }
  }
}

/// An image as the decoder reads it, and as one vector.
package struct ImageReading: ~Copyable {
  /// What the decoder reads.
  package let softPrompt: SoftPrompt
  /// What a recognition head reads.
  package let features: PooledFeatures

  /// What the decoder reads, for a caller that keeps it.
  package consuming func takeSoftPrompt() -> SoftPrompt { softPrompt }
}
