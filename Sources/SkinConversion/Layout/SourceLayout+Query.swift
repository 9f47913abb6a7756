import SkinConfiguration

/// The Q-Former's rows, and the alignment layer's.
extension SourceLayout {
  static let queryRows: [SourceRow] = [
    SourceRow(
      .query(.tokens), .query, shape: .batch, [.blip2: ["query_tokens"], .blip2Folder: ["query_tokens"]]),
    norm(
      .inputNormWeight, "weight",
      gemma: [
        .gemma3Projector: [SourceTerm("multi_modal_projector.mm_soft_emb_norm.weight", .minusOne)],
        .gemma3ProjectorGGUF: ["mm.soft_emb_norm.weight"],
      ]),
    norm(.inputNormBias, "bias"),
    SourceRow(
      .query(.alignment), .alignment,
      [
        .miniGPT4: ["llama_proj.weight"],
        .gemma3Projector: [SourceTerm("multi_modal_projector.mm_input_projection_weight", .transposed)],
        .gemma3ProjectorGGUF: [SourceTerm("mm.input_projection.weight", .transposed)],
      ]),
    SourceRow(
      .query(.alignmentBias), .alignment,
      [.miniGPT4: ["llama_proj.bias"], .gemma3Projector: [.zeros], .gemma3ProjectorGGUF: [.zeros]]),
    attention(.queryKeyValue, "attention", ["query", "key", "value"], "weight"),
    attention(.queryKeyValueBias, "attention", ["query", "key", "value"], "bias"),
    layer(.attentionOutput, "attention.output.dense.weight"),
    layer(.attentionOutputBias, "attention.output.dense.bias"),
    layer(.attentionNormWeight, "attention.output.LayerNorm.weight"),
    layer(.attentionNormBias, "attention.output.LayerNorm.bias"),
    attention(.crossQuery, "crossattention", ["query"], "weight"),
    attention(.crossQueryBias, "crossattention", ["query"], "bias"),
    attention(.crossKeyValue, "crossattention", ["key", "value"], "weight"),
    attention(.crossKeyValueBias, "crossattention", ["key", "value"], "bias"),
    layer(.crossOutput, "crossattention.output.dense.weight"),
    layer(.crossOutputBias, "crossattention.output.dense.bias"),
    layer(.crossNormWeight, "crossattention.output.LayerNorm.weight"),
    layer(.crossNormBias, "crossattention.output.LayerNorm.bias"),
    layer(.expand, "intermediate_query.dense.weight"),
    layer(.expandBias, "intermediate_query.dense.bias"),
    layer(.contract, "output_query.dense.weight"),
    layer(.contractBias, "output_query.dense.bias"),
    layer(.feedForwardNormWeight, "output_query.LayerNorm.weight"),
    layer(.feedForwardNormBias, "output_query.LayerNorm.bias"),
  ]

  private static let published = "Qformer.bert.encoder.layer.#."
  private static let folder = "qformer.encoder.layer.#."

  /// The norm of the queries; InstructBLIP's name is another than BLIP-2's.
  private static func norm(
    _ edge: QueryEdge, _ kind: String, gemma: [SourceDialect: [SourceTerm]] = [:]
  ) -> SourceRow {
    let spellings: [SourceDialect: [SourceTerm]] = [
      .blip2: [SourceTerm("Qformer.bert.embeddings.LayerNorm." + kind)],
      .blip2Folder: [SourceTerm("qformer.layernorm." + kind)],
    ]
    return SourceRow(
      .query(edge), .query, spellings.merging(gemma) { _, gemma in gemma },
      fallbacks: [.blip2Folder: [SourceTerm("qformer.embeddings.layernorm." + kind)]])
  }

  /// A tensor of a layer that has the same name in both.
  private static func layer(_ part: QueryPart, _ name: String) -> SourceRow {
    SourceRow(
      .queryLayer(part), .query,
      [.blip2: [SourceTerm(published + name)], .blip2Folder: [SourceTerm(folder + name)]])
  }

  /// Inputs of an attention: its heads are `self` in one, `attention` in the other.
  private static func attention(
    _ part: QueryPart, _ block: String, _ names: [String], _ kind: String
  ) -> SourceRow {
    SourceRow(
      .queryLayer(part), .query,
      [
        .blip2: names.map { SourceTerm("\(published)\(block).self.\($0).\(kind)") },
        .blip2Folder: names.map { SourceTerm("\(folder)\(block).attention.\($0).\(kind)") },
      ])
  }
}
