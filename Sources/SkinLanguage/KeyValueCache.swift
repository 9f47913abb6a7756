import SkinTensor

/// Keys and values of a sequence's positions, for every layer, so that no position is computed twice.
///
/// Each layer has one matrix, `[capacity, 2 * key-value width]`: the (rotated) keys in the left half of a row, the
/// values in the right. The cache remembers which element stands at each position; a prompt that begins like the
/// last one continues from the longest common prefix.
public final class KeyValueCache {
  /// What stands at the positions that are cached.
  public internal(set) var elements: [PromptElement] = []
  /// The logits after the last cached position, `[vocabulary]`; empty before the first.
  var logits: [Float] = []
  private(set) var layers: [LayerCache]
  private let rowWidth: Int

  /// An empty cache.
  ///
  /// - Parameter rowWidth: columns of keys and values together.
  init(layerCount: Int, rowWidth: Int) {
    self.rowWidth = rowWidth
    layers = (0..<layerCount).map { _ in LayerCache(rowWidth: rowWidth) }
  }

  /// Positions that are cached.
  public var count: Int { elements.count }

  /// How many elements at the beginning of `prompt` are cached.
  public func commonPrefixCount(with prompt: [PromptElement]) -> Int {
    zip(elements, prompt).prefix { $0 == $1 }.count
  }

  /// Forgets the positions from `count` on.
  public func truncate(to count: Int) {
    guard count < elements.count else { return }
    elements.removeSubrange(count...)
    logits = []
  }

  /// Makes room for the given number of positions.
  func reserve(_ positionCount: Int) {
    for layer in layers { layer.reserve(positionCount, keeping: count) }
  }

  /// A cache of its own with the same contents.
  func copy() -> KeyValueCache {
    let copy = KeyValueCache(layerCount: 0, rowWidth: rowWidth)
    copy.layers = layers.map { $0.copy(rowCount: count) }
    copy.elements = elements
    copy.logits = logits
    return copy
  }
}

/// Keys and values of one layer.
final class LayerCache {
  private static let smallestCapacity = 256
  var rows: Matrix

  init(rowWidth: Int) { rows = Matrix(rowCount: 0, columnCount: rowWidth) }

  func reserve(_ rowCount: Int, keeping usedCount: Int) {
    guard rowCount > rows.rowCapacity else { return }
    let capacity = max(rowCount, 2 * rows.rowCapacity, Self.smallestCapacity)
    var grown = Matrix(rowCount: capacity, columnCount: rows.columnCount)
    grown.copyRows(0..<usedCount, of: rows, to: 0)
    rows = grown
  }

  func copy(rowCount: Int) -> LayerCache {
    let copy = LayerCache(rowWidth: rows.columnCount)
    copy.rows = Matrix(rowCount: rows.rowCapacity, columnCount: rows.columnCount)
    copy.rows.copyRows(0..<rowCount, of: rows, to: 0)
    return copy
  }
}
