import Foundation

/// Keys of a `config.json` that make a LLaMA a different decoder: a value that changes the arithmetic is refused, never
/// ignored.
///
/// Source: transformers, the configuration classes of models that derive from LLaMA.
enum DecoderArithmetic {
  /// What each key must say, if it is present, for the decoder to be a plain LLaMA.
  private static let neutral: [String: Set<Double>] = [
    "partial_rotary_factor": [1], "rotary_pct": [1], "attention_multiplier": [], "residual_multiplier": [1],
    "embedding_multiplier": [1], "logits_scaling": [1], "logit_scale": [1], "attn_logit_softcapping": [],
    "final_logit_softcapping": [], "query_pre_attn_scalar": [], "rope_local_base_freq": [], "clip_qkv": [],
    "use_qk_norm": [0], "qk_norm": [0], "qk_layernorm": [0], "attention_out_bias": [0], "num_experts": [0, 1],
    "num_local_experts": [0, 1], "scale_emb": [1], "scale_depth": [1], "dim_model_base": [], "alibi": [0],
    "use_parallel_residual": [0], "parallel_attn": [0], "attention_chunk_size": [], "sliding_window": [],
    "rope_interleaved": [0], "no_rope_layers": [], "layer_types": [], "mrope_section": [], "quantization_config": [],
    "use_bidirectional_attention": [0], "mup_enabled": [0], "use_mrope": [0], "attn_temperature_tuning": [0],
  ]

  /// Keys whose values the description of a Gemma reads.
  private static let gemmas: Set = [
    "query_pre_attn_scalar", "rope_local_base_freq", "sliding_window", "layer_types",
  ]

  /// Checks a description.
  ///
  /// - Throws: ``ConversionError/badDescription(path:fact:)`` that names the key.
  static func check(_ path: String) throws(ConversionError) {
    guard let data = FileManager.default.contents(atPath: path),
      let whole = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
    else { return }
    let entries = GemmaFolder.decoderDescription(whole) ?? whole
    let isGemma = entries["model_type"] as? String == LanguageDescription.gemmaType
    for (key, allowed) in neutral.sorted(by: { $0.key < $1.key }) {
      guard let value = entries[key], !(value is NSNull) else { continue }
      if isGemma, gemmas.contains(key) { continue }
      if let list = value as? [Any], list.isEmpty || isPlain(list) { continue }
      // A window that is switched off does not count.
      if key == "sliding_window", (entries["use_sliding_window"] as? NSNumber)?.boolValue == false { continue }
      if let number = value as? NSNumber, allowed.contains(number.doubleValue) { continue }
      if key == "quantization_config" {
        throw .badDescription(path: path, fact: "its weights are quantized; give the original ones")
      }
      throw .badDescription(path: path, fact: "'\(key)' changes the arithmetic and is not known here")
    }
  }

  /// Whether a list of layer kinds names only layers with full attention and positions.
  private static func isPlain(_ list: [Any]) -> Bool {
    list.allSatisfy { $0 as? String == "full_attention" || ($0 as? NSNumber)?.intValue == 1 }
  }
}
