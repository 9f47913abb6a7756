import SkinConfiguration

/// The vision transformer's rows.
extension SourceLayout {
  static let visionRows: [SourceRow] = [
    SourceRow(
      .vision(.patchEmbedding), .vision, shape: .patches,
      [
        .eva: ["patch_embed.proj.weight"], .blip2Folder: ["vision_model.embeddings.patch_embedding.weight"],
        .siglip: ["embeddings.patch_embedding.weight"],
      ]),
    SourceRow(
      .vision(.patchEmbeddingBias), .vision,
      [
        .eva: ["patch_embed.proj.bias"], .blip2Folder: ["vision_model.embeddings.patch_embedding.bias"],
        .siglip: ["embeddings.patch_embedding.bias"],
      ]),
    SourceRow(
      .vision(.classToken), .vision, shape: .batch,
      [.eva: ["cls_token"], .blip2Folder: ["vision_model.embeddings.class_embedding"]]),
    SourceRow(
      .vision(.positionEmbedding), .vision, shape: .batch,
      [
        .eva: ["pos_embed"], .blip2Folder: ["vision_model.embeddings.position_embedding"],
        .siglip: ["embeddings.position_embedding.weight"],
      ]),
    SourceRow(
      .vision(.outputNormWeight), .query,
      [
        .blip2: ["ln_vision.weight"], .blip2Folder: ["vision_model.post_layernorm.weight"],
        .siglip: ["post_layernorm.weight"],
      ]),
    SourceRow(
      .vision(.outputNormBias), .query,
      [
        .blip2: ["ln_vision.bias"], .blip2Folder: ["vision_model.post_layernorm.bias"],
        .siglip: ["post_layernorm.bias"],
      ]),
    layer(.attentionNormWeight, "norm1.weight", "layer_norm1.weight"),
    layer(.attentionNormBias, "norm1.bias", "layer_norm1.bias"),
    layer(.queryKeyValue, "attn.qkv.weight", "self_attn.qkv.weight", siglip: heads("weight")),
    // EVA's keys have no bias; a file with a fused one is read too.
    SourceRow(
      .visionLayer(.queryKeyValueBias), .vision,
      [
        .eva: ["blocks.#.attn.qkv.bias"],
        .blip2Folder: ["vision_model.encoder.layers.#.self_attn.qkv.bias"],
        .siglip: heads("bias").map { SourceTerm("encoder.layers.#." + $0) },
      ],
      fallbacks: [
        .eva: ["blocks.#.attn.q_bias", .zeros, "blocks.#.attn.v_bias"],
        .blip2Folder: [
          "vision_model.encoder.layers.#.self_attn.q_bias", .zeros,
          "vision_model.encoder.layers.#.self_attn.v_bias",
        ],
      ]),
    layer(
      .attentionOutput, "attn.proj.weight", "self_attn.projection.weight", siglip: ["self_attn.out_proj.weight"]),
    layer(
      .attentionOutputBias, "attn.proj.bias", "self_attn.projection.bias", siglip: ["self_attn.out_proj.bias"]),
    layer(.feedForwardNormWeight, "norm2.weight", "layer_norm2.weight"),
    layer(.feedForwardNormBias, "norm2.bias", "layer_norm2.bias"),
    layer(.expand, "mlp.fc1.weight", "mlp.fc1.weight"),
    layer(.expandBias, "mlp.fc1.bias", "mlp.fc1.bias"),
    layer(.contract, "mlp.fc2.weight", "mlp.fc2.weight"),
    layer(.contractBias, "mlp.fc2.bias", "mlp.fc2.bias"),
  ]

  /// Queries, keys and values of SigLIP.
  private static func heads(_ kind: String) -> [String] { ["q", "k", "v"].map { "self_attn.\($0)_proj.\(kind)" } }

  /// A tensor of a block, EVA's name and Hugging Face's; SigLIP's are that one's unless told otherwise.
  private static func layer(
    _ part: VisionPart, _ eva: String, _ folder: String, siglip: [String]? = nil
  ) -> SourceRow {
    SourceRow(
      .visionLayer(part), .vision,
      [
        .eva: [SourceTerm("blocks.#." + eva)],
        .blip2Folder: [SourceTerm("vision_model.encoder.layers.#." + folder)],
        .siglip: (siglip ?? [folder]).map { SourceTerm("encoder.layers.#." + $0) },
      ])
  }
}
