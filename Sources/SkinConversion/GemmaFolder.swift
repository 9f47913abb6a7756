import Foundation
import SkinCheckpoint
import SkinConfiguration

/// A Hugging Face folder of a whole Gemma 3: SigLIP tower, projection and decoder, under one description.
///
/// Its tensors have had several prefixes; here they have one: `vision_tower.`, `multi_modal_projector.`, and the decoder's
/// own names.
///
/// Source: transformers, `modeling_gemma3.py`, `configuration_gemma3.py`, `configuration_siglip.py`.
enum GemmaFolder {
  /// The `model_type` of such a folder.
  static let type = "gemma3"
  static let tower = "vision_tower."
  private static let projection = "multi_modal_projector.mm_input_projection_weight"

  /// What a description leaves out because transformers takes it for granted (`Gemma3TextConfig`).
  private static var usual: [String: Any] {
    [
      "vocab_size": 262_208, "hidden_size": 2304, "intermediate_size": 9216, "num_hidden_layers": 26,
      "num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 256, "max_position_embeddings": 131_072,
      "rms_norm_eps": 1e-6, "query_pre_attn_scalar": 256, "sliding_window": 4096,
      "model_type": LanguageDescription.gemmaType,
    ]
  }

  /// The tower's description; what is missing is what `SiglipVisionConfig` takes for granted.
  struct Tower: Decodable {
    var num_attention_heads: Int?
    var layer_norm_eps: Float?
    var hidden_act: String?
  }

  /// What such a folder, or the GGUF that was made from it, says about the tower.
  struct Description: Decodable {
    var mm_tokens_per_image: Int?
    var vision_config: Tower?
    /// The mean and the spread of each channel, if they are said here.
    var mean: [Float]?
    var standardDeviation: [Float]?

    private enum CodingKeys: String, CodingKey { case mm_tokens_per_image, vision_config }
  }

  /// Whether a checkpoint is one.
  static func isOne(_ checkpoint: Checkpoint) -> Bool { checkpoint.tensors[projection] != nil }

  /// A checkpoint whose tensors have the names that the table has; anything else is given back as it is.
  ///
  /// - Throws: `CheckpointError` if names collide, or if a GGUF holds a tower of another model.
  static func normalized(_ checkpoint: Checkpoint) throws(CheckpointError) -> Checkpoint {
    if ProjectorGGUF.isOne(checkpoint) { return try ProjectorGGUF.folderNames(checkpoint) }
    guard checkpoint.tensors.keys.contains(where: { $0.hasSuffix(projection) }) else { return checkpoint }
    return try checkpoint.mapped { tensor in tensor.named(name(tensor.name)) }
  }

  private static func name(_ name: String) -> String {
    func replaced(_ prefix: String, _ other: String, _ name: String) -> String? {
      name.hasPrefix(prefix) ? other + name.dropFirst(prefix.count) : nil
    }
    for part in [tower, "multi_modal_projector."] {
      if let inner = replaced("model." + part, part, name) { return Self.name(inner) }
    }
    return replaced(tower + "vision_model.", tower, name) ?? replaced("model.language_model.", "model.", name)
      ?? replaced("language_model.model.", "model.", name) ?? replaced("language_model.", "", name) ?? name
  }

  /// The description of the decoder, with what it leaves out; nil if a `config.json` is of something else.
  static func decoderDescription(_ entries: [String: Any]) -> [String: Any]? {
    guard entries["model_type"] as? String == type, let own = entries["text_config"] as? [String: Any] else {
      return nil
    }
    var whole = usual.merging(own) { _, own in own }
    if let kind = entries["dtype"] ?? entries["torch_dtype"], whole["dtype"] == nil { whole["dtype"] = kind }
    return whole
  }

  /// The tower, and how its patches are pooled.
  ///
  /// - Throws: ``ConversionError`` if the folder does not say it, or says something that is not known here.
  static func configuration(
    _ vision: VisionSource, _ description: ModelDescription
  ) throws(ConversionError) -> (
    image: ImageConfiguration, vision: VisionConfiguration, pooling: PooledPatchesConfiguration
  ) {
    let path = vision.file.checkpoint.path
    let metadata = vision.file.checkpoint.gguf
    let configPath = metadata == nil ? path + "/config.json" : path
    let own =
      if let metadata { try ProjectorGGUF.description(metadata) } else {
        try JSONFile.decode(Description.self, configPath)
      }
    guard own.vision_config?.hidden_act ?? "gelu_pytorch_tanh" == "gelu_pytorch_tanh" else {
      throw .badDescription(path: configPath, fact: "a tower with another activation than the GELU by tanh")
    }
    let names = [TensorSlot.vision(.patchEmbedding), .vision(.positionEmbedding), .visionLayer(.expand)].map { slot in
      tower + (SourceLayout.row(of: slot)?.spellings[.siglip]?.first?.first?.name(layer: 0) ?? "")
    }
    guard let patch = vision.file.checkpoint.tensors[names[0]], patch.shape.count == 4, patch.shape[1] == 3,
      patch.shape[0] > 0, patch.shape[2] > 0, patch.shape[2] == patch.shape[3],
      let position = vision.file.checkpoint.tensors[names[1]], let hidden = vision.file.checkpoint.tensors[names[2]]
    else { throw .missingTensors(path: path, names: names) }
    let side = Int(Double(position.rowCount).squareRoot().rounded())
    guard side > 0, side * side == position.rowCount, position.rowElementCount == patch.shape[0] else {
      throw .wrongShape(path: path, tensor: names[1], expected: [side * side, patch.shape[0]], found: position.shape)
    }
    var layerCount = 0
    while vision.file.has("\(tower)encoder.layers.\(layerCount).mlp.fc1.weight") { layerCount += 1 }
    let rows = own.mm_tokens_per_image ?? 256
    let pooled = Int(Double(max(rows, 0)).squareRoot().rounded())
    guard pooled > 0, pooled * pooled == rows, side.isMultiple(of: pooled) else {
      throw .badDescription(path: configPath, fact: "\(rows) rows for an image of \(side) x \(side) patches")
    }
    let epsilon = own.vision_config?.layer_norm_eps ?? 1e-6
    return (
      ImageConfiguration(
        size: side * patch.shape[2], mean: description.vision?.mean ?? own.mean ?? [0.5, 0.5, 0.5],
        standardDeviation: description.vision?.std ?? own.standardDeviation ?? [0.5, 0.5, 0.5], resizing: .bilinear),
      VisionConfiguration(
        patchSize: patch.shape[2], width: patch.shape[0], layerCount: layerCount,
        headCount: own.vision_config?.num_attention_heads ?? 12, feedForwardWidth: hidden.rowCount,
        normEpsilon: epsilon, outputNormEpsilon: epsilon, family: .siglip),
      PooledPatchesConfiguration(side: side / pooled, normEpsilon: epsilon)
    )
  }

  /// Prefixes of tensors that the other parts of the folder use, or nobody: the tower's own pooling head.
  static func foreignPrefixes(of part: SourceFile) -> [String] {
    switch part {
    case .vision: ["model.", "lm_head.", "multi_modal_projector.", tower + "head."]
    case .alignment, .query: ["model.", "lm_head.", tower]
    case .language: ["multi_modal_projector.", tower]
    }
  }
}
