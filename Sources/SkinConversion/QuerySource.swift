import SkinCheckpoint
import SkinConfiguration

/// ln_vision and the Q-Former of a checkpoint, under BLIP-2's names or Hugging Face's.
///
/// Source: `models/Qformer.py` of SkinGPT-4 at 3bf57c9; transformers, `modeling_blip_2.py` and
/// `modeling_instructblip.py`.
struct QuerySource {
  /// Parts of BLIP-2's file that read text or score, which nobody uses here.
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

  private func layer(_ index: Int) -> String {
    isHuggingFace ? "qformer.encoder.layer.\(index)." : "Qformer.bert.encoder.layer.\(index)."
  }

  /// Extents, from shapes.
  func configuration(_ description: ModelDescription) throws(ConversionError) -> QueryConfiguration {
    let path = file.checkpoint.path
    let hiddenName = layer(0) + "intermediate_query.dense.weight"
    guard let tokens = file.checkpoint.tensors["query_tokens"], tokens.shape.count == 3,
      let hidden = file.checkpoint.tensors[hiddenName]
    else { throw .missingTensors(path: path, names: ["query_tokens", hiddenName]) }
    var layerCount = 0
    while file.has(layer(layerCount) + "intermediate_query.dense.weight") { layerCount += 1 }
    let crossed = (0..<layerCount).filter { file.has(layer($0) + crossName + "query.weight") }
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

  /// Width of the visual tokens that the first cross-attention reads; nil if it is not there.
  var visualWidth: Int? {
    guard let key = file.checkpoint.tensors[layer(0) + crossName + "key.weight"], key.shape.count == 2 else {
      return nil
    }
    return key.shape[1]
  }

  private var crossName: String { isHuggingFace ? "crossattention.attention." : "crossattention.self." }
  private var selfName: String { isHuggingFace ? "attention.attention." : "attention.self." }

  func visionNorm(_ edge: VisionEdge, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    let norm = isHuggingFace ? "vision_model.post_layernorm." : "ln_vision."
    return try file.vector(norm + (edge == .outputNormWeight ? "weight" : "bias"), count: entry.columnCount)
  }

  func pieces(_ edge: QueryEdge, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    let norm: String =
      if !isHuggingFace { "Qformer.bert.embeddings.LayerNorm." } else if file.has("qformer.layernorm.weight") {
        "qformer.layernorm."
      } else { "qformer.embeddings.layernorm." }
    return switch edge {
    case .tokens: try file.vector("query_tokens", count: entry.rowCount * entry.columnCount)
    case .inputNormWeight: try file.vector(norm + "weight", count: entry.columnCount)
    case .inputNormBias: try file.vector(norm + "bias", count: entry.columnCount)
    case .projection, .projectionBias: []  // the alignment file has them
    }
  }

  func pieces(_ index: Int, _ part: QueryPart, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    let layer = layer(index)
    func matrix(_ name: String) throws(ConversionError) -> [SourcePiece] {
      try file.piece(layer + name, rows: entry.rowCount, columns: entry.columnCount)
    }
    func vector(_ name: String) throws(ConversionError) -> [SourcePiece] {
      try file.vector(layer + name, count: entry.columnCount)
    }
    func joined(_ prefix: String, _ names: [String], isVector: Bool) throws(ConversionError) -> [SourcePiece] {
      var pieces: [SourcePiece] = []
      for name in names {
        pieces +=
          isVector
          ? try file.vector("\(layer)\(prefix)\(name).bias", count: entry.columnCount / names.count)
          : try file.piece(
            "\(layer)\(prefix)\(name).weight", rows: entry.rowCount / names.count, columns: entry.columnCount)
      }
      return pieces
    }
    return switch part {
    case .queryKeyValue: try joined(selfName, ["query", "key", "value"], isVector: false)
    case .queryKeyValueBias: try joined(selfName, ["query", "key", "value"], isVector: true)
    case .attentionOutput: try matrix("attention.output.dense.weight")
    case .attentionOutputBias: try vector("attention.output.dense.bias")
    case .attentionNormWeight: try vector("attention.output.LayerNorm.weight")
    case .attentionNormBias: try vector("attention.output.LayerNorm.bias")
    case .crossQuery: try matrix(crossName + "query.weight")
    case .crossQueryBias: try vector(crossName + "query.bias")
    case .crossKeyValue: try joined(crossName, ["key", "value"], isVector: false)
    case .crossKeyValueBias: try joined(crossName, ["key", "value"], isVector: true)
    case .crossOutput: try matrix("crossattention.output.dense.weight")
    case .crossOutputBias: try vector("crossattention.output.dense.bias")
    case .crossNormWeight: try vector("crossattention.output.LayerNorm.weight")
    case .crossNormBias: try vector("crossattention.output.LayerNorm.bias")
    case .expand: try matrix("intermediate_query.dense.weight")
    case .expandBias: try vector("intermediate_query.dense.bias")
    case .contract: try matrix("output_query.dense.weight")
    case .contractBias: try vector("output_query.dense.bias")
    case .feedForwardNormWeight: try vector("output_query.LayerNorm.weight")
    case .feedForwardNormBias: try vector("output_query.LayerNorm.bias")
    }
  }

  /// Tensors that nobody knows beside ln_vision and a Q-Former that is not needed.
  var surplusWithoutQueryTransformer: [String] {
    surplus.filter { name in !["Qformer.", "qformer.", "query_tokens"].contains { name.hasPrefix($0) } }
  }

  /// Tensors that nobody knows; what BLIP-2's text branch needs is known and not listed.
  var surplus: [String] {
    file.surplus(besides: Self.unusedPrefixes + ["vision_model.", "language_", "visual_encoder."]).filter { name in
      !Self.unusedInfixes.contains { name.contains($0) }
    }
  }
}
