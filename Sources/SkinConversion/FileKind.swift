import SkinCheckpoint

/// What a checkpoint holds, recognized by its tensors' names, so that files given to the wrong options are named.
package enum FileKind: String, Hashable, Sendable, CaseIterable {
  /// A vision transformer.
  case vision
  /// ln_vision and a Q-Former.
  case qformer
  /// The layer between Q-Former and decoder.
  case alignment
  /// A decoder.
  case language
  /// A LoRA adapter.
  case adapter

  /// One of these names shows the kind.
  private var signs: [String] {
    switch self {
    case .vision:
      [
        "patch_embed.proj.weight", "visual_encoder.patch_embed.proj.weight", "vision_model.embeddings.class_embedding",
        "vision_tower.embeddings.patch_embedding.weight",
      ]
    case .qformer:
      ["query_tokens", "Qformer.bert.encoder.layer.0.attention.self.query.weight", "ln_vision.weight"]
    case .alignment: ["llama_proj.weight", "multi_modal_projector.mm_input_projection_weight"]
    case .language: ["model.embed_tokens.weight", "model.layers.0.self_attn.q_proj.weight"]
    case .adapter: []
    }
  }

  /// What a checkpoint holds; several for files that hold a whole model.
  static func kinds(of checkpoint: Checkpoint) -> Set<FileKind> {
    var kinds = Set(allCases.filter { kind in kind.signs.contains { checkpoint.tensors[$0] != nil } })
    if checkpoint.tensors.keys.contains(where: { $0.contains(".lora_A.") }) { kinds.insert(.adapter) }
    return kinds
  }

  /// Checks that a checkpoint given for this kind is of it, as far as names tell.
  ///
  /// - Throws: ``ConversionError/otherKind(path:expected:found:)`` if it is clearly something else.
  func check(_ checkpoint: Checkpoint) throws(ConversionError) {
    let kinds = Self.kinds(of: checkpoint)
    guard !kinds.contains(self), let found = Self.allCases.first(where: kinds.contains) else { return }
    throw .otherKind(path: checkpoint.path, expected: self, found: found)
  }
}
