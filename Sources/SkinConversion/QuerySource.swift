import SkinCheckpoint
import SkinConfiguration

/// ln_vision and the Q-Former of a checkpoint, under BLIP-2's names or Hugging Face's.
///
/// Source: `models/Qformer.py` of SkinGPT-4 at 3bf57c9; transformers, `modeling_blip_2.py` and
/// `modeling_instructblip.py`.
struct QuerySource {
  /// Parts of BLIP-2's file that read text or score, which are not used here.
  static let unusedPrefixes = ["t5_proj", "Qformer.cls", "Qformer.bert.embeddings.", "opt_proj"]
  static let unusedInfixes = [".intermediate.dense", ".output.dense", ".output.LayerNorm"]
  private static let headWidth = 64

  let file: TrackedCheckpoint
  let isHuggingFace: Bool

  /// - Parameter laterFiles: files that may override tensors, last loaded last.
  init(_ checkpoint: Checkpoint, laterFiles: [TrackedCheckpoint]) {
    isHuggingFace =
      checkpoint.tensors["vision_model.post_layernorm.weight"] != nil
      || checkpoint.tensors["qformer.encoder.layer.0.attention.attention.query.weight"] != nil
    file = TrackedCheckpoint(
      checkpoint, renaming: isHuggingFace ? nil : TrackedCheckpoint.Renaming(wholePrefix: ""), laterFiles: laterFiles)
  }

  private var dialect: SourceDialect { isHuggingFace ? .blip2Folder : .blip2 }

  /// The file's name of a tensor of the Q-Former; the first if it is made of several.
  private func name(_ slot: TensorSlot, layer: Int = 0) -> String {
    SourceLayout.row(of: slot)?.spellings[dialect]?.first?.first?.name(layer: layer) ?? ""
  }

  /// Extents, from shapes.
  func configuration(_ description: ModelDescription) throws(ConversionError) -> QueryConfiguration {
    let path = file.checkpoint.path
    let hiddenName = name(.queryLayer(.expand))
    guard let tokens = file.checkpoint.tensors["query_tokens"], tokens.shape.count == 3,
      let hidden = file.checkpoint.tensors[hiddenName]
    else { throw .missingTensors(path: path, names: ["query_tokens", hiddenName]) }
    var layerCount = 0
    while file.has(name(.queryLayer(.expand), layer: layerCount)) { layerCount += 1 }
    let crossed = (0..<layerCount).filter { file.has(name(.queryLayer(.crossQuery), layer: $0)) }
    let interval = crossed.count > 1 ? crossed[1] - crossed[0] : 2
    guard crossed == Array(stride(from: 0, to: layerCount, by: interval)) else {
      throw .mismatch("\(path): cross-attention in layers \(crossed) of \(layerCount)")
    }
    let width = tokens.shape[2]
    return QueryConfiguration(
      queryCount: tokens.shape[1], width: width, layerCount: layerCount,
      headCount: description.query?.head_count ?? max(width / Self.headWidth, 1), feedForwardWidth: hidden.rowCount,
      crossAttentionInterval: interval, normEpsilon: description.query?.layer_norm_eps ?? 1e-12)  // BERT
  }

  /// Width of the queries; nil if the file has none.
  var queryWidth: Int? { file.checkpoint.tensors["query_tokens"]?.shape.last }

  /// Width of the visual tokens that the first cross-attention reads; nil if it is missing.
  var visualWidth: Int? {
    guard let key = file.checkpoint.tensors[name(.queryLayer(.crossKeyValue))], key.shape.count == 2 else {
      return nil
    }
    return key.shape[1]
  }

  /// What a tensor of ln_vision or the Q-Former is made of.
  func pieces(_ row: SourceRow, layer: Int, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    try file.pieces(row, dialect, layer: layer, entry)
  }

  /// Unknown tensors, besides ln_vision and a Q-Former that is not needed.
  var surplusWithoutQueryTransformer: [String] {
    surplus.filter { name in !["Qformer.", "qformer.", "query_tokens"].contains { name.hasPrefix($0) } }
  }

  /// Unknown tensors; what BLIP-2's text branch needs is known and not listed.
  var surplus: [String] {
    file.surplus(besides: Self.unusedPrefixes + ["vision_model.", "language_", "visual_encoder."]).filter { name in
      !Self.unusedInfixes.contains { name.contains($0) }
    }
  }
}
