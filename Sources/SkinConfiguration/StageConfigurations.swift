/// How a photo becomes the numbers that the vision transformer reads.
package struct ImageConfiguration: Hashable, Sendable, Codable {
  /// Width and height after resizing, pixels; the aspect ratio is not kept.
  package var size: Int
  /// Subtracted from red, green and blue in 0...1.
  package var mean: [Float]
  /// Divides red, green and blue after the subtraction.
  package var standardDeviation: [Float]
  /// How a photo is resized; nil for bicubic interpolation.
  package var resizing: Resizing?

  /// Ways to resize other than bicubic interpolation.
  package enum Resizing: String, Hashable, Sendable, Codable {
    /// Linear interpolation with antialiasing: Gemma.
    case bilinear
  }

  /// Preprocessing to `size` x `size` pixels with the given constants per channel.
  package init(size: Int, mean: [Float], standardDeviation: [Float], resizing: Resizing? = nil) {
    self.resizing = resizing
    self.size = size
    self.mean = mean
    self.standardDeviation = standardDeviation
  }
}

/// The vision transformer: pre-norm blocks and a norm after the last one (ln_vision in BLIP-2).
package struct VisionConfiguration: Hashable, Sendable, Codable {
  /// Width and height of a patch, pixels.
  package var patchSize: Int
  /// Width of the residual stream; 1408 in ViT-g.
  package var width: Int
  /// Number of blocks; 39 in ViT-g.
  package var layerCount: Int
  /// Number of attention heads; 16 in ViT-g.
  package var headCount: Int
  /// Width of the feed-forward layer; 6144 in ViT-g.
  package var feedForwardWidth: Int
  /// Epsilon of the norms inside the blocks; 1e-6 in ViT-g.
  package var normEpsilon: Float
  /// Epsilon of ln_vision, the norm after the last block; 1e-5 in BLIP-2.
  package var outputNormEpsilon: Float
  /// What differs from EVA; nil for EVA.
  package var family: Family?

  /// Families of vision transformers other than EVA.
  package enum Family: String, Hashable, Sendable, Codable {
    /// No class token, and the GELU by tanh. Source: SigLIP, arXiv:2303.15343; transformers, `modeling_siglip.py`.
    case siglip
  }

  /// Whether a class token's row stands before the patches'.
  package var hasClassToken: Bool { family == nil }

  /// A vision transformer of the given extents.
  package init(
    patchSize: Int, width: Int, layerCount: Int, headCount: Int, feedForwardWidth: Int, normEpsilon: Float,
    outputNormEpsilon: Float, family: Family? = nil
  ) {
    self.family = family
    self.patchSize = patchSize
    self.width = width
    self.layerCount = layerCount
    self.headCount = headCount
    self.feedForwardWidth = feedForwardWidth
    self.normEpsilon = normEpsilon
    self.outputNormEpsilon = outputNormEpsilon
  }
}

/// The Q-Former: post-norm BERT layers over learned queries, even layers with cross-attention to the visual tokens.
package struct QueryConfiguration: Hashable, Sendable, Codable {
  /// Number of learned queries, the rows of the soft prompt; 32 in BLIP-2.
  package var queryCount: Int
  /// Width of the residual stream; 768 in BLIP-2.
  package var width: Int
  /// Number of layers; 12 in BLIP-2.
  package var layerCount: Int
  /// Number of attention heads; 12 in BLIP-2.
  package var headCount: Int
  /// Width of the feed-forward layer; 3072 in BLIP-2.
  package var feedForwardWidth: Int
  /// The interval between layers with cross-attention, beginning with layer 0; 2 in BLIP-2.
  package var crossAttentionInterval: Int
  /// Epsilon of every norm; 1e-12 in BERT.
  package var normEpsilon: Float

  /// A Q-Former of the given extents.
  package init(
    queryCount: Int, width: Int, layerCount: Int, headCount: Int, feedForwardWidth: Int, crossAttentionInterval: Int,
    normEpsilon: Float
  ) {
    self.queryCount = queryCount
    self.width = width
    self.layerCount = layerCount
    self.headCount = headCount
    self.feedForwardWidth = feedForwardWidth
    self.crossAttentionInterval = crossAttentionInterval
    self.normEpsilon = normEpsilon
  }

  /// Whether a layer attends to the visual tokens.
  package func hasCrossAttention(layer: Int) -> Bool { layer % crossAttentionInterval == 0 }
}

/// The decoder: a LLaMA, or one of a family that differs from it by ``GemmaFeatures``.
package struct LanguageConfiguration: Hashable, Sendable, Codable {
  /// Width of the residual stream; 4096 in 7B.
  package var hiddenWidth: Int
  /// Width of the gated feed-forward layer; 11008 in 7B.
  package var feedForwardWidth: Int
  /// Number of layers; 32 in 7B.
  package var layerCount: Int
  /// Number of query heads; 32 in 7B.
  package var headCount: Int
  /// Number of key and value heads; fewer than `headCount` with grouped queries.
  package var keyValueHeadCount: Int
  /// Width of a head; `hiddenWidth / headCount` unless the checkpoint says otherwise.
  package var headWidth: Int
  /// Epsilon of the RMS norms; 1e-6 in LLaMA-1 and Vicuna, 1e-5 in Llama-2.
  package var normEpsilon: Float
  /// Base of the rotary frequencies; 10000 in LLaMA-1 and Llama-2.
  package var rotaryBase: Float
  /// How positions are stretched beyond the trained context.
  package var rotaryScaling: RotaryScaling
  /// Rows of the embedding and of the output layer.
  package var vocabularySize: Int
  /// Longest sequence, image rows included.
  package var contextLength: Int
  /// What Gemma 3 computes differently; nil for a LLaMA.
  package var gemma: GemmaFeatures?

  /// A decoder of the given extents.
  package init(
    hiddenWidth: Int, feedForwardWidth: Int, layerCount: Int, headCount: Int, keyValueHeadCount: Int, headWidth: Int,
    normEpsilon: Float, rotaryBase: Float, rotaryScaling: RotaryScaling, vocabularySize: Int, contextLength: Int,
    gemma: GemmaFeatures? = nil
  ) {
    self.gemma = gemma
    self.hiddenWidth = hiddenWidth
    self.feedForwardWidth = feedForwardWidth
    self.layerCount = layerCount
    self.headCount = headCount
    self.keyValueHeadCount = keyValueHeadCount
    self.headWidth = headWidth
    self.normEpsilon = normEpsilon
    self.rotaryBase = rotaryBase
    self.rotaryScaling = rotaryScaling
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
  }
}

/// How rotary positions are stretched beyond the context that a decoder was first trained on.
package enum RotaryScaling: Hashable, Sendable, Codable {
  /// Positions as they are.
  case none
  /// Positions divided by `factor` (Chen et al. 2023, arXiv:2306.15595).
  case linear(factor: Float)
  /// Llama-3's: low frequencies divided by `factor`, high ones kept, a ramp in between
  /// (transformers, `modeling_rope_utils.py`, `_compute_llama3_parameters`).
  case llama3(factor: Float, lowFrequencyFactor: Float, highFrequencyFactor: Float, originalContextLength: Int)
}
