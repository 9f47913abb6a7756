import SkinCheckpoint
import SkinConfiguration

/// The decoder of a Hugging Face folder or a GGUF under the folder's names, and what a delta and adapters add to it.
///
/// Source: transformers, `modeling_llama.py`.
struct LanguageSource: PieceReader {
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

  /// Checks, once every piece has been requested, that the adapters change nothing else.
  func checkAdapters() throws(ConversionError) {
    for adapter in adapters {
      guard let first = adapter.unused.first else { continue }
      throw .mismatch("\(adapter.path) changes '\(first)', which this decoder does not have")
    }
  }

  /// What a tensor of the decoder is made of.
  ///
  /// Only `config.json` decides whether the output layer is the embedding: an untied folder without `lm_head` is
  /// incomplete.
  func pieces(_ row: SourceRow, layer: Int, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    let isGemma = configuration.gemma != nil
    let isEmbedding = row.tensor == .language(.output) && isTied && !isGemma
    guard let row = isEmbedding ? SourceLayout.row(of: .language(.embedding)) : row else { return [] }
    let names: SourceDialect = isGemma ? .gemma3 : .llama
    let numbers: SourceDialect = file.checkpoint.gguf == nil ? names : isGemma ? .gemma3GGUF : .llamaGGUF
    return try pieces(row, names, layer: layer, entry, numbers: numbers, language: configuration)
  }

  func has(_ name: String) -> Bool { file.has(name) }

  /// A matrix of the decoder: the folder's, plus what a delta and adapters add.
  func matrix(_ name: String, rows: Int, columns: Int) throws(ConversionError) -> [SourcePiece] {
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
  func vector(_ name: String, count: Int) throws(ConversionError) -> [SourcePiece] {
    let pieces = try file.vector(name, count: count)
    guard let delta, !file.isReplaced(name) else { return pieces }
    let added = try delta.vector(name, count: count)
    guard case .tensor(let base, _)? = pieces.first, case .tensor(let tensor, _)? = added.first else { return [] }
    return [.sum(DeltaSum(base: base, delta: tensor), isVector: true)]
  }
}
