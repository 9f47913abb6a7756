import SkinCheckpoint
import SkinConfiguration

/// The vision transformer of a checkpoint, under EVA's names or Hugging Face's, or the tower of a Gemma 3.
///
/// Source: `models/eva_vit.py` of SkinGPT-4 at 3bf57c9; transformers, `convert_blip_2_original_to_pytorch.py`.
struct VisionSource {
  /// Blocks of `eva_vit_g.pth` that BLIP-2 uses; the file may hold one more.
  private static let evaLayerCount = 39
  static let evaWidth = 1408
  /// Source: MiniGPT-4's repository, `minigpt4/models/minigpt_v2.py`.
  static let miniGPTv2ImageSize = 448
  private static let evaHeadCount = 16

  /// The prefix of the vision transformer's names in files that hold the whole model.
  private static let wholePrefix = "visual_encoder."

  let file: TrackedCheckpoint
  let isHuggingFace: Bool
  /// Whether it is the tower of a Gemma 3, with its output norm.
  let isSiglip: Bool
  private let dialect: SourceDialect
  private let prefix: String

  /// - Parameter laterFiles: files that may override tensors, last loaded last.
  init(_ checkpoint: Checkpoint, laterFiles: [TrackedCheckpoint]) {
    isSiglip = GemmaFolder.isOne(checkpoint)
    isHuggingFace = isSiglip || checkpoint.tensors["vision_model.embeddings.class_embedding"] != nil
    let isWhole = checkpoint.tensors[Self.wholePrefix + "cls_token"] != nil
    dialect = isSiglip ? .siglip : isHuggingFace ? .blip2Folder : .eva
    prefix = isSiglip ? GemmaFolder.tower : isWhole && !isHuggingFace ? Self.wholePrefix : ""
    let renaming = TrackedCheckpoint.Renaming(prefix: prefix, wholePrefix: Self.wholePrefix)
    file = TrackedCheckpoint(checkpoint, renaming: isHuggingFace ? nil : renaming, laterFiles: laterFiles)
  }

  /// The file's name of a tensor that is one tensor there.
  private func name(_ slot: TensorSlot, layer: Int = 0) -> String {
    prefix + (SourceLayout.row(of: slot)?.spellings[dialect]?.first?.first?.name(layer: layer) ?? "")
  }

  private var patchName: String { name(.vision(.patchEmbedding)) }
  private var positionName: String { name(.vision(.positionEmbedding)) }

  /// Width of the visual tokens; 0 if there is no patch embedding.
  var width: Int { file.checkpoint.tensors[patchName]?.rowCount ?? 0 }

  /// Extents, from shapes; head count and epsilons from the description, else the published ones.
  ///
  /// - Parameter isJoined: whether a MiniGPT-v2 reads the tokens, whose images are larger than ViT-g's.
  func configuration(
    _ description: ModelDescription, isJoined: Bool
  ) throws(ConversionError) -> (image: ImageConfiguration, vision: VisionConfiguration) {
    let path = file.checkpoint.path
    let hiddenName = name(.visionLayer(.expand))
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
    while file.has(name(.visionLayer(.expand), layer: layerCount)) { layerCount += 1 }
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

  /// What a tensor of the vision transformer is made of.
  func pieces(_ row: SourceRow, layer: Int, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    if row.tensor == .vision(.positionEmbedding) { return try positions(entry) }
    return try file.pieces(row, dialect, layer: layer, entry, prefix: prefix)
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
}
