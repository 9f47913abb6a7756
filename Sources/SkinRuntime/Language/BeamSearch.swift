import SkinConfiguration
import SkinText

/// The most probable of several answers that grow side by side, each with a cache of its own, all in one pass over
/// the weights per token.
///
/// An answer's score is the sum of its log-probabilities over its length (length penalty 1). The search ends when
/// `beamCount` answers have ended and no running one can beat the worst of them.
///
/// Source: transformers, `generation/beam_search.py`, `BeamSearchScorer`, with `early_stopping=False`.
struct BeamSearch {
  private struct Beam {
    var tokens: [Int32]
    var sum: Float
    var rule: StopRule
    let cache: KeyValueCache
    /// The path through the allowed sentences; nil if any token may come next.
    var walk: SentenceWalk?

    func score(length: Int) -> Float { sum / Float(length) }
  }

  /// An answer that ended.
  struct Finished {
    let tokens: [Int32]
    let score: Float
    let reason: StopReason
  }

  let decoder: Decoder
  let options: GenerationOptions
  let beamCount: Int
  /// Tokens that have a piece; rows beyond them are never drawn.
  var tokenCount = Int.max
  /// The sentences that an answer must consist of; nil if any token may come next.
  var allowed: AllowedSentences?
  /// The tokens that end an answer of allowed sentences.
  var ends: [Int32] = []

  /// The best answer after a prompt that was read into `cache`, which is not changed.
  func run(after cache: KeyValueCache, logits: [Float], rule: StopRule) throws -> Finished {
    let room = min(options.tokenLimit, decoder.configuration.contextLength - cache.count)
    let walk = allowed.map { SentenceWalk($0, room: room) }
    var beams = [Beam(tokens: [], sum: 0, rule: rule, cache: cache, walk: walk)]
    var logits = [logits]
    var finished: [Finished] = []
    for length in 1...max(options.tokenLimit, 1) {
      var next: [(parent: Int, token: Int32, beam: Beam)] = []
      for candidate in candidates(beams, logits: logits) {
        let parent = beams[candidate.beam]
        var rule = parent.rule
        let tokens = parent.tokens + [candidate.token]
        if case .stop = try rule.append(candidate.token) {
          if next.count < beamCount {
            finished.append(Finished(tokens: tokens, score: candidate.sum / Float(length), reason: .end))
          }
          continue
        }
        var beam = Beam(tokens: tokens, sum: candidate.sum, rule: rule, cache: parent.cache, walk: parent.walk)
        beam.walk?.append(candidate.token)
        next.append((candidate.beam, candidate.token, beam))
        if next.count == beamCount { break }
      }
      finished = Array(finished.sorted { $0.score > $1.score }.prefix(beamCount))
      guard let best = next.first?.beam else { break }
      if finished.count == beamCount, let worst = finished.last, best.score(length: length) <= worst.score { break }
      if length == options.tokenLimit {
        finished += next.map { Finished(tokens: $0.beam.tokens, score: $0.beam.score(length: length), reason: .limit) }
        break
      }
      // Each beam continues a copy of its parent's cache; the original prompt stays as it is.
      beams = next.map {
        Beam(
          tokens: $0.beam.tokens, sum: $0.beam.sum, rule: $0.beam.rule, cache: $0.beam.cache.copy(), walk: $0.beam.walk)
      }
      logits = try decoder.step(next.map(\.token), of: beams.map(\.cache))
    }
    return finished.max { $0.score < $1.score } ?? Finished(tokens: [], score: 0, reason: .limit)
  }

  /// The best `2 * beamCount` ways to continue, best first.
  private func candidates(_ beams: [Beam], logits: [[Float]]) -> [(beam: Int, token: Int32, sum: Float)] {
    var best: [(beam: Int, token: Int32, sum: Float)] = []
    for (index, beam) in beams.enumerated() {
      // transformers penalizes the log-probabilities here, not the logits, and does not normalize again.
      let normalizer = LogProbabilities(logits[index]).normalizer
      let penalized = Sampler.penalized(
        logits[index].map { $0 - normalizer }, for: beam.tokens, by: options.repetitionPenalty)
      let indices = mayFollow(beam) ?? Array(penalized.indices.prefix(tokenCount))
      let tokens = indices.sorted { penalized[$0] > penalized[$1] }.prefix(2 * beamCount)
      best += tokens.map { (index, Int32($0), beam.sum + penalized[$0]) }
    }
    return Array(best.sorted { $0.sum > $1.sum }.prefix(2 * beamCount))
  }

  /// The tokens that may follow a beam; nil if all may.
  private func mayFollow(_ beam: Beam) -> [Int]? {
    guard let walk = beam.walk else { return nil }
    switch walk.next {
    case .end: return ends.map { Int($0) }
    case .tokens(let tokens, let mayEnd): return (mayEnd ? tokens + ends : tokens).map { Int($0) }
    }
  }
}
