package import SkinKernels

/// How the columns of queries, keys and values are cut into heads.
package struct AttentionHeads: Hashable, Sendable {
  /// Heads of the queries.
  package let queryHeadCount: Int
  /// Heads of keys and values; each serves `queryHeadCount / keyValueHeadCount` query heads.
  package let keyValueHeadCount: Int
  /// Columns of a head.
  package let headWidth: Int
  /// Factor of the scores before the softmax.
  package let scoreScale: Float
  /// Positions that a row of a decoder sees, its own included; nil for all.
  package let windowLength: Int?

  /// As many key and value heads as query heads, unless told otherwise.
  ///
  /// - Parameter scoreScale: nil for one over the root of the head's width.
  /// - Precondition: `keyValueHeadCount` divides `queryHeadCount`.
  package init(
    queryHeadCount: Int, keyValueHeadCount: Int? = nil, headWidth: Int, scoreScale: Float? = nil,
    windowLength: Int? = nil
  ) {
    let keyValueHeadCount = keyValueHeadCount ?? queryHeadCount
    precondition(queryHeadCount % keyValueHeadCount == 0, "\(queryHeadCount) heads over \(keyValueHeadCount)")
    self.queryHeadCount = queryHeadCount
    self.keyValueHeadCount = keyValueHeadCount
    self.headWidth = headWidth
    self.scoreScale = scoreScale ?? 1 / Float(headWidth).squareRoot()
    self.windowLength = windowLength
  }

  /// Columns of the queries.
  package var queryWidth: Int { queryHeadCount * headWidth }
  /// Columns of the keys, and of the values.
  package var keyValueWidth: Int { keyValueHeadCount * headWidth }
  /// Columns of queries, keys and values side by side.
  package var fusedWidth: Int { queryWidth + 2 * keyValueWidth }

  /// Which positions the rows of a decoder see, the first of which stands at a position.
  ///
  /// - Parameter isImage: whether they are the rows of an image that see each other.
  func mask(firstPosition: Int, isImage: Bool) -> AttentionMask {
    if isImage { return .image(firstPosition: firstPosition, length: windowLength) }
    return windowLength.map { .window(firstPosition: firstPosition, length: $0) }
      ?? .causal(firstPosition: firstPosition)
  }

  /// The attention of queries over `keyRowCount` rows.
  ///
  /// - Parameter queryColumn: the first column of the queries in their matrix, likewise the other two.
  package func attention(
    queryColumn: Int, keyColumn: Int, valueColumn: Int, keyRowCount: Int, mask: AttentionMask
  ) -> AttentionShape {
    AttentionShape(
      headCount: queryHeadCount, keyValueHeadCount: keyValueHeadCount, headWidth: headWidth,
      scale: scoreScale, queryColumn: queryColumn, keyColumn: keyColumn,
      valueColumn: valueColumn, keyRowCount: keyRowCount, mask: mask)
  }
}
