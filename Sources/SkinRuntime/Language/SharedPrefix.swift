/// Keys and values of what precedes every image, computed in the first conversation and shared with all later ones.
///
/// Nothing is computed just for it: the first conversation's are kept, unless they come from the container
/// (``StoredPrefix``). A row has the same bits whichever rows are computed with it (see
/// `ComputeBackend/attend(_:queries:keys:values:into:)`), as long as there are 16 or more of them.
///
/// Source: the fixed prefix of MiniGPT-4's prompt, SkinGPT-4 at 3bf57c9, `conversation.py`.
package final class SharedPrefix {
  /// Rows that must follow, so that they are computed as if they had been read with the opening.
  private static let leastRowCount = 16
  private var kept: KeyValueCache?

  /// Begins with what was stored, or with nothing.
  package init(_ kept: KeyValueCache? = nil) { self.kept = kept }

  /// Positions that are kept.
  package var positionCount: Int { kept?.count ?? 0 }

  /// A cache that begins with what was kept, or an empty one.
  func cache(of decoder: Decoder) -> KeyValueCache { kept?.copy() ?? decoder.makeCache() }

  /// Keeps the first `count` positions of a cache if none are kept, unless it has left behind what it saw there.
  func keep(_ count: Int, of cache: KeyValueCache) {
    guard kept == nil, count > 0, cache.count >= count + Self.leastRowCount,
      cache.canContinue(at: count)
    else { return }
    kept = cache.copy(count: count)
  }
}
