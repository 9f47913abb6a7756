import SkinCheckpoint
import SkinConfiguration

/// The alignment layer of a MiniGPT-4 or SkinGPT-4 file; its optimizer holds tensors of the same shapes, so the name
/// decides.
struct AlignmentSource {
  private static let weight = "llama_proj.weight"
  /// Before the decoder's names in files of the whole model.
  private static let decoderPrefix = "llama_model."

  let file: TrackedCheckpoint

  init(_ checkpoint: Checkpoint) { file = TrackedCheckpoint(checkpoint) }

  /// Width of the rows that the layer reads.
  var inputWidth: Int {
    get throws(ConversionError) { try layer().rowElementCount }
  }

  private func layer() throws(ConversionError) -> SourceTensor {
    guard let tensor = file.checkpoint.tensors[Self.weight] else {
      throw .missingTensors(path: file.checkpoint.path, names: [Self.weight])
    }
    return tensor
  }

  /// The adapter of the decoder that lies in the file itself, as MiniGPT-v2's does; nil if there is none.
  ///
  /// - Parameter alpha: the adapter's alpha, which the file does not say.
  func adapter(alpha: Float) throws(ConversionError) -> LowRankAdapter? {
    let tensors = file.checkpoint.tensors.values.filter {
      $0.name.hasPrefix(Self.decoderPrefix) && LowRankAdapter.isFactor($0.name)
    }
    guard !tensors.isEmpty else { return nil }
    file.use(tensors.map(\.name))
    return try LowRankAdapter(path: file.checkpoint.path, tensors, prefix: Self.decoderPrefix, alpha: alpha)
  }

  /// Checks that the layer stands between what writes rows of this width and this decoder.
  func check(inputWidth: Int, hiddenWidth: Int) throws(ConversionError) {
    let tensor = try layer()
    guard tensor.shape.count == 2, tensor.shape[1] == inputWidth else {
      throw .mismatch(
        "\(file.checkpoint.path) reads \(tensor.rowElementCount) numbers per row, \(inputWidth) are written before it")
    }
    guard tensor.shape[0] == hiddenWidth else {
      throw .mismatch(
        "\(file.checkpoint.path) was trained for a decoder of width \(Pairing.words(width: tensor.shape[0]))"
          + ", this one has \(Pairing.words(width: hiddenWidth))")
    }
  }

  /// What a tensor of the layer is made of.
  func pieces(_ row: SourceRow, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    try file.pieces(row, .miniGPT4, layer: 0, entry)
  }
}
