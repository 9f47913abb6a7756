import SkinConfiguration

/// A Gemma 3's `config.json`.
///
/// Source: transformers, `configuration_gemma3.py`, `Gemma3TextConfig`.
extension LanguageDescription {
  /// The `model_type` of a Gemma 3 that reads text.
  static let gemmaType = "gemma3_text"

  /// How positions are rotated in one kind of layer, as transformers 5 states it.
  struct KindScaling: Decodable {
    var rope_type: String?
    var rope_theta: Float?
    var factor: Float?
  }

  /// Positions that a conversation may have: of a 4B, more would take more memory for keys and values than for weights.
  static let longestGemmaContext = 8192

  /// Every sixth layer sees everything, unless the description says otherwise.
  private static let usualPattern = 6

  /// A Gemma 3's extents.
  func gemmaConfiguration(path: String) throws(ConversionError) -> LanguageConfiguration {
    func refuse(_ fact: String) -> ConversionError { .badDescription(path: path, fact: fact) }
    let activation = hidden_activation ?? hidden_act ?? "gelu_pytorch_tanh"
    guard activation == "gelu_pytorch_tanh" else { throw refuse("a Gemma with the activation \(activation)") }
    guard attention_bias != true, mlp_bias != true else { throw refuse("a Gemma with biases") }
    guard tie_word_embeddings != false else { throw refuse("a Gemma with an output layer of its own") }
    guard num_attention_heads > 0, hidden_size > 0, num_hidden_layers >= 0 else {
      throw refuse("\(num_attention_heads) heads, \(num_hidden_layers) layers")
    }
    guard let window = sliding_window, window > 0 else { throw refuse("no sliding_window") }
    guard let scalar = query_pre_attn_scalar, scalar > 0 else { throw refuse("no query_pre_attn_scalar") }
    for described in [rope_parameters, rope_scaling].compactMap(\.self) {
      if let key = described.unknownKeys.first { throw refuse("'\(key)' among its rotary parameters") }
    }
    let full = rope_parameters?.full_attention
    let base = full?.rope_theta ?? rope_theta ?? 1_000_000
    let local = rope_parameters?.sliding_attention?.rope_theta ?? rope_local_base_freq ?? 10_000
    if let kind = rope_parameters?.sliding_attention?.rope_type, kind != "default" {
      throw refuse("rotary scaling of kind \(kind) in windowed layers")
    }
    let isRounded = (dtype ?? torch_dtype) == "bfloat16"
    let root = Float(hidden_size).squareRoot()
    return LanguageConfiguration(
      hiddenWidth: hidden_size, feedForwardWidth: intermediate_size, layerCount: num_hidden_layers,
      headCount: num_attention_heads, keyValueHeadCount: num_key_value_heads ?? num_attention_heads,
      headWidth: head_dim ?? 256, normEpsilon: rms_norm_eps, rotaryBase: base,
      rotaryScaling: try gemmaScaling(path: path), vocabularySize: vocab_size,
      contextLength: min(max_position_embeddings ?? 131_072, Self.longestGemmaContext),
      gemma: GemmaFeatures(
        embeddingScale: isRounded ? Self.bfloat16(root) : root, scoreScale: 1 / scalar.squareRoot(),
        windowLength: window, isWindowed: try windowedLayers(path: path), windowRotaryBase: local))
  }

  /// For each layer, whether it sees only a window.
  private func windowedLayers(path: String) throws(ConversionError) -> [Bool] {
    guard let kinds = layer_types else {
      let pattern = sliding_window_pattern ?? _sliding_window_pattern ?? Self.usualPattern
      guard pattern > 0 else { throw .badDescription(path: path, fact: "sliding_window_pattern \(pattern)") }
      return (0..<num_hidden_layers).map { ($0 + 1) % pattern != 0 }
    }
    guard kinds.count == num_hidden_layers else {
      throw .badDescription(path: path, fact: "\(kinds.count) layer_types for \(num_hidden_layers) layers")
    }
    var windowed: [Bool] = []
    for kind in kinds {
      guard kind == "sliding_attention" || kind == "full_attention" else {
        throw .badDescription(path: path, fact: "a layer of type \(kind)")
      }
      windowed.append(kind == "sliding_attention")
    }
    return windowed
  }

  /// How positions are stretched in the layers that see everything.
  private func gemmaScaling(path: String) throws(ConversionError) -> RotaryScaling {
    let full = rope_parameters?.full_attention
    let kind = full?.rope_type ?? rope_scaling?.kind ?? "default"
    switch (kind, full?.factor ?? rope_scaling?.factor) {
    case ("default", _): return .none
    case ("linear", let factor?): return .linear(factor: factor)
    default: throw .badDescription(path: path, fact: "rotary scaling of kind \(kind)")
    }
  }

  /// A number rounded to bfloat16, ties to even.
  static func bfloat16(_ value: Float) -> Float {
    let bits = value.bitPattern
    return Float(bitPattern: (bits &+ 0x7fff &+ (bits >> 16 & 1)) & 0xffff_0000)
  }
}
