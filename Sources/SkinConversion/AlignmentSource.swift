import SkinCheckpoint
import SkinConfiguration

/// The alignment layer of a MiniGPT-4 or SkinGPT-4 file; its optimizer holds tensors of the same shapes, so the name
/// decides.
struct AlignmentSource {
  private static let weight = "llama_proj.weight"
  private static let bias = "llama_proj.bias"
  /// Four visual tokens of ViT-g side by side.
  private static let miniGPTv2Width = Pairing.joinedTokenCount * 1408

  let file: TrackedCheckpoint

  init(_ checkpoint: Checkpoint) { file = TrackedCheckpoint(checkpoint) }

  /// Checks that the layer stands between this Q-Former and this decoder.
  func check(queryWidth: Int, hiddenWidth: Int) throws(ConversionError) {
    guard let tensor = file.checkpoint.tensors[Self.weight] else {
      throw .missingTensors(path: file.checkpoint.path, names: [Self.weight])
    }
    if tensor.shape.count == 2, tensor.shape[1] != queryWidth, tensor.shape[1] == Self.miniGPTv2Width {
      throw .pairing(path: file.checkpoint.path, .miniGPTv2(inputWidth: tensor.shape[1]))
    }
    guard tensor.shape.count == 2, tensor.shape[1] == queryWidth else {
      throw .mismatch(
        "\(file.checkpoint.path) reads \(tensor.rowElementCount) numbers per query, the Q-Former writes \(queryWidth)")
    }
    guard tensor.shape[0] == hiddenWidth else {
      throw .mismatch(
        "\(file.checkpoint.path) was trained for a decoder of width \(Pairing.words(width: tensor.shape[0]))"
          + ", this one has \(Pairing.words(width: hiddenWidth))")
    }
  }

  func pieces(_ edge: QueryEdge, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    switch edge {
    case .projection: try file.piece(Self.weight, rows: entry.rowCount, columns: entry.columnCount)
    case .projectionBias: try file.vector(Self.bias, count: entry.columnCount)
    case .tokens, .inputNormWeight, .inputNormBias: []
    }
  }
}
