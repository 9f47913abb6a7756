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
      return draw(Self.candidates(logits, temperature: temperature, topK: topK, topP: topP))
    }
  }

  /// The next token of an answer, one of those that are allowed; the logits of all others are masked.
  ///
  /// - Precondition: at least one token is allowed.
  mutating func next(after answer: [Int32], logits: [Float], among allowed: [Int32]) -> Int32 {
    let penalized = Self.penalized(logits, for: answer, by: repetitionPenalty)
    let masked = allowed.map { penalized[Int($0)] }
    switch strategy {
    case .greedy, .beams:
      return allowed[Int(Self.greatest(masked))]
    case .sampled(let temperature, let topK, let topP):
      guard temperature > 0 else { return allowed[Int(Self.greatest(masked))] }
      return allowed[Int(draw(Self.candidates(masked, temperature: temperature, topK: topK, topP: topP)))]
    }
  }

  /// The first token with the greatest logit.
  static func greatest(_ logits: [Float]) -> Int32 {
    var best = 0
    for index in logits.indices where logits[index] > logits[best] { best = index }
    return Int32(best)
  }

  /// Logits with a penalty on the tokens that are already present (transformers, `RepetitionPenaltyLogitsProcessor`).
  static func penalized(_ logits: [Float], for tokens: [Int32], by penalty: Float) -> [Float] {
    guard penalty != 1 else { return logits }
    var logits = logits
    for token in Set(tokens) {
      let logit = logits[Int(token)]
      logits[Int(token)] = logit < 0 ? logit * penalty : logit / penalty
    }
    return logits
  }

  /// The tokens that may be drawn, most probable first, and their weights; the first has weight 1.
  ///
  /// Temperature comes first, then `topK`, then `topP`. Tokens that tie with the K-th stay (transformers,
  /// `TemperatureLogitsWarper`, `TopKLogitsWarper`, `TopPLogitsWarper`). The greatest logit is subtracted before the
  /// division, so that no temperature makes the tokens that matter infinite or NaN.
  static func candidates(
    _ logits: [Float], temperature: Float, topK: Int?, topP: Float?
  ) -> [(token: Int32, weight: Double)] {
    let greatest = logits[Int(greatest(logits))]
    let scaled = logits.map { ($0 - greatest) / temperature }
    var order = scaled.indices.sorted { (scaled[$0], $1) > (scaled[$1], $0) }
    if let topK, topK < order.count {
      let least = scaled[order[max(topK, 1) - 1]]
      order = Array(order.prefix { scaled[$0] >= least })
    }
    var weights = order.map { Double(expf(scaled[$0])) }
    if let topP {
      let limit = Double(topP) * weights.reduce(0, +)
      var sum = 0.0
      let kept = weights.prefix { weight in
        defer { sum += weight }
        return sum < limit
      }
      weights = Array(kept.isEmpty ? weights[..<1] : kept)
    }
    return zip(order, weights).map { (Int32($0), $1) }
  }

  private mutating func draw(_ candidates: [(token: Int32, weight: Double)]) -> Int32 {
    let sum = candidates.reduce(0) { $0 + $1.weight }
    // NaN logits leave nothing to draw from.
    guard sum.isFinite, sum > 0 else { return candidates.first?.token ?? 0 }
    var point = Double.random(in: 0..<sum, using: &generator)
    for (token, weight) in candidates {
      point -= weight
      if point < 0 { return token }
    }
    return candidates[candidates.count - 1].token
  }
}
