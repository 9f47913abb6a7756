import SkinConfiguration
import SkinContainer
import SkinKernels
import SkinTensor

/// A pre-norm layer: `x += attention(norm(x)); x += feedForward(norm(x))`, attention over a key-value cache.
///
/// Gemma also normalizes what is added, and each head's queries and keys before they are rotated.
///
/// Source: LLaMA, arXiv:2302.13971; transformers, `modeling_llama.py`, `LlamaDecoderLayer`, and `modeling_gemma3.py`,
/// `Gemma3DecoderLayer`.
struct DecoderLayer: Sendable {
  private let heads: AttentionHeads
  private let attentionNorm: Norm
  private let queryKeyValue: Linear
  private let attentionOutput: Linear
  private let feedForwardNorm: Norm
  private let feedForward: FeedForward
  /// Norms that only Gemma has.
  private let queryNorm: Norm?
  private let keyNorm: Norm?
  private let attentionOutputNorm: Norm?
  /// Whether rows see only a window; the rotary frequencies of such layers have a base of their own.
  let isWindowed: Bool

  init(_ layer: Int, of container: Container) throws(ContainerError) {
    let configuration = container.configuration.language
    func name(_ part: LanguagePart) -> TensorName { .language(layer, part) }
    func norm(_ part: LanguagePart) throws(ContainerError) -> Norm {
      try container.rootMeanSquareNorm(weight: name(part), epsilon: configuration.normEpsilon)
    }
    heads = configuration.heads(layer: layer)
    isWindowed = heads.windowLength != nil
    attentionNorm = try norm(.attentionNorm)
    queryKeyValue = try container.linear(name(.queryKeyValue))
    attentionOutput = try container.linear(name(.attentionOutput))
    feedForwardNorm = try norm(.feedForwardNorm)
    let (gateUp, down) = (try container.linear(name(.gateUp)), try container.linear(name(.down)))
    if configuration.gemma != nil {
      (queryNorm, keyNorm) = (try norm(.queryNorm), try norm(.keyNorm))
      attentionOutputNorm = try norm(.attentionOutputNorm)
      feedForward = .normalizedGated(gateUp: gateUp, down: down, outputNorm: try norm(.downNorm))
    } else {
      (queryNorm, keyNorm, attentionOutputNorm) = (nil, nil, nil)
      feedForward = .gated(gateUp: gateUp, down: down)
    }
  }

  /// Applies layer number `index` to the scratch's stream, whose rows belong to `segments` one after another.
  func apply(
    _ index: Int, segments: [Segment], rotary: borrowing RotaryTable, with backend: ComputeBackend,
    scratch: inout DecoderScratch
  ) {
    queryKeyValue.apply(scratch.stream, after: .norm(attentionNorm), with: backend, into: &scratch.fused)
    if let queryNorm, let keyNorm {
      backend.normalizeHeads(&scratch.fused, firstColumn: 0, headCount: heads.queryHeadCount, by: queryNorm)
      backend.normalizeHeads(
        &scratch.fused, firstColumn: heads.queryWidth, headCount: heads.keyValueHeadCount, by: keyNorm)
    }
    scratch.mixed.resize(rowCount: scratch.stream.rowCount)
    var firstRow = 0
    for segment in segments {
      attend(segment, index: index, firstRow: firstRow, rotary: rotary, with: backend, scratch: &scratch)
      firstRow += segment.rowCount
    }
    if let attentionOutputNorm {
      attentionOutput.apply(scratch.mixed, with: backend, into: &scratch.attended)
      backend.normalizeHeads(&scratch.attended, firstColumn: 0, headCount: 1, by: attentionOutputNorm)
      backend.add(scratch.attended, to: &scratch.stream)
    } else {
      attentionOutput.apply(scratch.mixed, with: backend, then: .add, into: &scratch.stream)
    }
    feedForward.apply(
      to: &scratch.stream, after: .norm(feedForwardNorm), with: backend, scratch: &scratch.feedForward)
  }

  /// Rotates a segment's queries and keys, caches its keys and values, and mixes the values that it sees.
  private func attend(
    _ segment: Segment, index: Int, firstRow: Int, rotary: borrowing RotaryTable, with backend: ComputeBackend,
    scratch: inout DecoderScratch
  ) {
    let rows = firstRow..<firstRow + segment.rowCount
    scratch.segment.resize(rowCount: segment.rowCount)
    scratch.segment.copyRows(rows, of: scratch.fused, to: 0)
    rotary.rotate(
      &scratch.segment, firstColumn: 0, headCount: heads.queryHeadCount + heads.keyValueHeadCount,
      firstPosition: segment.firstPosition, with: backend)
    let cache = segment.cache.layers[index]
    cache.store(scratch.segment, at: segment.firstPosition, with: backend)
    cache.attend(
      scratch.segment, at: segment.firstPosition, isImage: segment.isImage, with: backend,
      into: &scratch.segmentMixed)
    scratch.mixed.copyRows(0..<segment.rowCount, of: scratch.segmentMixed, to: firstRow)
  }
}

/// Rows of a batch that continue one sequence.
struct Segment {
  /// The sequence's cache; its rows from `firstPosition` on are written.
  let cache: KeyValueCache
  /// Position of the segment's first row.
  let firstPosition: Int
  /// Rows of the segment.
  let rowCount: Int
  /// Whether they are the rows of an image, all of them, that see each other.
  var isImage = false
}

extension LanguageConfiguration {
  /// The heads of a layer that sees everything.
  var heads: AttentionHeads { heads(windowLength: nil) }

  /// The heads of a layer.
  func heads(layer: Int) -> AttentionHeads {
    heads(windowLength: gemma.flatMap { $0.isWindowed[layer] ? $0.windowLength : nil })
  }

  private func heads(windowLength: Int?) -> AttentionHeads {
    AttentionHeads(
      queryHeadCount: headCount, keyValueHeadCount: keyValueHeadCount, headWidth: headWidth,
      scoreScale: gemma?.scoreScale, windowLength: windowLength)
  }
}

/// The intermediate rows of the decoder, made once.
struct DecoderScratch: ~Copyable {
  /// The residual stream, `[rows, hidden]`.
  var stream: Matrix
  /// Queries, keys and values side by side.
  var fused: Matrix
  /// One segment's rows of `fused`, and the output of its attention.
  var segment: Matrix
  var segmentMixed: Matrix
  var mixed: Matrix
  /// What attention adds to the stream, if that is normalized first.
  var attended: Matrix
  var feedForward: FeedForwardScratch
  /// Rows whose logits are requested.
  var last: Matrix
  var logits: Matrix

  init(rowCount: Int, logitsRowCount: Int, configuration: LanguageConfiguration) {
    let heads = configuration.heads
    stream = Matrix(rowCount: rowCount, columnCount: configuration.hiddenWidth)
    fused = Matrix(rowCount: rowCount, columnCount: heads.fusedWidth)
    segment = Matrix(rowCount: rowCount, columnCount: heads.fusedWidth)
    segmentMixed = Matrix(rowCount: rowCount, columnCount: heads.queryWidth)
    mixed = Matrix(rowCount: rowCount, columnCount: heads.queryWidth)
    let normalizedWidth = configuration.gemma == nil ? 0 : configuration.hiddenWidth
    attended = Matrix(rowCount: normalizedWidth > 0 ? rowCount : 0, columnCount: normalizedWidth)
    feedForward = FeedForwardScratch(
      rowCount: rowCount, gatedWidth: configuration.feedForwardWidth, normalizedWidth: normalizedWidth)
    last = Matrix(rowCount: logitsRowCount, columnCount: configuration.hiddenWidth)
    logits = Matrix(rowCount: logitsRowCount, columnCount: configuration.vocabularySize)
  }

  /// The logits of some rows of the stream.
  mutating func computeLogits(rows: Range<Int>, norm: Norm, output: Linear, with backend: ComputeBackend) {
    last.resize(rowCount: rows.count)
    last.copyRows(rows, of: stream, to: 0)
    output.apply(last, after: .norm(norm), with: backend, into: &logits)
  }
}
