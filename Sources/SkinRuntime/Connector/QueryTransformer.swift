import SkinConfiguration
import SkinContainer
package import SkinKernels
package import SkinTensor

/// What the Q-Former distilled from an image, `[queries, query width]`.
package struct QueryTokens: ~Copyable {
  /// The rows.
  package let rows: Matrix
}

/// The Q-Former: distils an image into the few rows that the decoder reads in place of words.
///
/// Even layers (see `QueryConfiguration.crossAttentionInterval`) let the learned queries attend to the visual tokens.
///
///     [257, 1408] visual tokens  ->  12 layers over [32, 768]  ->  [32, 768] queries
///
/// Source: BLIP-2, arXiv:2301.12597, section 3.1; SkinGPT-4 at 3bf57c9, `models/Qformer.py`, class `BertLayer`.
package struct QueryTransformer: Sendable {
  private let configuration: QueryConfiguration
  private let queries: FloatVector
  private let inputNorm: Norm
  private let layers: [QueryLayer]

  /// The Q-Former of a container; the configuration is the Q-Former's part of the container's.
  ///
  /// - Throws: ``ContainerError`` if a tensor is damaged.
  init(_ configuration: QueryConfiguration, of container: Container) throws(ContainerError) {
    self.configuration = configuration
    queries = try container.vector(.query(.tokens))
    inputNorm = try container.layerNorm(
      weight: .query(.inputNormWeight), bias: .query(.inputNormBias), epsilon: configuration.normEpsilon)
    var layers: [QueryLayer] = []
    for layer in 0..<configuration.layerCount { layers.append(try QueryLayer(layer, configuration, of: container)) }
    self.layers = layers
  }

  /// Reads the visual tokens.
  package func read(_ tokens: borrowing VisualTokens, with backend: ComputeBackend) -> QueryTokens {
    let learned = Matrix(
      rowCount: configuration.queryCount, columnCount: configuration.width,
      elements: (0..<queries.count).map { queries[$0] })
    var stream = Matrix(rowCount: configuration.queryCount, columnCount: configuration.width)
    backend.normalize(learned, by: inputNorm, into: &stream)
    var scratch = QueryScratch(visualRowCount: tokens.rows.rowCount, configuration: configuration)
    for layer in layers { layer.apply(to: &stream, over: tokens.rows, with: backend, scratch: &scratch) }
    return QueryTokens(rows: stream)
  }
}

/// The intermediate rows of the Q-Former's layers.
struct QueryScratch: ~Copyable {
  /// The stream before its norm, which becomes the stream's memory when the norm is done.
  var unnormalized: Matrix
  var selfAttention: SelfAttentionScratch
  var crossAttention: CrossAttentionScratch
  var feedForward: FeedForwardScratch

  init(visualRowCount: Int, configuration: QueryConfiguration) {
    unnormalized = Matrix(rowCount: configuration.queryCount, columnCount: configuration.width)
    selfAttention = SelfAttentionScratch(rowCount: configuration.queryCount, heads: configuration.heads)
    crossAttention = CrossAttentionScratch(
      rowCount: configuration.queryCount, otherRowCount: visualRowCount, heads: configuration.heads)
    feedForward = FeedForwardScratch(rowCount: configuration.queryCount, geluWidth: configuration.feedForwardWidth)
  }
}

extension QueryConfiguration {
  var heads: AttentionHeads { AttentionHeads(queryHeadCount: headCount, headWidth: width / headCount) }
}

/// A post-norm layer: `x = norm(x + part(x))` for self-attention, cross-attention if there is one, and feed-forward.
struct QueryLayer: Sendable {
  private let selfAttention: SelfAttention
  private let selfNorm: Norm
  private let cross: (attention: CrossAttention, norm: Norm)?
  private let feedForward: FeedForward
  private let feedForwardNorm: Norm

  init(_ layer: Int, _ configuration: QueryConfiguration, of container: Container) throws(ContainerError) {
    func name(_ part: QueryPart) -> TensorName { .query(layer, part) }
    selfAttention = SelfAttention(
      heads: configuration.heads,
      queryKeyValue: try container.linear(name(.queryKeyValue), bias: name(.queryKeyValueBias)),
      output: try container.linear(name(.attentionOutput), bias: name(.attentionOutputBias)))
    selfNorm = try container.layerNorm(
      weight: name(.attentionNormWeight), bias: name(.attentionNormBias), epsilon: configuration.normEpsilon)
    if configuration.hasCrossAttention(layer: layer) {
      let attention = CrossAttention(
        heads: configuration.heads,
        query: try container.linear(name(.crossQuery), bias: name(.crossQueryBias)),
        keyValue: try container.linear(name(.crossKeyValue), bias: name(.crossKeyValueBias)),
        output: try container.linear(name(.crossOutput), bias: name(.crossOutputBias)))
      let norm = try container.layerNorm(
        weight: name(.crossNormWeight), bias: name(.crossNormBias), epsilon: configuration.normEpsilon)
      cross = (attention, norm)
    } else {
      cross = nil
    }
    feedForward = .gelu(
      expand: try container.linear(name(.expand), bias: name(.expandBias)),
      contract: try container.linear(name(.contract), bias: name(.contractBias)))
    feedForwardNorm = try container.layerNorm(
      weight: name(.feedForwardNormWeight), bias: name(.feedForwardNormBias), epsilon: configuration.normEpsilon)
  }

  func apply(
    to stream: inout Matrix, over visualRows: borrowing Matrix, with backend: ComputeBackend,
    scratch: inout QueryScratch
  ) {
    selfAttention.apply(to: &stream, with: backend, scratch: &scratch.selfAttention)
    normalize(&stream, by: selfNorm, with: backend, scratch: &scratch)
    if let cross {
      cross.attention.apply(to: &stream, over: visualRows, with: backend, scratch: &scratch.crossAttention)
      normalize(&stream, by: cross.norm, with: backend, scratch: &scratch)
    }
    feedForward.apply(to: &stream, with: backend, scratch: &scratch.feedForward)
    normalize(&stream, by: feedForwardNorm, with: backend, scratch: &scratch)
  }

  private func normalize(
    _ stream: inout Matrix, by norm: Norm, with backend: ComputeBackend, scratch: inout QueryScratch
  ) {
    swap(&stream, &scratch.unnormalized)
    backend.normalize(scratch.unnormalized, by: norm, into: &stream)
  }
}
