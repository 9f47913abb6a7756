package import SkinConfiguration

/// Which positions of a layer with a window its cache keeps.
package enum WindowRetention: Hashable, Sendable {
  /// All of them: the plain twin, and what a container stores of its opening.
  case all
  /// The window, and this many rows more: for the rows of a pass, and to go back.
  case last(spare: Int)

  /// Rows of a pass, and as many to go back without reading anew.
  package static let usual = last(spare: 2 * Decoder.batchRowCount)

  /// The most rows of a layer's cache; nil for as many as there are positions.
  package func mostRows(windowLength: Int?) -> Int? {
    guard case .last(let spare) = self, let windowLength else { return nil }
    return windowLength + spare
  }
}

extension LanguageConfiguration {
  /// Rows that the caches of all layers have together when the context is full.
  package func cachedRowCount(_ windows: WindowRetention = .usual) -> Int {
    (0..<layerCount).reduce(0) { sum, layer in
      sum + min(contextLength, windows.mostRows(windowLength: heads(layer: layer).windowLength) ?? contextLength)
    }
  }
}

/// The positions whose keys and values stand in the rows of a cache: a ring whose rows move to the front when they reach the end.
///
/// So the rows that attention sees always lie one after another in the order of their positions, as in a cache of the whole
/// context, and give the same bits. Rows move once in many tokens: what stays free behind them is half of the spare rows.
struct CachedPositions: Hashable, Sendable {
  private static let leastCapacity = 256
  private let windowLength: Int
  private let mostRows: Int?
  /// The position of row 0.
  private(set) var first = 0

  /// The positions of a cache that is empty.
  init(heads: AttentionHeads, retention: WindowRetention) {
    windowLength = heads.windowLength ?? 0
    mostRows = retention.mostRows(windowLength: heads.windowLength)
  }

  /// What positions up to `positionCount` need beside those before `usedCount`: rows of the cache, and how many are used.
  mutating func rows(for positionCount: Int, keeping usedCount: Int) -> (count: Int, used: Int) {
    if usedCount == 0 { first = 0 }
    return (min(positionCount - first, mostRows ?? .max), usedCount - first)
  }

  /// The rows that a cache with too few of them grows to.
  func grownCapacity(_ rowCount: Int, from capacity: Int) -> Int {
    max(rowCount, min(max(2 * capacity, Self.leastCapacity), mostRows ?? .max))
  }

  /// Whether everything that a row at a position sees before itself is there.
  func canContinue(at position: Int) -> Bool {
    position == 0 || position - first >= min(position, max(0, windowLength - 1))
  }

  /// Makes room for some rows from a position on: the row of the first, and the rows that must move to the front before.
  ///
  /// - Precondition: ``canContinue(at:)``.
  mutating func place(_ rowCount: Int, at position: Int) -> (row: Int, moved: Range<Int>?) {
    if position == 0 { first = 0 }
    precondition(canContinue(at: position), "position \(position) of a cache that begins at \(first)")
    let used = position - first
    guard let mostRows, used + rowCount > mostRows else { return (used, nil) }
    let needed = windowLength - 1
    let back = min((mostRows - windowLength) / 2, mostRows - rowCount - needed)
    let kept = min(used, needed + max(0, back))
    first = position - kept
    return (kept, kept < used ? used - kept..<used : nil)
  }
}
