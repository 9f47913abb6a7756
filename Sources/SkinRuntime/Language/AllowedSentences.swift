/// Sentences that an answer must consist of: the model chooses which and in what order, nothing else.
package struct AllowedSentences: Hashable, Sendable {
  /// The tokens of each sentence, spelled as they follow another one.
  package var sentences: [[Int32]]
  /// Sentences, one of which must begin the answer; empty if any sentence may.
  package var openings: Set<Int>
  /// The answer may end only when it has a sentence from each of these sets.
  package var required: [Set<Int>]
  /// Sentences that exclude each other: an answer has at most one from each of these sets.
  package var alternatives: [Set<Int>]
  /// The maximum number of sentences in an answer.
  package var limit: Int

  /// Sentences in any order.
  package init(
    _ sentences: [[Int32]], openings: Set<Int> = [], required: [Set<Int>] = [], alternatives: [Set<Int>] = [],
    limit: Int = 6
  ) {
    self.sentences = sentences
    self.openings = openings
    self.required = required
    self.alternatives = alternatives
    self.limit = limit
  }
}

/// An answer's path through a trie of sentences: which tokens may come next, and which sentences it has.
///
/// A branch of the trie is a sentence, and each is taken at most once. The trie is never built: an answer has few
/// sentences to choose from, so those that begin like the tokens since the last sentence are scanned.
struct SentenceWalk {
  /// What may come next.
  enum Next: Hashable {
    /// One of these tokens; the answer may end if `mayEnd`.
    case tokens([Int32], mayEnd: Bool)
    /// Only the end.
    case end
  }

  private let allowed: AllowedSentences
  /// The completed sentences, in order.
  private(set) var chosen: [Int] = []
  /// Tokens since the last completed sentence.
  private(set) var position = 0
  /// The sentences that begin with these tokens.
  private var alive: [Int] = []
  /// Tokens that may still be written; a sentence that is longer is not begun.
  private var room: Int

  /// A path that has not begun, of at most `room` tokens.
  init(_ allowed: AllowedSentences, room: Int) {
    self.allowed = allowed
    self.room = room
    alive = begun()
  }

  /// Whether a sentence was left out because there was no room for it.
  private(set) var isCutShort = false

  /// The sentence that is being written, as soon as only one is left.
  var decided: Int? { alive.count == 1 && position > 0 ? alive.first : nil }

  /// What may come next.
  var next: Next {
    if position == 0 {
      let isComplete = !chosen.isEmpty && missing.isEmpty
      return alive.isEmpty ? .end : .tokens(tokens, mayEnd: isComplete)
    }
    return .tokens(tokens, mayEnd: false)
  }

  /// Takes one of the tokens that may come next.
  mutating func append(_ token: Int32) {
    alive.removeAll { allowed.sentences[$0][position] != token }
    position += 1
    room -= 1
    guard let whole = alive.first(where: { allowed.sentences[$0].count == position }) else { return }
    chosen.append(whole)
    position = 0
    alive = begun()
  }

  /// What is required but not said yet.
  private var missing: [Set<Int>] { allowed.required.filter { $0.isDisjoint(with: chosen) } }

  private var tokens: [Int32] {
    var seen: Set<Int32> = []
    return alive.map { allowed.sentences[$0][position] }.filter { seen.insert($0).inserted }
  }

  /// The sentences that may begin now.
  private mutating func begun() -> [Int] {
    let said = Set(chosen)
    let excluded = allowed.alternatives.filter { !$0.isDisjoint(with: said) }.reduce(into: said) { $0.formUnion($1) }
    var candidates = allowed.sentences.indices.filter { !allowed.sentences[$0].isEmpty && !excluded.contains($0) }
    if chosen.isEmpty, !allowed.openings.isEmpty { candidates.removeAll { !allowed.openings.contains($0) } }
    let open = missing
    // The last places are reserved for what must be said.
    if chosen.count >= allowed.limit { return [] }
    if allowed.limit - chosen.count <= open.count {
      candidates.removeAll { candidate in !open.contains { $0.contains(candidate) } }
    }
    let fitting = candidates.filter { allowed.sentences[$0].count <= room }
    isCutShort = !candidates.isEmpty && fitting.isEmpty
    return fitting
  }
}
