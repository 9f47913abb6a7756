/// Keys and values of a sequence's positions, for every layer, so that no position is computed twice.
///
/// The cache remembers which element is at each position; a prompt that begins like the last one continues from the
/// longest common prefix.
package final class KeyValueCache {
  /// The elements at the cached positions.
  package internal(set) var elements: [PromptElement] = []
  /// The logits after the last cached position, `[vocabulary]`; empty before the first.
  var logits: [Float] = []
  private(set) var layers: [any LayerCache]

  /// An empty cache of the heads of each layer.
  init(heads: [AttentionHeads], format: CacheFormat, retention: WindowRetention) {
    layers = heads.map { heads in
      switch format {
      case .float32: FloatLayerCache(heads: heads, retention: retention)
      case .int8: ByteLayerCache(heads: heads, retention: retention)
      }
    }
  }

  /// A cache of positions whose keys and values are known.
  init(elements: [PromptElement], layers: [any LayerCache]) {
    self.elements = elements
    self.layers = layers
  }

  private init(copying other: KeyValueCache, count: Int) {
    layers = other.layers.map { $0.copy(positionCount: count) }
    elements = Array(other.elements.prefix(count))
    logits = count == other.count ? other.logits : []
  }

  /// The number of cached positions.
  package var count: Int { elements.count }

  /// How many elements at the beginning of `prompt` are cached.
  package func commonPrefixCount(with prompt: [PromptElement]) -> Int {
    zip(elements, prompt).prefix { $0 == $1 }.count
  }

  /// Whether the first `count` positions can be continued: what their next sees is there in every layer.
  func canContinue(at count: Int) -> Bool { layers.allSatisfy { $0.canContinue(at: count) } }

  /// Forgets the positions from `count` on, or all if a layer with a window has left behind what the next would see.
  package func truncate(to count: Int) {
    let kept = canContinue(at: min(count, elements.count)) ? count : 0
    guard kept < elements.count else { return }
    elements.removeSubrange(kept...)
    logits = []
  }

  /// Makes room for the given number of positions.
  func reserve(_ positionCount: Int) {
    for layer in layers { layer.reserve(positionCount, keeping: count) }
  }

  /// An independent copy with the same contents.
  func copy() -> KeyValueCache { copy(count: count) }

  /// An independent copy of the first `count` positions.
  ///
  /// - Precondition: ``canContinue(at:)``.
  func copy(count: Int) -> KeyValueCache { KeyValueCache(copying: self, count: count) }
}
