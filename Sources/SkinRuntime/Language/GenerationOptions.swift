/// How an answer is chosen.
package struct GenerationOptions: Hashable, Sendable {
  /// How the next token is chosen.
  package enum Strategy: Hashable, Sendable {
    /// The most probable token: the same photo gives the same answer.
    case greedy
    /// A token drawn at random: from the softmax of `logits / temperature`, after cutting all but the `topK` most
    /// probable tokens and all but the smallest set whose probabilities sum to `topP` (Holtzman et al. 2020,
    /// arXiv:1904.09751).
    case sampled(temperature: Float, topK: Int?, topP: Float?)
    /// The most probable of several answers that grow side by side.
    case beams(count: Int)
  }

  /// The maximum number of tokens in an answer; 300 in the public demo.
  package var tokenLimit: Int
  /// How the next token is chosen.
  package var strategy: Strategy
  /// Divides the (positive) logits of tokens that the answer already has; 1 does nothing.
  ///
  /// Source: Keskar et al. 2019, arXiv:1909.05858.
  package var repetitionPenalty: Float
  /// The seed of the random numbers.
  package var seed: UInt64

  /// Greedy answers of at most 300 tokens, unless told otherwise.
  package init(
    tokenLimit: Int = 300, strategy: Strategy = .greedy, repetitionPenalty: Float = 1, seed: UInt64 = 0
  ) {
    self.tokenLimit = tokenLimit
    self.strategy = strategy
    self.repetitionPenalty = repetitionPenalty
    self.seed = seed
  }
}
