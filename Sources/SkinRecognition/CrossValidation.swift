import Foundation

/// Decides which examples are left out together: no group is ever on both sides, and each fold has its share of every
/// class.
enum CrossValidation {
  /// Deals examples into folds; the same examples give the same folds.
  ///
  /// - Parameters:
  ///   - groups: the group of each example.
  ///   - targets: the class of each.
  ///   - foldCount: the most folds; fewer if there are fewer groups.
  ///   - seed: a different seed gives different folds.
  /// - Returns: the fold of each example.
  static func folds(groups: [String], targets: [Int], foldCount: Int, seed: UInt64) -> [Int] {
    var members: [String: [Int]] = [:]
    for (example, group) in groups.enumerated() { members[group, default: []].append(example) }
    // The class of a group's first example stands for the group; the hash mixes groups of a class.
    let ordered = members.sorted { left, right in
      let (a, b) = (targets[left.value[0]], targets[right.value[0]])
      if a != b { return a < b }
      let (hashA, hashB) = (hash(left.key, seed: seed), hash(right.key, seed: seed))
      return hashA != hashB ? hashA < hashB : left.key < right.key
    }
    var folds = [Int](repeating: 0, count: groups.count)
    let count = min(foldCount, members.count)
    for (place, group) in ordered.enumerated() {
      for example in group.value { folds[example] = place % count }
    }
    return folds
  }

  /// A hash that is the same in every run.
  ///
  /// Source: Fowler, Noll and Vo, FNV-1a, 64 bits, started with the seed.
  private static func hash(_ text: String, seed: UInt64) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ (seed &* 0x9e37_79b9_7f4a_7c15)
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    // The low bits alone would depend on the last letters.
    return hash ^ hash >> 32
  }
}
