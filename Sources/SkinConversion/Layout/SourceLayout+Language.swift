import SkinConfiguration

/// The decoder's rows.
extension SourceLayout {
  static let languageRows: [SourceRow] = [
    SourceRow(
      .language(.embedding), .language,
      [.llama: ["model.embed_tokens.weight"], .llamaGGUF: ["token_embd.weight"]]),
    SourceRow(
      .language(.outputNorm), .language,
      [
        .llama: ["model.norm.weight"], .llamaGGUF: ["output_norm.weight"],
        .gemma3: [SourceTerm("model.norm.weight", .minusOne)], .gemma3GGUF: ["output_norm.weight"],
      ]),
    SourceRow(
      .language(.output), .language,
      [
        .llama: ["lm_head.weight"], .llamaGGUF: ["output.weight"],
        .gemma3: ["model.embed_tokens.weight"], .gemma3GGUF: ["token_embd.weight"],
      ]),
    norm(.attentionNorm, llama: ("input_layernorm", "attn_norm"), gemma: ("input_layernorm", "attn_norm")),
    SourceRow(
      .languageLayer(.queryKeyValue), .language, split: .heads,
      [
        .llama: heads, .gemma3: heads,
        .llamaGGUF: [
          SourceTerm("blk.#.attn_q.weight", .interleavedQueryHeads),
          SourceTerm("blk.#.attn_k.weight", .interleavedKeyHeads), "blk.#.attn_v.weight",
        ],
        .gemma3GGUF: ["blk.#.attn_q.weight", "blk.#.attn_k.weight", "blk.#.attn_v.weight"],
      ]),
    norm(.queryNorm, gemma: ("self_attn.q_norm", "attn_q_norm")),
    norm(.keyNorm, gemma: ("self_attn.k_norm", "attn_k_norm")),
    weight(.attentionOutput, [("self_attn.o_proj", "attn_output")]),
    norm(.attentionOutputNorm, gemma: ("post_attention_layernorm", "post_attention_norm")),
    norm(
      .feedForwardNorm, llama: ("post_attention_layernorm", "ffn_norm"),
      gemma: ("pre_feedforward_layernorm", "ffn_norm")),
    weight(.gateUp, [("mlp.gate_proj", "ffn_gate"), ("mlp.up_proj", "ffn_up")]),
    weight(.down, [("mlp.down_proj", "ffn_down")]),
    norm(.downNorm, gemma: ("post_feedforward_layernorm", "post_ffw_norm")),
  ]

  private static let heads: [SourceTerm] = [
    "model.layers.#.self_attn.q_proj.weight", "model.layers.#.self_attn.k_proj.weight",
    "model.layers.#.self_attn.v_proj.weight",
  ]

  /// Weights of a layer, the folder's names and the GGUF's, which both families share.
  private static func weight(_ part: LanguagePart, _ names: [(folder: String, gguf: String)]) -> SourceRow {
    let folder = names.map { SourceTerm("model.layers.#.\($0.folder).weight") }
    let gguf = names.map { SourceTerm("blk.#.\($0.gguf).weight") }
    return SourceRow(
      .languageLayer(part), .language, [.llama: folder, .llamaGGUF: gguf, .gemma3: folder, .gemma3GGUF: gguf])
  }

  /// A norm of a layer; a folder of Gemma has its weights less one, a GGUF has them whole.
  private static func norm(
    _ part: LanguagePart, llama: (folder: String, gguf: String)? = nil, gemma: (folder: String, gguf: String)
  ) -> SourceRow {
    var spellings: [SourceDialect: [SourceTerm]] = [
      .gemma3: [SourceTerm("model.layers.#.\(gemma.folder).weight", .minusOne)],
      .gemma3GGUF: [SourceTerm("blk.#.\(gemma.gguf).weight")],
    ]
    if let llama {
      spellings[.llama] = [SourceTerm("model.layers.#.\(llama.folder).weight")]
      spellings[.llamaGGUF] = [SourceTerm("blk.#.\(llama.gguf).weight")]
    }
    return SourceRow(.languageLayer(part), .language, spellings)
  }
}
