import Foundation
import SkinConfiguration

/// What checkpoints do not say about a model: the file `model.json` beside them; every field may be missing.
struct ModelDescription: Decodable {
  struct Vision: Decodable {
    var image_size: Int?
    var patch_size: Int?
    var head_count: Int?
    var layer_count: Int?
    var layer_norm_eps: Float?
    var mean: [Float]?
    var std: [Float]?
  }

  struct Query: Decodable {
    var head_count: Int?
    var layer_norm_eps: Float?
    var ln_vision_eps: Float?
  }

  /// The adapter in the alignment's file.
  struct Adapter: Decodable {
    var alpha: Float?
  }

  struct Source: Decodable {
    var diagnostic: Bool?
    var statement: String?
    var measured_accuracy: String?
    var sources: [String]?
  }

  var name: String?
  var vision: Vision?
  var query: Query?
  var adapter: Adapter?
  var classes: [DiagnosisClass]?
  var concepts: [String]?
  var provenance: Source?

  /// Reads the file, or gives a description that says nothing if there is none.
  static func read(_ path: String?) throws(ConversionError) -> ModelDescription {
    guard let path else { return ModelDescription() }
    return try JSONFile.decode(ModelDescription.self, path)
  }
}

/// The conversation as a file beside the checkpoints says it.
struct TemplateDescription: Decodable {
  var prefix: String
  var image_suffix_format: String
  var next_turn_format: String
  var stop_strings: [String]
  var stop_tokens: [[Int32]]?
  var answer_separator: String?

  var template: ConversationTemplate {
    ConversationTemplate(
      opening: prefix, afterImage: image_suffix_format, nextTurn: next_turn_format, stopTexts: stop_strings,
      stopTokens: stop_tokens ?? [], answerMarker: answer_separator ?? "")
  }
}

/// A Hugging Face LLaMA's `config.json`.
struct LanguageDescription: Decodable {
  struct RopeScaling: Decodable {
    var type: String?
    var rope_type: String?
    var factor: Float?
    var low_freq_factor: Float?
    var high_freq_factor: Float?
    var original_max_position_embeddings: Int?
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
  var vocab_size: Int
  var max_position_embeddings: Int?
  var tie_word_embeddings: Bool?
  var attention_bias: Bool?
  var mlp_bias: Bool?

  /// The decoder's extents.
  func configuration(path: String) throws(ConversionError) -> LanguageConfiguration {
    guard model_type ?? "llama" == "llama", hidden_act ?? "silu" == "silu", attention_bias != true, mlp_bias != true
    else {
      throw .badDescription(path: path, fact: "the decoder is no LLaMA with SiLU and without biases")
    }
    guard num_attention_heads > 0 else { throw .badDescription(path: path, fact: "\(num_attention_heads) heads") }
    return LanguageConfiguration(
      hiddenWidth: hidden_size, feedForwardWidth: intermediate_size, layerCount: num_hidden_layers,
      headCount: num_attention_heads, keyValueHeadCount: num_key_value_heads ?? num_attention_heads,
      headWidth: head_dim ?? hidden_size / num_attention_heads, normEpsilon: rms_norm_eps,
      rotaryBase: rope_theta ?? 10_000,  // Su et al. 2021, section 3.2.2
      rotaryScaling: try scaling(path: path), vocabularySize: vocab_size,
      contextLength: max_position_embeddings ?? 2048)  // LLaMA-1
  }

  private func scaling(path: String) throws(ConversionError) -> RotaryScaling {
    guard let scaling = rope_scaling else { return .none }
    let kind = scaling.rope_type ?? scaling.type ?? "default"
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

/// Reads small JSON files.
enum JSONFile {
  static func decode<Value: Decodable>(_ type: Value.Type, _ path: String) throws(ConversionError) -> Value {
    guard let data = FileManager.default.contents(atPath: path) else { throw .noDescription(path: path) }
    do { return try JSONDecoder().decode(type, from: data) } catch {
      throw .badDescription(path: path, fact: "not the JSON that it should be")
    }
  }
}
