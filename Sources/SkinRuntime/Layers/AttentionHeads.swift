package import SkinKernels

/// How the columns of queries, keys and values are cut into heads.
package struct AttentionHeads: Hashable, Sendable {
  /// Heads of the queries.
  package let queryHeadCount: Int
  /// Heads of keys and values; each serves `queryHeadCount / keyValueHeadCount` query heads.
  package let keyValueHeadCount: Int
  /// Columns of a head.
  package let headWidth: Int

  /// As many key and value heads as query heads, unless told otherwise.
  ///
  /// - Precondition: `keyValueHeadCount` divides `queryHeadCount`.
  package init(queryHeadCount: Int, keyValueHeadCount: Int? = nil, headWidth: Int) {
    let keyValueHeadCount = keyValueHeadCount ?? queryHeadCount
    precondition(queryHeadCount % keyValueHeadCount == 0, "\(queryHeadCount) heads over \(keyValueHeadCount)")
    self.queryHeadCount = queryHeadCount
    self.keyValueHeadCount = keyValueHeadCount
    self.headWidth = headWidth
  }

  /// Columns of the queries.
  package var queryWidth: Int { queryHeadCount * headWidth }
  /// Columns of the keys, and of the values.
  package var keyValueWidth: Int { keyValueHeadCount * headWidth }
  /// Columns of queries, keys and values side by side.
  package var fusedWidth: Int { queryWidth + 2 * keyValueWidth }

  /// The attention of queries over `keyRowCount` rows; scores are divided by the root of the head's width.
  ///
  /// - Parameter queryColumn: the first column of the queries in their matrix, likewise the other two.
  package func attention(
    queryColumn: Int, keyColumn: Int, valueColumn: Int, keyRowCount: Int, mask: AttentionMask
  ) -> AttentionShape {
    AttentionShape(
      headCount: queryHeadCount, keyValueHeadCount: keyValueHeadCount, headWidth: headWidth,
      scale: 1 / Float(headWidth).squareRoot(), queryColumn: queryColumn, keyColumn: keyColumn,
      valueColumn: valueColumn, keyRowCount: keyRowCount, mask: mask)
  }
}
