import SkinKernels
import SkinQuantization
import SkinRecognition
import SkinTensor

/// Layers from a resource's tensors.
struct ReaderParts {
  let tensors: ResourceTensors
  let epsilon: Float

  /// A weight in panels of int4.
  func weight(_ name: String, _ shape: Shape) throws(RecognitionError) -> WeightMatrix {
    let layout = WeightLayout(shape: shape, scheme: .int4)
    let matrix = WeightMatrix(
      shape: shape, scheme: .int4, copying: try tensors.bytes(name + ".int4", count: layout.byteCount))
    guard matrix.hasFiniteScales else { throw .unusableNumber(name) }
    return matrix
  }

  func linear(_ name: String, _ shape: Shape) throws(RecognitionError) -> Linear {
    Linear(
      weight: try weight(name, shape),
      bias: FloatVector(try tensors.values(name + ".bias", shape: [shape.rowCount])))
  }

  func norm(_ name: String, _ width: Int) throws(RecognitionError) -> Norm {
    .layer(
      weight: FloatVector(try tensors.values(name + ".weight", shape: [width])),
      bias: FloatVector(try tensors.values(name + ".bias", shape: [width])), epsilon: epsilon)
  }
}

/// A post-norm layer of the reader: `x = norm(x + part(x))` for attention and feed-forward.
struct QuestionLayer: Sendable {
  private let attention: SelfAttention
  private let attentionNorm: Norm
  private let feedForward: FeedForward
  private let feedForwardNorm: Norm

  init(_ parts: ReaderParts, prefix: String, _ description: QuestionReaderDescription) throws(RecognitionError) {
    let (width, wide) = (description.width, description.feedForwardWidth)
    attention = SelfAttention(
      heads: description.heads,
      queryKeyValue: try parts.linear(prefix + "query_key_value", Shape(3 * width, width)),
      output: try parts.linear(prefix + "attention_output", Shape(width, width)))
    attentionNorm = try parts.norm(prefix + "attention_norm", width)
    feedForward = .gelu(
      expand: try parts.linear(prefix + "expand", Shape(wide, width)),
      contract: try parts.linear(prefix + "contract", Shape(width, wide)))
    feedForwardNorm = try parts.norm(prefix + "feed_forward_norm", width)
  }

  func apply(to stream: inout Matrix, with backend: ComputeBackend, scratch: inout QuestionScratch) {
    attention.apply(to: &stream, with: backend, scratch: &scratch.attention)
    swap(&stream, &scratch.unnormalized)
    backend.normalize(scratch.unnormalized, by: attentionNorm, into: &stream)
    feedForward.apply(to: &stream, with: backend, scratch: &scratch.feedForward)
    swap(&stream, &scratch.unnormalized)
    backend.normalize(scratch.unnormalized, by: feedForwardNorm, into: &stream)
  }
}

/// The intermediate rows of the reader's layers.
struct QuestionScratch: ~Copyable {
  var unnormalized: Matrix
  var attention: SelfAttentionScratch
  var feedForward: FeedForwardScratch

  init(rowCount: Int, _ description: QuestionReaderDescription) {
    unnormalized = Matrix(rowCount: rowCount, columnCount: description.width)
    attention = SelfAttentionScratch(rowCount: rowCount, heads: description.heads)
    feedForward = FeedForwardScratch(rowCount: rowCount, geluWidth: description.feedForwardWidth)
  }
}
