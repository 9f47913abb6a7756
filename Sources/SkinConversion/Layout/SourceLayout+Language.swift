import SkinConfiguration

/// The decoder's rows.
extension SourceLayout {
  static let languageRows: [SourceRow] = [
    SourceRow(
      .language(.embedding), .language,
      [.llama: ["model.embed_tokens.weight"], .llamaGGUF: ["token_embd.weight"]]),
    SourceRow(
      .language(.outputNorm), .language, [.llama: ["model.norm.weight"], .llamaGGUF: ["output_norm.weight"]]),
    SourceRow(.language(.output), .language, [.llama: ["lm_head.weight"], .llamaGGUF: ["output.weight"]]),
    layer(.attentionNorm, [("input_layernorm", "attn_norm")]),
    SourceRow(
      .languageLayer(.queryKeyValue), .language, split: .heads,
      [
        .llama: [
          "model.layers.#.self_attn.q_proj.weight", "model.layers.#.self_attn.k_proj.weight",
          "model.layers.#.self_attn.v_proj.weight",
        ],
        .llamaGGUF: [
          SourceTerm("blk.#.attn_q.weight", .interleavedQueryHeads),
          SourceTerm("blk.#.attn_k.weight", .interleavedKeyHeads), "blk.#.attn_v.weight",
        ],
      ]),
    layer(.attentionOutput, [("self_attn.o_proj", "attn_output")]),
    layer(.feedForwardNorm, [("post_attention_layernorm", "ffn_norm")]),
    layer(.gateUp, [("mlp.gate_proj", "ffn_gate"), ("mlp.up_proj", "ffn_up")]),
    layer(.down, [("mlp.down_proj", "ffn_down")]),
  ]

  /// Weights of a layer, the folder's names and the GGUF's.
  private static func layer(_ part: LanguagePart, _ names: [(folder: String, gguf: String)]) -> SourceRow {
    SourceRow(
      .languageLayer(part), .language,
      [
        .llama: names.map { SourceTerm("model.layers.#.\($0.folder).weight") },
        .llamaGGUF: names.map { SourceTerm("blk.#.\($0.gguf).weight") },
      ])
  }
}
