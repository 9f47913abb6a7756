import SkinCheckpoint
import SkinConfiguration

/// The alignment layer of a MiniGPT-4 or SkinGPT-4 file; its optimizer holds tensors of the same shapes, so the name
/// decides.
struct AlignmentSource {
  /// Before the decoder's names in files of the whole model.
  private static let decoderPrefix = "llama_model."

  let file: TrackedCheckpoint

  /// Whether it is the projection of a Gemma 3, behind pooled patches.
  let isGemmas: Bool

  init(_ checkpoint: Checkpoint) {
    file = TrackedCheckpoint(checkpoint)
    isGemmas = GemmaFolder.isOne(checkpoint)
  }

  private var dialect: SourceDialect { isGemmas ? .gemma3Projector : .miniGPT4 }

  /// Width of the rows that the layer reads.
  var inputWidth: Int {
    get throws(ConversionError) { try isGemmas ? layer().rowCount : layer().rowElementCount }
  }

  private func layer() throws(ConversionError) -> SourceTensor {
    let name = SourceLayout.row(of: .query(.alignment))?.spellings[dialect]?.first?.first?.pattern ?? ""
    guard let tensor = file.checkpoint.tensors[name] else {
      throw .missingTensors(path: file.checkpoint.path, names: [name])
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

  /// Checks that the layer fits between what writes rows of this width and this decoder.
  func check(inputWidth: Int, hiddenWidth: Int) throws(ConversionError) {
    let tensor = try layer()
    let shape = isGemmas ? tensor.shape.reversed() : tensor.shape
    guard shape.count == 2, shape[1] == inputWidth else {
      throw .mismatch(
        "\(file.checkpoint.path) reads \(try self.inputWidth) numbers per row, \(inputWidth) are written before it")
    }
    guard shape[0] == hiddenWidth else {
      throw .mismatch(
        "\(file.checkpoint.path) was trained for a decoder of width \(DecoderCompatibility.words(width: shape[0]))"
          + ", this one has \(DecoderCompatibility.words(width: hiddenWidth))")
    }
  }

  /// What a tensor of the layer is made of.
  func pieces(_ row: SourceRow, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    // A GGUF has the folder's names here, but its own numbers.
    let numbers: SourceDialect? = isGemmas && file.checkpoint.gguf != nil ? .gemma3ProjectorGGUF : nil
    return try file.pieces(row, dialect, layer: 0, entry, numbers: numbers)
  }
}
