import SkinCheckpoint
import SkinConfiguration

/// The decoder of a Hugging Face LLaMA folder.
///
/// Source: transformers, `modeling_llama.py`.
struct LanguageSource {
  let file: TrackedCheckpoint
  let configuration: LanguageConfiguration

  /// Whether the output layer is the embedding table.
  private let isTied: Bool

  /// - Parameter laterFiles: files that may override tensors, last loaded last.
  init(
    _ checkpoint: Checkpoint, _ configuration: LanguageConfiguration, isTied: Bool, laterFiles: [TrackedCheckpoint]
  ) {
    file = TrackedCheckpoint(
      checkpoint, renaming: TrackedCheckpoint.Renaming(wholePrefix: "llama_model."), laterFiles: laterFiles)
    self.configuration = configuration
    self.isTied = isTied
  }

  func pieces(_ edge: LanguageEdge, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    let embedding = "model.embed_tokens.weight"
    return switch edge {
    case .embedding: try file.piece(embedding, rows: entry.rowCount, columns: entry.columnCount)
    case .outputNorm: try file.vector("model.norm.weight", count: entry.columnCount)
    case .output:
      // Only `config.json` decides: an untied folder without `lm_head` is incomplete.
      try file.piece(isTied ? embedding : "lm_head.weight", rows: entry.rowCount, columns: entry.columnCount)
    }
  }

  func pieces(_ index: Int, _ part: LanguagePart, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    let layer = "model.layers.\(index)."
    let keyValueRows = configuration.keyValueHeadCount * configuration.headWidth
    func matrix(_ name: String, rows: Int) throws(ConversionError) -> [SourcePiece] {
      try file.piece(layer + name, rows: rows, columns: entry.columnCount)
    }
    return switch part {
    case .attentionNorm: try file.vector(layer + "input_layernorm.weight", count: entry.columnCount)
    case .queryKeyValue:
      try matrix("self_attn.q_proj.weight", rows: configuration.headCount * configuration.headWidth)
        + matrix("self_attn.k_proj.weight", rows: keyValueRows)
        + matrix("self_attn.v_proj.weight", rows: keyValueRows)
    case .attentionOutput: try matrix("self_attn.o_proj.weight", rows: entry.rowCount)
    case .feedForwardNorm: try file.vector(layer + "post_attention_layernorm.weight", count: entry.columnCount)
    case .gateUp:
      try matrix("mlp.gate_proj.weight", rows: entry.rowCount / 2)
        + matrix("mlp.up_proj.weight", rows: entry.rowCount / 2)
    case .down: try matrix("mlp.down_proj.weight", rows: entry.rowCount)
    }
  }
}
