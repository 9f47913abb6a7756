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

  /// Reads the file, or returns an empty description if there is none.
  static func read(_ path: String?) throws(ConversionError) -> ModelDescription {
    guard let path else { return ModelDescription() }
    return try JSONFile.decode(ModelDescription.self, path)
  }
}

/// The conversation as a file beside the checkpoints describes it.
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
