import Foundation
import SkinConfiguration

/// A Hugging Face decoder's `config.json`.
struct LanguageDescription: Decodable {
  /// How positions are rotated: `rope_scaling`, or transformers 5's `rope_parameters`, which holds the base too.
  struct RopeScaling: Decodable {
    var type: String?
    var rope_type: String?
    var rope_theta: Float?
    var factor: Float?
    var low_freq_factor: Float?
    var high_freq_factor: Float?
    var original_max_position_embeddings: Int?
    /// The kind of stretching.
    var kind: String { rope_type ?? type ?? "default" }

    /// Gemma's: one for each kind of layer.
    var full_attention: KindScaling?
    var sliding_attention: KindScaling?
    /// Keys that may change the arithmetic and are not known here.
    var unknownKeys: [String] = []

    init() {}

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: AnyKey.self)
      for key in values.allKeys where try !values.decodeNil(forKey: key) {
        switch key.stringValue {
        case "type": type = try values.decode(String.self, forKey: key)
        case "rope_type": rope_type = try values.decode(String.self, forKey: key)
        case "rope_theta": rope_theta = try values.decode(Float.self, forKey: key)
        case "factor": factor = try values.decode(Float.self, forKey: key)
        case "low_freq_factor": low_freq_factor = try values.decode(Float.self, forKey: key)
        case "high_freq_factor": high_freq_factor = try values.decode(Float.self, forKey: key)
        case "original_max_position_embeddings":
          original_max_position_embeddings = try values.decode(Int.self, forKey: key)
        case "full_attention": full_attention = try values.decode(KindScaling.self, forKey: key)
        case "sliding_attention": sliding_attention = try values.decode(KindScaling.self, forKey: key)
        case "partial_rotary_factor" where (try? values.decode(Float.self, forKey: key)) == 1: break
        default: unknownKeys.append(key.stringValue)
        }
      }
      unknownKeys.sort()
    }
  }

  var _name_or_path: String?
  var model_type: String?
  var hidden_act: String?
  var hidden_size: Int
  var intermediate_size: Int
  var num_hidden_layers: Int
  var num_attention_heads: Int
  var num_key_value_heads: Int?
  var head_dim: Int?
  var rms_norm_eps: Float
  var rope_theta: Float?
  var rope_scaling: RopeScaling?
  var rope_parameters: RopeScaling?
  var vocab_size: Int
  var max_position_embeddings: Int?
  var tie_word_embeddings: Bool?
  var attention_bias: Bool?
  var mlp_bias: Bool?
  var hidden_activation: String?
  var query_pre_attn_scalar: Float?
  var sliding_window: Int?
  var sliding_window_pattern: Int?
  var _sliding_window_pattern: Int?
  var layer_types: [String]?
  var rope_local_base_freq: Float?
  /// The type of the weights, under transformers 5's key and the older one.
  var dtype: String?
  var torch_dtype: String?

  /// Reads a `config.json`, of a decoder or of a whole Gemma 3.
  static func read(_ path: String) throws(ConversionError) -> LanguageDescription {
    guard let data = FileManager.default.contents(atPath: path),
      let entries = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any],
      let inner = GemmaFolder.decoderDescription(entries),
      let innerData = try? JSONSerialization.data(withJSONObject: inner)
    else { return try JSONFile.decode(LanguageDescription.self, path) }
    do { return try JSONDecoder().decode(LanguageDescription.self, from: innerData) } catch {
      throw .badDescription(path: path, fact: "its text_config cannot be read")
    }
  }

  /// The decoder's extents.
  func configuration(path: String) throws(ConversionError) -> LanguageConfiguration {
    if model_type == Self.gemmaType { return try gemmaConfiguration(path: path) }
    guard model_type ?? "llama" == "llama", hidden_act ?? "silu" == "silu", attention_bias != true, mlp_bias != true
    else {
      throw .badDescription(
        path: path, fact: "the decoder is neither a LLaMA with SiLU and without biases, nor a Gemma 3 that reads text")
    }
    guard num_attention_heads > 0 else { throw .badDescription(path: path, fact: "\(num_attention_heads) heads") }
    if let rope = rope_parameters, let base = rope.rope_theta, let other = rope_theta, base != other {
      throw .badDescription(path: path, fact: "rope_theta is \(other), and \(base) in rope_parameters")
    }
    // The default base: Su et al. 2021, section 3.2.2.
    return LanguageConfiguration(
      hiddenWidth: hidden_size, feedForwardWidth: intermediate_size, layerCount: num_hidden_layers,
      headCount: num_attention_heads, keyValueHeadCount: num_key_value_heads ?? num_attention_heads,
      headWidth: head_dim ?? hidden_size / num_attention_heads, normEpsilon: rms_norm_eps,
      rotaryBase: rope_parameters?.rope_theta ?? rope_theta ?? rope_scaling?.rope_theta ?? 10_000,
      rotaryScaling: try scaling(path: path), vocabularySize: vocab_size,
      contextLength: max_position_embeddings ?? 2048)  // LLaMA-1
  }

  private func scaling(path: String) throws(ConversionError) -> RotaryScaling {
    guard let scaling = rope_parameters ?? rope_scaling else { return .none }
    for described in [rope_parameters, rope_scaling].compactMap(\.self) {
      let kinds = [
        ("full_attention", described.full_attention != nil), ("sliding_attention", described.sliding_attention != nil),
      ]
      if let key = described.unknownKeys.first ?? kinds.first(where: \.1)?.0 {
        throw .badDescription(path: path, fact: "'\(key)' among its rotary parameters, which is not known here")
      }
    }
    if let other = rope_scaling, rope_parameters != nil, other.kind != scaling.kind || other.factor != scaling.factor {
      throw .badDescription(path: path, fact: "rope_scaling and rope_parameters say different things")
    }
    let kind = scaling.kind
    switch (kind, scaling.factor) {
    case ("default", _): return .none
    case ("linear", let factor?): return .linear(factor: factor)
    case ("llama3", let factor?):
      guard let low = scaling.low_freq_factor, let high = scaling.high_freq_factor,
        let original = scaling.original_max_position_embeddings
      else { fallthrough }
      return .llama3(
        factor: factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalContextLength: original)
    default: throw .badDescription(path: path, fact: "rotary scaling of kind \(kind)")
    }
  }
}

/// Any key of a JSON object.
struct AnyKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(stringValue: String) { self.stringValue = stringValue }

  init?(intValue: Int) { nil }
}
