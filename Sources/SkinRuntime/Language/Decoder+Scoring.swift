import SkinConfiguration
import SkinKernels
import SkinTensor

// Closed lists: how probable each of several given continuations is.
extension Decoder {
  /// The log-probability of each continuation of a sequence, all of them in as few passes over the weights as fit.
  ///
  /// The continuations share the sequence's cache: each writes its keys after the sequence and is removed afterwards.
  /// The beginning that most of them share is computed once.
  ///
  /// - Returns: for each continuation the sum of the log-probabilities of its tokens; 0 for an empty one.
  /// - Throws: ``LanguageError`` if one reaches beyond the context or names an unknown token.
  /// - Precondition: the cache holds a sequence whose logits are known, that is, the last call on it was ``read``.
  package func logProbabilities(of continuations: [[Int32]], after cache: KeyValueCache) throws(LanguageError)
    -> [Float]
  {
    precondition(!cache.logits.isEmpty, "continuations of a sequence that was not read")
    let longest = continuations.map(\.count).max() ?? 0
    guard longest <= Self.batchRowCount else {
      throw .contextExceeded(neededCount: longest, contextLength: Self.batchRowCount)
    }
    try prepare(
      positionCount: cache.count + longest, tokens: continuations.joined().map { .token($0) }[...], of: [cache])
    let firstLogits = LogProbabilities(cache.logits)
    var sums = continuations.map { tokens in tokens.first.map { firstLogits[$0] } ?? 0 }
    let shared = SharedBeginning(of: continuations)
    let others = continuations.indices.filter { !shared.members.contains($0) }
    var runs = others.map { ScoredRun($0, continuations[$0][...], position: cache.count) }
    // The last run of a pass leaves its keys after the sequence, where the second pass needs them.
    if !shared.tokens.isEmpty { runs.append(ScoredRun(shared, of: continuations, position: cache.count)) }
    try score(runs, after: cache, sums: &sums)
    let ends = shared.members.map { index in
      ScoredRun(index, continuations[index].dropFirst(shared.tokens.count), position: cache.count + shared.tokens.count)
    }
    try score(ends, after: cache, sums: &sums)
    return sums
  }

  /// Adds what each run predicts, in passes of as many rows as fit.
  private func score(
    _ runs: [ScoredRun], after cache: KeyValueCache, sums: inout [Float]
  ) throws(LanguageError) {
    var pending = runs.filter { !$0.tokens.isEmpty }[...]
    while !pending.isEmpty {
      var batch: [ScoredRun] = []
      var rowCount = 0
      while let next = pending.first, rowCount + next.tokens.count <= Self.batchRowCount || batch.isEmpty {
        batch.append(next)
        rowCount += next.tokens.count
        pending.removeFirst()
      }
      try pass(batch, after: cache, sums: &sums)
    }
  }

  /// One pass over the weights.
  private func pass(
    _ batch: [ScoredRun], after cache: KeyValueCache, sums: inout [Float]
  ) throws(LanguageError) {
    let foretold = batch.flatMap(\.foretold)
    scratch.stream.resize(rowCount: foretold.count)
    for (row, token) in batch.flatMap(\.tokens).enumerated() {
      embed(token, at: row)
    }
    forward(batch.map { Segment(cache: cache, firstPosition: $0.position, rowCount: $0.tokens.count) })
    for firstRow in stride(from: 0, to: foretold.count, by: Self.logitsRowCount) {
      let rows = firstRow..<min(firstRow + Self.logitsRowCount, foretold.count)
      try computeLogits(rows: rows, after: [cache])
      for row in rows {
        let logProbabilities = LogProbabilities(scratch.logits.elements(ofRow: row - firstRow))
        for (index, token) in foretold[row] { sums[index] += logProbabilities[token] }
      }
    }
  }
}

/// Tokens that follow a sequence, and what each of them predicts.
private struct ScoredRun {
  /// The rows that are computed.
  let tokens: ArraySlice<Int32>
  /// For each row, the continuations whose next token it predicts.
  let foretold: [[(index: Int, token: Int32)]]
  /// The position of the first row.
  let position: Int

  /// All of a continuation except its last token, which is only predicted.
  init(_ index: Int, _ continuation: ArraySlice<Int32>, position: Int) {
    tokens = continuation.dropLast()
    foretold = continuation.dropFirst().map { [(index, $0)] }
    self.position = position
  }

  /// The beginning that some continuations share; its last row predicts how each of them continues.
  init(_ shared: SharedBeginning, of continuations: [[Int32]], position: Int) {
    tokens = shared.tokens
    foretold = shared.tokens.indices.map { row in
      shared.members.compactMap { index in
        row + 1 < continuations[index].count ? (index, continuations[index][row + 1]) : nil
      }
    }
    self.position = position
  }
}

/// The beginning whose sharing saves the most rows.
struct SharedBeginning {
  /// The tokens that are shared; empty if sharing saves nothing.
  private(set) var tokens: ArraySlice<Int32> = []
  /// The continuations that share them.
  private(set) var members: [Int] = []

  init(of continuations: [[Int32]]) {
    var saved = 0
    for candidate in continuations {
      for length in candidate.indices.map({ $0 + 1 }) {
        let beginning = candidate[..<length]
        let sharing = continuations.indices.filter { continuations[$0].starts(with: beginning) }
        if (sharing.count - 1) * length > saved {
          saved = (sharing.count - 1) * length
          tokens = beginning
          members = sharing
        }
        if sharing.count == 1 { break }
      }
    }
  }
}
