import SkinConfiguration

/// The vision transformer's rows.
extension SourceLayout {
  static let visionRows: [SourceRow] = [
    SourceRow(
      .vision(.patchEmbedding), .vision, shape: .patches,
      [
        .eva: ["patch_embed.proj.weight"], .blip2Folder: ["vision_model.embeddings.patch_embedding.weight"],
        .siglip: ["embeddings.patch_embedding.weight"], .siglipGGUF: ["v.patch_embd.weight"],
      ]),
    SourceRow(
      .vision(.patchEmbeddingBias), .vision,
      [
        .eva: ["patch_embed.proj.bias"], .blip2Folder: ["vision_model.embeddings.patch_embedding.bias"],
        .siglip: ["embeddings.patch_embedding.bias"], .siglipGGUF: ["v.patch_embd.bias"],
      ]),
    SourceRow(
      .vision(.classToken), .vision, shape: .batch,
      [.eva: ["cls_token"], .blip2Folder: ["vision_model.embeddings.class_embedding"]]),
    SourceRow(
      .vision(.positionEmbedding), .vision, shape: .batch,
      [
        .eva: ["pos_embed"], .blip2Folder: ["vision_model.embeddings.position_embedding"],
        .siglip: ["embeddings.position_embedding.weight"], .siglipGGUF: ["v.position_embd.weight"],
      ]),
    SourceRow(
      .vision(.outputNormWeight), .query,
      [
        .blip2: ["ln_vision.weight"], .blip2Folder: ["vision_model.post_layernorm.weight"],
        .siglip: ["post_layernorm.weight"], .siglipGGUF: ["v.post_ln.weight"],
      ]),
    SourceRow(
      .vision(.outputNormBias), .query,
      [
        .blip2: ["ln_vision.bias"], .blip2Folder: ["vision_model.post_layernorm.bias"],
        .siglip: ["post_layernorm.bias"], .siglipGGUF: ["v.post_ln.bias"],
      ]),
    layer(.attentionNormWeight, "norm1.weight", "layer_norm1.weight", gguf: ["ln1.weight"]),
    layer(.attentionNormBias, "norm1.bias", "layer_norm1.bias", gguf: ["ln1.bias"]),
    layer(
      .queryKeyValue, "attn.qkv.weight", "self_attn.qkv.weight", siglip: heads("weight"), gguf: headsOfGGUF("weight")),
    // EVA's keys have no bias; a file with a fused one is read too.
    SourceRow(
      .visionLayer(.queryKeyValueBias), .vision,
      [
        .eva: ["blocks.#.attn.qkv.bias"],
        .blip2Folder: ["vision_model.encoder.layers.#.self_attn.qkv.bias"],
        .siglip: heads("bias").map { SourceTerm("encoder.layers.#." + $0) },
        .siglipGGUF: headsOfGGUF("bias").map { SourceTerm("v.blk.#." + $0) },
      ],
      fallbacks: [
        .eva: ["blocks.#.attn.q_bias", .zeros, "blocks.#.attn.v_bias"],
        .blip2Folder: [
          "vision_model.encoder.layers.#.self_attn.q_bias", .zeros,
          "vision_model.encoder.layers.#.self_attn.v_bias",
        ],
      ]),
    layer(
      .attentionOutput, "attn.proj.weight", "self_attn.projection.weight", siglip: ["self_attn.out_proj.weight"],
      gguf: ["attn_out.weight"]),
    layer(
      .attentionOutputBias, "attn.proj.bias", "self_attn.projection.bias", siglip: ["self_attn.out_proj.bias"],
      gguf: ["attn_out.bias"]),
    layer(.feedForwardNormWeight, "norm2.weight", "layer_norm2.weight", gguf: ["ln2.weight"]),
    layer(.feedForwardNormBias, "norm2.bias", "layer_norm2.bias", gguf: ["ln2.bias"]),
    layer(.expand, "mlp.fc1.weight", "mlp.fc1.weight", gguf: ["ffn_up.weight"]),
    layer(.expandBias, "mlp.fc1.bias", "mlp.fc1.bias", gguf: ["ffn_up.bias"]),
    layer(.contract, "mlp.fc2.weight", "mlp.fc2.weight", gguf: ["ffn_down.weight"]),
    layer(.contractBias, "mlp.fc2.bias", "mlp.fc2.bias", gguf: ["ffn_down.bias"]),
  ]

  /// Queries, keys and values of SigLIP.
  private static func heads(_ kind: String) -> [String] { ["q", "k", "v"].map { "self_attn.\($0)_proj.\(kind)" } }

  /// The same in a GGUF.
  private static func headsOfGGUF(_ kind: String) -> [String] { ["q", "k", "v"].map { "attn_\($0).\(kind)" } }

  /// A tensor of a block, EVA's name and Hugging Face's; SigLIP's are that one's unless told otherwise, and its GGUF's.
  private static func layer(
    _ part: VisionPart, _ eva: String, _ folder: String, siglip: [String]? = nil, gguf: [String]
  ) -> SourceRow {
    SourceRow(
      .visionLayer(part), .vision,
      [
        .eva: [SourceTerm("blocks.#." + eva)],
        .blip2Folder: [SourceTerm("vision_model.encoder.layers.#." + folder)],
        .siglip: (siglip ?? [folder]).map { SourceTerm("encoder.layers.#." + $0) },
        .siglipGGUF: gguf.map { SourceTerm("v.blk.#." + $0) },
      ])
  }
}
