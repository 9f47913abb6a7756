/// Texts as tokens, in which the places that end like a given sequence are found quickly.
///
/// Every place is filed under its last three tokens; places with the same three are chained, newest first.
struct TokenIndex: Sendable {
  /// Stands between two texts; it is no token's number.
  static let boundary: Int32 = -1
  /// Tokens under which a place is filed.
  private static let keyLength = 3
  /// Places that are examined for one lookup.
  private static let mostCandidates = 64
  /// A longer agreement adds no information.
  private static let longestAgreement = 32

  private(set) var tokens: [Int32] = []
  /// For each key, the newest place (the position after its last token), or -1.
  private var newest: [Int32]
  /// For each place the next older one under the same key, or -1.
  private var older: [Int32] = []

  /// An index for about `expectedCount` tokens.
  init(expectedCount: Int) {
    var slotCount = 1024
    while slotCount < expectedCount { slotCount *= 2 }
    newest = [Int32](repeating: -1, count: slotCount)
  }

  mutating func append(_ token: Int32) {
    tokens.append(token)
    older.append(-1)
    let place = tokens.count
    guard place >= Self.keyLength, let slot = slot(of: tokens[(place - Self.keyLength)...]) else { return }
    older[place - 1] = newest[slot]
    newest[slot] = Int32(place)
  }

  /// The place that agrees longest with the end of `sequence`, and how many tokens agree; the newest one on a tie.
  ///
  /// - Parameter limit: places after this one are not examined.
  func place(endingLike sequence: [Int32], before limit: Int) -> (place: Int, agreement: Int)? {
    guard sequence.count >= Self.keyLength, let slot = slot(of: sequence.suffix(Self.keyLength)) else { return nil }
    var best: (place: Int, agreement: Int)?
    var next = newest[slot]
    var candidateCount = 0
    while next >= 0, candidateCount < Self.mostCandidates {
      let place = Int(next)
      next = older[place - 1]
      guard place < limit else { continue }
      candidateCount += 1
      let agreement = agreement(at: place, with: sequence)
      if agreement >= Self.keyLength, agreement > best?.agreement ?? 0 { best = (place, agreement) }
      if agreement == Self.longestAgreement { break }
    }
    return best
  }

  /// What follows a place, up to the end of its text.
  func tokens(from place: Int, count: Int) -> ArraySlice<Int32> {
    tokens[place..<min(place + count, tokens.count)].prefix { $0 != Self.boundary }
  }

  private func agreement(at place: Int, with sequence: [Int32]) -> Int {
    let most = min(place, sequence.count, Self.longestAgreement)
    var count = 0
    while count < most, tokens[place - 1 - count] == sequence[sequence.count - 1 - count] { count += 1 }
    return count
  }

  /// The slot of a key; nil if it spans two texts.
  private func slot(of key: ArraySlice<Int32>) -> Int? {
    var hash: UInt64 = 0
    for token in key {
      guard token != Self.boundary else { return nil }
      hash = (hash &+ UInt64(UInt32(bitPattern: token)) &+ 1) &* 0x9e37_79b9_7f4a_7c15  // Knuth, 2^64 / golden ratio
    }
    return Int(truncatingIfNeeded: hash >> 32) & (newest.count - 1)
  }
}
