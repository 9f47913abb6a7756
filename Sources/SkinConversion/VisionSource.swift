import SkinCheckpoint
import SkinConfiguration

/// The vision transformer of a checkpoint, under EVA's names or Hugging Face's.
///
/// Source: `models/eva_vit.py` of SkinGPT-4 at 3bf57c9; transformers, `convert_blip_2_original_to_pytorch.py`.
struct VisionSource {
  /// Blocks of `eva_vit_g.pth` that BLIP-2 uses; the file may hold one more.
  private static let evaLayerCount = 39
  static let evaWidth = 1408
  /// Source: MiniGPT-4's repository, `minigpt4/models/minigpt_v2.py`.
  static let miniGPTv2ImageSize = 448
  private static let evaHeadCount = 16

  /// What begins the names of the vision transformer in files that hold the whole model.
  private static let wholePrefix = "visual_encoder."

  let file: TrackedCheckpoint
  let isHuggingFace: Bool
  private let prefix: String

  /// - Parameter laterFiles: files that may override tensors, last loaded last.
  init(_ checkpoint: Checkpoint, laterFiles: [TrackedCheckpoint]) {
    isHuggingFace = checkpoint.tensors["vision_model.embeddings.class_embedding"] != nil
    let isWhole = checkpoint.tensors[Self.wholePrefix + "cls_token"] != nil
    prefix = isHuggingFace ? "vision_model." : isWhole ? Self.wholePrefix : ""
    let renaming = TrackedCheckpoint.Renaming(prefix: prefix, wholePrefix: Self.wholePrefix)
    file = TrackedCheckpoint(checkpoint, renaming: isHuggingFace ? nil : renaming, laterFiles: laterFiles)
  }

  private var patchName: String {
    prefix + (isHuggingFace ? "embeddings.patch_embedding.weight" : "patch_embed.proj.weight")
  }

  private var positionName: String { prefix + (isHuggingFace ? "embeddings.position_embedding" : "pos_embed") }

  private func block(_ layer: Int) -> String {
    prefix + (isHuggingFace ? "encoder.layers.\(layer)." : "blocks.\(layer).")
  }

  /// Width of the visual tokens; 0 if there is no patch embedding.
  var width: Int { file.checkpoint.tensors[patchName]?.rowCount ?? 0 }

  /// Extents, from shapes; head count and epsilons from the description, else the published ones.
  ///
  /// - Parameter isJoined: whether a MiniGPT-v2 reads the tokens, whose images are larger than ViT-g's.
  func configuration(
    _ description: ModelDescription, isJoined: Bool
  ) throws(ConversionError) -> (image: ImageConfiguration, vision: VisionConfiguration) {
    let path = file.checkpoint.path
    let hiddenName = block(0) + "mlp.fc1.weight"
    guard let patch = file.checkpoint.tensors[patchName], patch.shape.count == 4, patch.shape[1] == 3,
      patch.shape[2] == patch.shape[3], patch.shape[2] > 0, patch.shape[0] > 0,
      let position = file.checkpoint.tensors[positionName], position.elementCount % patch.shape[0] == 0,
      let hidden = file.checkpoint.tensors[hiddenName]
    else { throw .missingTensors(path: path, names: [patchName, positionName, hiddenName]) }
    let width = patch.shape[0]
    let patchSize = patch.shape[2]
    let patchCount = position.elementCount / width - 1
    let side = Int(Double(max(patchCount, 0)).squareRoot().rounded())
    guard side > 0, side * side == patchCount else {
      throw .wrongShape(path: path, tensor: positionName, expected: [1, 257, width], found: position.shape)
    }
    let published = isJoined && width == Self.evaWidth ? Self.miniGPTv2ImageSize : side * patchSize
    let size = description.vision?.image_size ?? published
    guard size > 0, size.isMultiple(of: patchSize) else {
      throw .mismatch("images of \(size) pixels do not consist of the patches of \(path), \(patchSize) pixels each")
    }
    var layerCount = 0
    while file.has(block(layerCount) + "mlp.fc1.weight") { layerCount += 1 }
    if width == Self.evaWidth { layerCount = min(layerCount, Self.evaLayerCount) }
    let headCount = description.vision?.head_count ?? (width == Self.evaWidth ? Self.evaHeadCount : width / 64)
    // OpenAI's CLIP constants, which EVA-CLIP and BLIP-2 use.
    let image = ImageConfiguration(
      size: size, mean: description.vision?.mean ?? [0.48145466, 0.4578275, 0.40821073],
      standardDeviation: description.vision?.std ?? [0.26862954, 0.26130258, 0.27577711])
    let vision = VisionConfiguration(
      patchSize: patchSize, width: width, layerCount: description.vision?.layer_count ?? layerCount,
      headCount: headCount, feedForwardWidth: hidden.rowCount, normEpsilon: description.vision?.layer_norm_eps ?? 1e-6,
      outputNormEpsilon: description.query?.ln_vision_eps ?? 1e-5)  // `models/blip2.py`, LayerNorm's default
    return (image, vision)
  }

  func pieces(_ edge: VisionEdge, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    switch edge {
    case .patchEmbedding: try file.piece(patchName, rows: entry.rowCount, columns: entry.columnCount)
    case .patchEmbeddingBias:
      try file.vector(String(patchName.dropLast("weight".count)) + "bias", count: entry.columnCount)
    case .classToken:
      try file.vector(prefix + (isHuggingFace ? "embeddings.class_embedding" : "cls_token"), count: entry.columnCount)
    case .positionEmbedding: try positions(entry)
    case .outputNormWeight, .outputNormBias: []  // ln_vision comes with the Q-Former
    }
  }

  /// The position embedding, its grid resized if it was trained for another image size.
  private func positions(_ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    guard let tensor = file.find(positionName) else { return [] }
    if tensor.elementCount == entry.rowCount * entry.columnCount { return [.tensor(tensor, isVector: true)] }
    func side(_ rowCount: Int) -> Int { Int(Double(rowCount - 1).squareRoot().rounded()) }
    return [
      .positions(
        tensor,
        PositionGrid(
          side: side(tensor.elementCount / entry.columnCount), newSide: side(entry.rowCount), width: entry.columnCount))
    ]
  }

  func pieces(_ layer: Int, _ part: VisionPart, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    let block = block(layer)
    let attention = block + (isHuggingFace ? "self_attn." : "attn.")
    let output = attention + (isHuggingFace ? "projection." : "proj.")
    let norms = isHuggingFace ? ("layer_norm1.", "layer_norm2.") : ("norm1.", "norm2.")
    let (name, isVector): (String, Bool) =
      switch part {
      case .attentionNormWeight: (block + norms.0 + "weight", true)
      case .attentionNormBias: (block + norms.0 + "bias", true)
      case .queryKeyValue: (attention + "qkv.weight", false)
      case .queryKeyValueBias: (attention + "qkv.bias", true)
      case .attentionOutput: (output + "weight", false)
      case .attentionOutputBias: (output + "bias", true)
      case .feedForwardNormWeight: (block + norms.1 + "weight", true)
      case .feedForwardNormBias: (block + norms.1 + "bias", true)
      case .expand: (block + "mlp.fc1.weight", false)
      case .expandBias: (block + "mlp.fc1.bias", true)
      case .contract: (block + "mlp.fc2.weight", false)
      case .contractBias: (block + "mlp.fc2.bias", true)
      }
    if part == .queryKeyValueBias, !file.has(name) {
      // EVA's keys have no bias.
      let width = entry.columnCount / 3
      let query = try file.vector(attention + "q_bias", count: width)
      return query + [.constant(0, count: width)] + (try file.vector(attention + "v_bias", count: width))
    }
    return isVector
      ? try file.vector(name, count: entry.columnCount)
      : try file.piece(name, rows: entry.rowCount, columns: entry.columnCount)
  }
}
