/// Query rows cut into blocks of at most 16; where rows continue others and are 16 or more, no block has fewer than 4.
///
/// Three rows or fewer are computed one by one, with other bits than in a block, so a row's bits would depend on how
/// many rows follow it. An image's rows are always read whole, and their last block may be short.
struct RowBlocks {
  private static let size = 16
  private static let leastSize = 4

  let rowCount: Int
  let count: Int
  private let mayEndShort: Bool

  init(rowCount: Int, mayEndShort: Bool) {
    self.rowCount = rowCount
    self.mayEndShort = mayEndShort
    count = (rowCount + Self.size - 1) / Self.size
  }

  subscript(index: Int) -> Range<Int> { start(index)..<start(index + 1) }

  /// Where a block begins: the last one takes rows from the one before it if it has too few of its own.
  private func start(_ index: Int) -> Int {
    let first = min(index * Self.size, rowCount)
    let isShort = !mayEndShort && index > 0 && index == count - 1 && rowCount - first < Self.leastSize
    return isShort ? rowCount - Self.size / 2 : first
  }
}
