import SkinCheckpoint
import SkinConfiguration

/// Where ln_vision comes from, and what lies between it and the alignment layer.
enum ConnectorSource {
  /// A Q-Former, in the file with ln_vision.
  case queryTransformer(QuerySource)
  /// Nothing but ln_vision: `count` visual tokens are joined side by side.
  case joinedTokens(JoinedTokenSource)
  /// The pooling of a Gemma 3, whose norm lies beside the projection.
  case pooledPatches(AlignmentSource)

  /// The connector that an alignment layer was trained behind, by the width of what it reads.
  ///
  /// - Parameter query: the BLIP-2 file, if one is given.
  /// - Throws: ``ConversionError`` if the layer needs a Q-Former and there is none, or joins tokens of another width.
  init(_ alignment: AlignmentSource, query: QuerySource?, visionWidth: Int) throws(ConversionError) {
    if alignment.isGemmas {
      self = .pooledPatches(alignment)
      return
    }
    let inputWidth = try alignment.inputWidth
    let path = alignment.file.checkpoint.path
    if let query, query.queryWidth == inputWidth {
      self = .queryTransformer(query)
      return
    }
    if inputWidth == DecoderCompatibility.joinedTokenCount * visionWidth {
      self = .joinedTokens(JoinedTokenSource(alignment: alignment.file, blip2: query))
      return
    }
    if inputWidth == DecoderCompatibility.joinedTokenCount * VisionSource.evaWidth {
      throw .pairing(path: path, .joinedWidth(input: inputWidth, vision: visionWidth))
    }
    guard let query else { throw .noQueryTransformer(path: path) }
    self = .queryTransformer(query)
  }

  /// The file that ``query`` was made of, if there is one.
  var file: TrackedCheckpoint? {
    switch self {
    case .queryTransformer(let query): query.file
    case .joinedTokens(let source): source.blip2?.file
    case .pooledPatches: nil
    }
  }

  /// What a tensor of ln_vision or the Q-Former is made of.
  func pieces(_ row: SourceRow, layer: Int, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    switch self {
    case .queryTransformer(let query): try query.pieces(row, layer: layer, entry)
    case .joinedTokens(let source): try source.pieces(row, entry)
    case .pooledPatches(let alignment): try alignment.pieces(row, entry)
    }
  }

  /// Unknown tensors of the BLIP-2 file.
  var surplus: [String] {
    switch self {
    case .queryTransformer(let query): query.surplus
    case .joinedTokens(let source): source.blip2?.surplusWithoutQueryTransformer ?? []
    case .pooledPatches: []
    }
  }
}

/// ln_vision of a model without Q-Former.
///
/// The alignment file's takes precedence, then the BLIP-2 file's. The public code of MiniGPT-v2 loads none: a norm as
/// initialized, with weights of one and biases of zero, which training leaves alone; so that is used if neither file
/// has one.
///
/// Source: MiniGPT-4's repository, `minigpt4/models/base_model.py`, `init_vision_encoder`.
struct JoinedTokenSource {
  let alignment: TrackedCheckpoint
  let blip2: QuerySource?

  /// What ln_vision's weights or biases are made of.
  func pieces(_ row: SourceRow, _ entry: TensorEntry) throws(ConversionError) -> [SourcePiece] {
    if let blip2 { return try blip2.pieces(row, layer: 0, entry) }
    if let name = row.spellings[.blip2]?.first?.first?.pattern, alignment.has(name) {
      return try alignment.pieces(row, .blip2, layer: 0, entry)
    }
    return [.constant(row.tensor == .vision(.outputNormWeight) ? 1 : 0, count: entry.columnCount)]
  }
}
