/// The candidates for merging, best first.
struct MergeHeap {
  /// Two neighbours that together make a piece.
  struct Merge {
    /// The piece's rank by score; 0 is the highest score.
    var rank: UInt32
    /// The length of both together, in bytes; if it no longer agrees, the candidate is stale.
    var length: UInt32
    /// The index of the left neighbour.
    var left: Int
    /// The hash of both together.
    var hash: TextHash

    /// Whether this merge comes first: by score, then from the left.
    func precedes(_ other: Merge) -> Bool {
      rank != other.rank ? rank < other.rank : left < other.left
    }
  }

  /// A binary heap: no element precedes its parent.
  private var merges: [Merge] = []

  /// Adds a candidate.
  ///
  /// - Complexity: O(log n).
  mutating func insert(_ merge: Merge) {
    var index = merges.count
    merges.append(merge)
    while index > 0 {
      let parent = (index - 1) / 2
      guard merge.precedes(merges[parent]) else { break }
      merges[index] = merges[parent]
      index = parent
    }
    merges[index] = merge
  }

  /// Takes the best candidate out.
  ///
  /// - Complexity: O(log n).
  mutating func popFirst() -> Merge? {
    guard let last = merges.popLast() else { return nil }
    guard let first = merges.first else { return last }
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < merges.count else { break }
      if child + 1 < merges.count, merges[child + 1].precedes(merges[child]) { child += 1 }
      guard merges[child].precedes(last) else { break }
      merges[index] = merges[child]
      index = child
    }
    merges[index] = last
    return first
  }
}
