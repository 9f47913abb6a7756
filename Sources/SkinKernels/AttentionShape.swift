/// Which key rows a query row sees.
package enum AttentionMask: Hashable, Sendable {
  /// All of them.
  case none
  /// Query row `r` sees the key rows 0 to `firstPosition + r`.
  case causal(firstPosition: Int)
  /// Query row `r` sees the last `length` of these rows, or all of them while there are fewer.
  case window(firstPosition: Int, length: Int)

  /// Query row `r` sees all key rows; with a window, none before the `length` rows that end with row `firstPosition + r`.
  case image(firstPosition: Int, length: Int?)

  /// Key rows before those that a query row sees.
  func hiddenKeyCount(row: Int) -> Int {
    switch self {
    case .window(let firstPosition, let length), .image(let firstPosition, let length?):
      max(0, firstPosition + row + 1 - length)
    case .none, .causal, .image(_, nil): 0
    }
  }
}

/// Where the heads of an attention lie in its matrices, and which keys each row sees.
package struct AttentionShape: Hashable, Sendable {
  /// Query heads.
  package var headCount: Int
  /// Key and value heads; each serves `headCount / keyValueHeadCount` neighbouring query heads.
  package var keyValueHeadCount: Int
  /// Columns of a head.
  package var headWidth: Int
  /// Factor of the scores before the softmax, usually `headWidth^-0.5`.
  package var scale: Float
  /// First column of head 0 in the queries.
  package var queryColumn: Int
  /// First column of head 0 in the keys.
  package var keyColumn: Int
  /// First column of head 0 in the values.
  package var valueColumn: Int
  /// Rows of keys and values in use.
  package var keyRowCount: Int
  /// Which of these rows a query row sees.
  package var mask: AttentionMask

  /// A shape with all its parts.
  package init(
    headCount: Int, keyValueHeadCount: Int, headWidth: Int, scale: Float, queryColumn: Int, keyColumn: Int,
    valueColumn: Int, keyRowCount: Int, mask: AttentionMask
  ) {
    self.headCount = headCount
    self.keyValueHeadCount = keyValueHeadCount
    self.headWidth = headWidth
    self.scale = scale
    self.queryColumn = queryColumn
    self.keyColumn = keyColumn
    self.valueColumn = valueColumn
    self.keyRowCount = keyRowCount
    self.mask = mask
  }
}

extension AttentionShape {
  /// Stops the program if the heads do not lie inside the queries' columns or do not fill the output's.
  func checkHeads(queryColumnCount: Int, outputColumnCount: Int) {
    let width = headWidth
    precondition(width > 0 && width % 4 == 0, "a head of \(width) columns")
    precondition(
      keyValueHeadCount > 0 && headCount > 0 && headCount % keyValueHeadCount == 0,
      "\(headCount) heads on \(keyValueHeadCount)")
    precondition(queryColumn >= 0 && queryColumn + headCount * width <= queryColumnCount)
    precondition(
      outputColumnCount == headCount * width, "\(headCount) heads of \(width) into \(outputColumnCount) columns")
  }

  /// Whether rows are attended to one by one: few of them, and those whose windows begin at different keys.
  func goesRowByRow(rowCount: Int) -> Bool {
    switch mask {
    case .window, .image(_, .some): true
    case .none, .causal, .image(_, nil): rowCount < ComputeBackend.fewRows
    }
  }

  /// The number of keys up to the last one that the first row sees, and how many more each following row sees.
  ///
  /// Stops the program if a row would see none, or more than there are.
  func visibleKeys(rowCount: Int) -> (first: Int, growth: Int) {
    let (first, growth) =
      switch mask {
      case .none, .image: (keyRowCount, 0)
      case .causal(let firstPosition), .window(let firstPosition, _): (firstPosition + 1, 1)
      }
    precondition(
      first >= 1 && (rowCount == 0 || first + growth * (rowCount - 1) <= keyRowCount),
      "\(rowCount) rows that see \(first) and \(growth) more each of \(keyRowCount)")
    return (first, growth)
  }
}
