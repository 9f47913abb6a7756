/// Rows of queries cut into blocks of at most 16, none of which has fewer than 4 rows where there are 16 or more.
///
/// Three rows or fewer are computed one by one, with other bits than in a block; so a row's bits would depend on how many
/// rows stand behind it.
struct RowBlocks {
  private static let size = 16
  private static let leastSize = 4

  let rowCount: Int
  let count: Int

  init(rowCount: Int) {
    self.rowCount = rowCount
    count = (rowCount + Self.size - 1) / Self.size
  }

  subscript(index: Int) -> Range<Int> { start(index)..<start(index + 1) }

  /// Where a block begins: the last one takes rows of the one before it if it has too few of its own.
  private func start(_ index: Int) -> Int {
    let first = min(index * Self.size, rowCount)
    let isShort = index > 0 && index == count - 1 && rowCount - first < Self.leastSize
    return isShort ? rowCount - Self.size / 2 : first
  }
}
