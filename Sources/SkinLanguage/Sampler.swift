#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Chooses the next token from logits.
struct Sampler {
  private let strategy: GenerationOptions.Strategy
  private let repetitionPenalty: Float
  private var generator: SeededGenerator

  init(_ options: GenerationOptions) {
    strategy = options.strategy
    repetitionPenalty = options.repetitionPenalty
    generator = SeededGenerator(seed: options.seed)
  }

  /// The next token of an answer that has the tokens `answer` so far.
  mutating func next(after answer: [Int32], logits: [Float]) -> Int32 {
    let logits = Self.penalized(logits, for: answer, by: repetitionPenalty)
    switch strategy {
    case .greedy, .beams:
      return Self.greatest(logits)
    case .sampled(let temperature, let topK, let topP):
      guard temperature > 0 else { return Self.greatest(logits) }
      return draw(logits.map { $0 / temperature }, topK: topK, topP: topP)
    }
  }

  /// The first of the greatest logits.
  static func greatest(_ logits: [Float]) -> Int32 {
    var best = 0
    for index in logits.indices where logits[index] > logits[best] { best = index }
    return Int32(best)
  }

  /// Logits with a penalty on the tokens that are there already (transformers,
  /// `RepetitionPenaltyLogitsProcessor`).
  static func penalized(_ logits: [Float], for tokens: [Int32], by penalty: Float) -> [Float] {
    guard penalty != 1 else { return logits }
    var logits = logits
    for token in Set(tokens) {
      let logit = logits[Int(token)]
      logits[Int(token)] = logit < 0 ? logit * penalty : logit / penalty
    }
    return logits
  }

  private mutating func draw(_ logits: [Float], topK: Int?, topP: Float?) -> Int32 {
    var candidates = logits.indices.sorted { (logits[$0], $1) > (logits[$1], $0) }
    if let topK { candidates.removeSubrange(min(max(topK, 1), candidates.count)...) }
    let greatest = logits[candidates[0]]
    var weights = candidates.map { Double(expf(logits[$0] - greatest)) }
    if let topP {
      let limit = Double(topP) * weights.reduce(0, +)
      var sum = 0.0
      let kept = weights.prefix { weight in
        defer { sum += weight }
        return sum < limit
      }
      weights = Array(kept.isEmpty ? weights[..<1] : kept)
    }
    var point = Double.random(in: 0..<weights.reduce(0, +), using: &generator)
    for (candidate, weight) in zip(candidates, weights) {
      point -= weight
      if point < 0 { return Int32(candidate) }
    }
    return Int32(candidates[weights.count - 1])
  }
}
