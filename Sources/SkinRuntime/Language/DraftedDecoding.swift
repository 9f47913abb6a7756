import SkinConfiguration

/// Decodes token after token; drafts what follows and verifies the whole draft in one pass over the weights.
///
/// Drafts are looked up: in the conversation itself and in texts that the model is likely to write. Tokens are chosen
/// from the same logits, bit for bit, as without drafts; so greedy and seeded answers are the same.
///
/// Source: Leviathan et al. 2023, arXiv:2211.17192 (speculative decoding); Yang et al. 2023, arXiv:2304.04487
/// (drafts by reference instead of by a model).
struct DraftedDecoding {
  /// Drafted tokens that are verified at once; with the token before them a pass has fewer than 16 rows.
  static let mostDrafted = Decoder.verifiedRowCount - 1
  /// Drafted tokens after a wrong one: so few that a pass costs hardly more than without them.
  private static let fewestDrafted = 3

  private let decoder: Decoder
  private let cache: KeyValueCache
  private let texts: DraftTexts?
  /// All tokens of the conversation that follow the image.
  private var history: TokenIndex
  /// Positions in the cache that are not drafted.
  private var position: Int
  private var drafted: ArraySlice<Int32> = []
  /// The logits after each drafted token.
  private var ahead: ArraySlice<[Float]> = []
  private var draftLimit = Self.fewestDrafted
  /// Passes over the weights so far.
  private(set) var passCount = 0

  /// Continues a sequence that was read into `cache`.
  ///
  /// - Parameter texts: where to look for drafts; nil to draft nothing at all.
  init(decoder: Decoder, cache: KeyValueCache, texts: DraftTexts?) {
    self.decoder = decoder
    self.cache = cache
    self.texts = texts
    position = cache.count
    history = TokenIndex(expectedCount: cache.count)
    guard texts != nil else { return }
    for case .token(let token) in cache.elements { history.append(token) }
  }

  /// Whether the context has room for one more token.
  var hasRoom: Bool { position < decoder.configuration.contextLength }

  /// The logits after the next token of the sequence.
  ///
  /// - Parameter room: tokens that are still wanted after this one.
  /// - Throws: ``LanguageError`` if the context is full.
  mutating func logits(after token: Int32, room: Int) throws(LanguageError) -> [Float] {
    history.append(token)
    if drafted.first == token {
      drafted.removeFirst()
      position += 1
      if drafted.isEmpty { draftLimit = min(2 * draftLimit, Self.mostDrafted) }
      return ahead.removeFirst()
    }
    if !drafted.isEmpty { draftLimit = Self.fewestDrafted }
    cache.truncate(to: position)
    let draft = draft(room: min(room, decoder.configuration.contextLength - position - 1))
    passCount += 1
    position += 1
    guard !draft.isEmpty else {
      drafted = []
      return try decoder.step([token], of: [cache])[0]
    }
    let rows = try decoder.verify([token] + draft, continuing: cache)
    drafted = draft[...]
    ahead = rows.dropFirst()
    return rows[0]
  }

  /// What probably follows.
  private func draft(room: Int) -> [Int32] {
    guard let texts, room > 0 else { return [] }
    let known = history.tokens
    let own = history.place(endingLike: known, before: known.count)
    let other = texts.index.place(endingLike: known, before: texts.index.tokens.count)
    let count = min(draftLimit, room)
    if let own, own.agreement > other?.agreement ?? 0 { return Array(history.tokens(from: own.place, count: count)) }
    return other.map { Array(texts.index.tokens(from: $0.place, count: count)) } ?? []
  }
}
