/// What a Gemma 3 decoder computes differently from a LLaMA.
///
/// Besides these numbers, it also has norms after each block, norms of the queries and keys of each head, a
/// feed-forward gate with the tanh form of GELU, and no output layer of its own: it uses the embedding's.
///
/// Source: Gemma 3 technical report, arXiv:2503.19786; transformers, `modeling_gemma3.py`.
package struct GemmaFeatures: Hashable, Sendable, Codable {
  /// Factor of a token's embedding: the root of the hidden width, rounded as the weights were trained.
  package var embeddingScale: Float
  /// Factor of the scores before the softmax.
  package var scoreScale: Float
  /// Positions that a row sees in a windowed layer, its own included.
  package var windowLength: Int
  /// For each layer, whether it sees only a window.
  package var isWindowed: [Bool]
  /// Base of the rotary frequencies in windowed layers, whose positions are never stretched.
  package var windowRotaryBase: Float
  /// Whether the rows of an image see each other in both directions.
  package var seesWholeImages: Bool

  /// Features of the given numbers.
  package init(
    embeddingScale: Float, scoreScale: Float, windowLength: Int, isWindowed: [Bool], windowRotaryBase: Float,
    seesWholeImages: Bool = false
  ) {
    self.embeddingScale = embeddingScale
    self.scoreScale = scoreScale
    self.windowLength = windowLength
    self.isWindowed = isWindowed
    self.windowRotaryBase = windowRotaryBase
    self.seesWholeImages = seesWholeImages
  }
}
