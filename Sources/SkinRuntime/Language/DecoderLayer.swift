import SkinConfiguration
import SkinContainer
import SkinKernels
import SkinTensor

/// A pre-norm layer: `x += attention(norm(x)); x += feedForward(norm(x))`, attention over a key-value cache.
///
/// Source: LLaMA, arXiv:2302.13971; transformers, `modeling_llama.py`, `LlamaDecoderLayer`.
struct DecoderLayer: Sendable {
  private let heads: AttentionHeads
  private let attentionNorm: Norm
  private let queryKeyValue: Linear
  private let attentionOutput: Linear
  private let feedForwardNorm: Norm
  private let feedForward: FeedForward

  init(_ layer: Int, of container: Container) throws(ContainerError) {
    let configuration = container.configuration.language
    func name(_ part: LanguagePart) -> TensorName { .language(layer, part) }
    heads = configuration.heads
    attentionNorm = try container.rootMeanSquareNorm(
      weight: name(.attentionNorm), epsilon: configuration.normEpsilon)
    queryKeyValue = try container.linear(name(.queryKeyValue))
    attentionOutput = try container.linear(name(.attentionOutput))
    feedForwardNorm = try container.rootMeanSquareNorm(
      weight: name(.feedForwardNorm), epsilon: configuration.normEpsilon)
    feedForward = .gated(
      gateUp: try container.linear(name(.gateUp)), down: try container.linear(name(.down)))
  }

  /// Applies layer number `index` to the scratch's stream, whose rows belong to `segments` one after another.
  func apply(
    _ index: Int, segments: [Segment], rotary: borrowing RotaryTable, with arithmetic: Arithmetic,
    scratch: inout DecoderScratch
  ) {
    queryKeyValue.apply(scratch.stream, after: .norm(attentionNorm), with: arithmetic, into: &scratch.fused)
    scratch.mixed.resize(rowCount: scratch.stream.rowCount)
    var firstRow = 0
    for segment in segments {
      attend(segment, index: index, firstRow: firstRow, rotary: rotary, with: arithmetic, scratch: &scratch)
      firstRow += segment.rowCount
    }
    attentionOutput.apply(scratch.mixed, with: arithmetic, then: .add, into: &scratch.stream)
    feedForward.apply(
      to: &scratch.stream, after: .norm(feedForwardNorm), with: arithmetic, scratch: &scratch.feedForward)
  }

  /// Rotates a segment's queries and keys, caches its keys and values, and mixes the values that it sees.
  private func attend(
    _ segment: Segment, index: Int, firstRow: Int, rotary: borrowing RotaryTable, with arithmetic: Arithmetic,
    scratch: inout DecoderScratch
  ) {
    let rows = firstRow..<firstRow + segment.rowCount
    scratch.segment.resize(rowCount: segment.rowCount)
    scratch.segment.copyRows(rows, of: scratch.fused, to: 0)
    rotary.rotate(
      &scratch.segment, firstColumn: 0, headCount: heads.queryHeadCount + heads.keyValueHeadCount,
      firstPosition: segment.firstPosition, with: arithmetic)
    let cache = segment.cache.layers[index]
    cache.store(scratch.segment, at: segment.firstPosition, with: arithmetic)
    cache.attend(scratch.segment, at: segment.firstPosition, with: arithmetic, into: &scratch.segmentMixed)
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
}

extension LanguageConfiguration {
  var heads: AttentionHeads {
    AttentionHeads(queryHeadCount: headCount, keyValueHeadCount: keyValueHeadCount, headWidth: headWidth)
  }
}

/// The intermediate rows of the decoder, made once.
struct DecoderScratch: ~Copyable {
  /// The residual stream, `[rows, hidden]`.
  var stream: Matrix
  /// Queries, keys and values side by side.
  var fused: Matrix
  /// One segment's rows of `fused`, and what its attention gives.
  var segment: Matrix
  var segmentMixed: Matrix
  var mixed: Matrix
  var feedForward: FeedForwardScratch
  /// Rows whose logits are asked for.
  var last: Matrix
  var logits: Matrix

  init(rowCount: Int, logitsRowCount: Int, configuration: LanguageConfiguration) {
    let heads = configuration.heads
    stream = Matrix(rowCount: rowCount, columnCount: configuration.hiddenWidth)
    fused = Matrix(rowCount: rowCount, columnCount: heads.fusedWidth)
    segment = Matrix(rowCount: rowCount, columnCount: heads.fusedWidth)
    segmentMixed = Matrix(rowCount: rowCount, columnCount: heads.queryWidth)
    mixed = Matrix(rowCount: rowCount, columnCount: heads.queryWidth)
    feedForward = FeedForwardScratch(rowCount: rowCount, gatedWidth: configuration.feedForwardWidth)
    last = Matrix(rowCount: logitsRowCount, columnCount: configuration.hiddenWidth)
    logits = Matrix(rowCount: logitsRowCount, columnCount: configuration.vocabularySize)
  }

  /// The logits of some rows of the stream.
  mutating func computeLogits(rows: Range<Int>, norm: Norm, output: Linear, with arithmetic: Arithmetic) {
    last.resize(rowCount: rows.count)
    last.copyRows(rows, of: stream, to: 0)
    output.apply(last, after: .norm(norm), with: arithmetic, into: &logits)
  }
}
