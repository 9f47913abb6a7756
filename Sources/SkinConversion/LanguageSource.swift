import SkinCheckpoint
import SkinConfiguration

/// The decoder of a Hugging Face LLaMA folder or a LLaMA GGUF, and what a delta and adapters add to it.
///
/// Source: transformers, `modeling_llama.py`.
struct LanguageSource {
  private static let embedding = "model.embed_tokens.weight"
  private static let output = "lm_head.weight"

  let file: TrackedCheckpoint
  let configuration: LanguageConfiguration
  /// What is added to every tensor, if the folder is only the base of the decoder.
  let delta: TrackedCheckpoint?

  /// Whether the output layer is the embedding table.
  private let isTied: Bool
  private let adapters: [LowRankAdapter]

  /// - Parameter laterFiles: files that may override tensors, last loaded last.
  init(
    _ checkpoint: Checkpoint, _ configuration: LanguageConfiguration, isTied: Bool, laterFiles: [TrackedCheckpoint],
    delta: Checkpoint? = nil, adapters: [LowRankAdapter] = []
  ) {
    self.delta = delta.map { TrackedCheckpoint($0) }
    self.adapters = adapters
    file = TrackedCheckpoint(
      checkpoint, renaming: TrackedCheckpoint.Renaming(wholePrefix: "llama_model."), laterFiles: laterFiles)
    self.configuration = configuration
    self.isTied = isTied
  }

  /// The files that were read, each of which may lack tensors or have too many.
  var files: [TrackedCheckpoint] { [file] + (delta.map { [$0] } ?? []) }

  /// Checks, when every piece was asked for, that the adapters change nothing else.
  func checkAdapters() throws(ConversionError) {
    for adapter in adapters {
      guard let first = adapter.unused.first else { continue }
      throw .mismatch("\(adapter.path) changes '\(first)', which this decoder does not have")
    }
  }

  func pieces(_ edge: LanguageEdge, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    switch edge {
    case .embedding: try matrix(Self.embedding, rows: entry.rowCount, columns: entry.columnCount)
    case .outputNorm: try vector("model.norm.weight", count: entry.columnCount)
    case .output:
      // Only `config.json` decides: an untied folder without `lm_head` is incomplete.
      try matrix(isTied ? Self.embedding : Self.output, rows: entry.rowCount, columns: entry.columnCount)
    }
  }

  /// A matrix of the decoder: the folder's, plus what a delta and adapters add.
  private func matrix(_ name: String, rows: Int, columns: Int) throws(ConversionError) -> [SourcePiece] {
    var pieces: [SourcePiece]
    if let delta, !file.isReplaced(name) {
      let added = try delta.piece(name, rows: rows, columns: columns)
      guard let base = file.find(name), case .tensor(let tensor, _)? = added.first else { return [] }
      let isVocabulary = name == Self.embedding || name == Self.output
      guard base.rowElementCount == columns, base.rowCount == rows || isVocabulary && base.rowCount < rows else {
        throw .wrongShape(path: file.checkpoint.path, tensor: name, expected: [rows, columns], found: base.shape)
      }
      pieces = [.sum(DeltaSum(base: base, delta: tensor), isVector: false)]
    } else {
      pieces = try file.piece(name, rows: rows, columns: columns)
    }
    for adapter in adapters {
      guard let factors = try adapter.factors(of: name, rows: rows, columns: columns) else { continue }
      pieces = pieces.map { .lowRank($0, factors) }
    }
    return pieces
  }

  /// A norm's weights, plus what a delta adds.
  private func vector(_ name: String, count: Int) throws(ConversionError) -> [SourcePiece] {
    let pieces = try file.vector(name, count: count)
    guard let delta, !file.isReplaced(name) else { return pieces }
    let added = try delta.vector(name, count: count)
    guard case .tensor(let base, _)? = pieces.first, case .tensor(let tensor, _)? = added.first else { return [] }
    return [.sum(DeltaSum(base: base, delta: tensor), isVector: true)]
  }

  func pieces(_ index: Int, _ part: LanguagePart, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    let layer = "model.layers.\(index)."
    let keyValueRows = configuration.keyValueHeadCount * configuration.headWidth
    func matrix(_ name: String, rows: Int) throws(ConversionError) -> [SourcePiece] {
      try self.matrix(layer + name, rows: rows, columns: entry.columnCount)
    }
    return switch part {
    case .attentionNorm: try vector(layer + "input_layernorm.weight", count: entry.columnCount)
    case .queryKeyValue:
      try matrix("self_attn.q_proj.weight", rows: configuration.headCount * configuration.headWidth)
        + matrix("self_attn.k_proj.weight", rows: keyValueRows)
        + matrix("self_attn.v_proj.weight", rows: keyValueRows)
    case .attentionOutput: try matrix("self_attn.o_proj.weight", rows: entry.rowCount)
    case .feedForwardNorm: try vector(layer + "post_attention_layernorm.weight", count: entry.columnCount)
    case .gateUp:
      try matrix("mlp.gate_proj.weight", rows: entry.rowCount / 2)
        + matrix("mlp.up_proj.weight", rows: entry.rowCount / 2)
    case .down: try matrix("mlp.down_proj.weight", rows: entry.rowCount)
    }
  }
}
