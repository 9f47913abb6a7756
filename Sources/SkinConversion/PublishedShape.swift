package import SkinConfiguration

/// Shapes of published models, for measuring: what their weights look like, not what they hold.
package enum PublishedShape: String, Hashable, Sendable, CaseIterable {
  /// SkinGPT-4 on Vicuna 7B v0.
  case skingpt4Vicuna7B = "skingpt4-vicuna-7b"
  /// SkinGPT-4 on Vicuna 13B v0.
  case skingpt4Vicuna13B = "skingpt4-vicuna-13b"
  /// SkinGPT-4 on Llama 2 7B.
  case skingpt4Llama7B = "skingpt4-llama2-7b"
  /// SkinGPT-4 on Llama 2 13B.
  case skingpt4Llama13B = "skingpt4-llama2-13b"
  /// MiniGPT-v2 on Llama 2 7B: 448 pixels, no Q-Former, 256 image rows.
  case miniGPTv2Llama7B = "minigpt-v2-7b"
  /// A decoder of TinyLlama's shape (Zhang et al. 2024, arXiv:2401.02385), with grouped key-value heads.
  case llama1B = "llama-1.1b"
  /// A decoder of Gemma 3's shapes (arXiv:2503.19786, and the published `config.json`), behind a ViT-g and a Q-Former.
  case gemma3Decoder270M = "gemma3-270m"
  case gemma3Decoder1B = "gemma3-1b"
  /// MedGemma 4B and Gemma 3 4B: the SigLIP tower at 896 pixels, 256 image rows.
  case medGemma4B = "medgemma-4b"
  /// A decoder of the 15M class (stories15M of llama2.c), with a ViT-Tiny.
  case stories15M = "stories-15m"

  /// The configuration, with the provenance of random weights.
  package var configuration: ModelConfiguration {
    let isSmall = self == .stories15M
    let isSecond = self == .miniGPTv2Llama7B
    if self == .medGemma4B { return medGemma }
    return ModelConfiguration(
      name: "\(rawValue)-random",
      image: ImageConfiguration(
        size: isSecond ? VisionSource.miniGPTv2ImageSize : 224, mean: [0.481_454_66, 0.457_827_5, 0.408_210_73],
        standardDeviation: [0.268_629_54, 0.261_302_58, 0.275_777_11]),
      vision: isSmall
        ? VisionConfiguration(
          patchSize: 16, width: 192, layerCount: 12, headCount: 3, feedForwardWidth: 768, normEpsilon: 1e-6,
          outputNormEpsilon: 1e-5)
        : VisionConfiguration(
          patchSize: 14, width: 1408, layerCount: 39, headCount: 16, feedForwardWidth: 6144, normEpsilon: 1e-6,
          outputNormEpsilon: 1e-5),
      connector: connector, language: language, conversation: isSecond ? .miniGPTv2 : .vicuna,
      classes: PaperLists.classes, concepts: PaperLists.concepts,
      provenance: Self.provenance)
  }

  private var medGemma: ModelConfiguration {
    ModelConfiguration(
      name: "\(rawValue)-random",
      image: ImageConfiguration(
        size: 896, mean: [0.5, 0.5, 0.5], standardDeviation: [0.5, 0.5, 0.5], resizing: .bilinear),
      vision: VisionConfiguration(
        patchSize: 14, width: 1152, layerCount: 27, headCount: 16, feedForwardWidth: 4304, normEpsilon: 1e-6,
        outputNormEpsilon: 1e-6, family: .siglip),
      connector: connector, language: language, conversation: .gemma3, classes: PaperLists.classes,
      concepts: PaperLists.concepts, provenance: Self.provenance)
  }

  private static var provenance: Provenance {
    Provenance(
      diagnostic: false, statement: "Random weights of a published shape, for measuring speed: answers mean nothing.",
      measuredAccuracy: nil, sources: ["random numbers"])
  }

  private var connector: Connector {
    switch self {
    case .medGemma4B: .pooledPatches(PooledPatchesConfiguration(side: 4, normEpsilon: 1e-6))
    case .miniGPTv2Llama7B: .joinedTokens(count: DecoderCompatibility.joinedTokenCount)
    case .stories15M:
      .queryTransformer(
        QueryConfiguration(
          queryCount: 32, width: 256, layerCount: 4, headCount: 4, feedForwardWidth: 1024, crossAttentionInterval: 2,
          normEpsilon: 1e-12))
    case .skingpt4Vicuna7B, .skingpt4Vicuna13B, .skingpt4Llama7B, .skingpt4Llama13B, .llama1B, .gemma3Decoder270M,
      .gemma3Decoder1B:
      .queryTransformer(
        QueryConfiguration(
          queryCount: 32, width: 768, layerCount: 12, headCount: 12, feedForwardWidth: 3072, crossAttentionInterval: 2,
          normEpsilon: 1e-12))
    }
  }

  private var language: LanguageConfiguration {
    switch self {
    case .skingpt4Vicuna7B: decoder(4096, 11008, layers: 32, heads: 32, epsilon: 1e-6)
    case .skingpt4Vicuna13B: decoder(5120, 13824, layers: 40, heads: 40, epsilon: 1e-6)
    case .skingpt4Llama7B, .miniGPTv2Llama7B: decoder(4096, 11008, layers: 32, heads: 32, epsilon: 1e-5, context: 4096)
    case .skingpt4Llama13B: decoder(5120, 13824, layers: 40, heads: 40, epsilon: 1e-5, context: 4096)
    case .llama1B: decoder(2048, 5632, layers: 22, heads: 32, keyValueHeads: 4, epsilon: 1e-5)
    case .gemma3Decoder270M: gemma(640, 2048, layers: 18, heads: 4, keyValueHeads: 1)
    case .gemma3Decoder1B: gemma(1152, 6912, layers: 26, heads: 4, keyValueHeads: 1)
    case .medGemma4B:
      gemma(
        2560, 10_240, layers: 34, heads: 8, keyValueHeads: 4, window: 1024, rows: 262_208,
        context: LanguageDescription.longestGemmaContext, scaling: .linear(factor: 8), seesWholeImages: true)
    case .stories15M: decoder(288, 768, layers: 6, heads: 6, epsilon: 1e-5)
    }
  }

  private func decoder(
    _ width: Int, _ feedForwardWidth: Int, layers: Int, heads: Int, keyValueHeads: Int? = nil, epsilon: Float,
    context: Int = 2048
  ) -> LanguageConfiguration {
    LanguageConfiguration(
      hiddenWidth: width, feedForwardWidth: feedForwardWidth, layerCount: layers, headCount: heads,
      keyValueHeadCount: keyValueHeads ?? heads, headWidth: width / heads, normEpsilon: epsilon, rotaryBase: 10_000,
      rotaryScaling: .none, vocabularySize: 32_000, contextLength: context)
  }

  private func gemma(
    _ width: Int, _ feedForwardWidth: Int, layers: Int, heads: Int, keyValueHeads: Int, window: Int = 512,
    rows: Int = 262_144, context: Int = LanguageDescription.longestGemmaContext, scaling: RotaryScaling = .none,
    seesWholeImages: Bool = false
  ) -> LanguageConfiguration {
    LanguageConfiguration(
      hiddenWidth: width, feedForwardWidth: feedForwardWidth, layerCount: layers, headCount: heads,
      keyValueHeadCount: keyValueHeads, headWidth: 256, normEpsilon: 1e-6, rotaryBase: 1_000_000,
      rotaryScaling: scaling, vocabularySize: rows, contextLength: context,
      gemma: GemmaFeatures(
        embeddingScale: LanguageDescription.bfloat16(Float(width).squareRoot()), scoreScale: 1.0 / 16,
        windowLength: window, isWindowed: (0..<layers).map { ($0 + 1) % 6 != 0 }, windowRotaryBase: 10_000,
        seesWholeImages: seesWholeImages))
  }
}
