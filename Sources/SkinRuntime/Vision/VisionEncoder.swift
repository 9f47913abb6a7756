import SkinConfiguration
package import SkinContainer
package import SkinImage
package import SkinKernels
package import SkinTensor

/// The image after the output norm: `[1 + patches, vision width]`, the class token's row first, or without it in SigLIP.
package struct VisualTokens: ~Copyable {
  /// The rows.
  package let rows: Matrix
}

/// The vision transformer: pixels to visual tokens.
///
///     [3, S, S] pixels -> [patches, 3 p p] -> [1 + patches, width] -> blocks -> output norm -> visual tokens
///
/// Source: EVA, arXiv:2211.07636; SkinGPT-4 at 3bf57c9, `models/eva_vit.py` (no norm after the last block) and
/// `models/blip2.py` (ln_vision, with an epsilon of its own).
package struct VisionEncoder: Sendable {
  private let configuration: VisionConfiguration
  private let imageSize: Int
  private let patchEmbedding: Linear
  private let classToken: FloatVector?
  private let positions: FloatVector
  private let blocks: [VisionBlock]
  private let outputNorm: Norm

  /// The vision transformer of a container.
  ///
  /// - Throws: ``ContainerError`` if a tensor is damaged.
  package init(_ container: Container) throws(ContainerError) {
    configuration = container.configuration.vision
    imageSize = container.configuration.image.size
    patchEmbedding = try container.linear(.vision(.patchEmbedding), bias: .vision(.patchEmbeddingBias))
    classToken = configuration.hasClassToken ? try container.vector(.vision(.classToken)) : nil
    positions = try container.vector(.vision(.positionEmbedding))
    var blocks: [VisionBlock] = []
    for layer in 0..<configuration.layerCount { blocks.append(try VisionBlock(layer, of: container)) }
    self.blocks = blocks
    outputNorm = try container.layerNorm(
      weight: .vision(.outputNormWeight), bias: .vision(.outputNormBias), epsilon: configuration.outputNormEpsilon)
  }

  /// Encodes an image.
  ///
  /// - Parameter residency: which blocks are released after use; nil to keep all.
  /// - Precondition: `pixels` has the configuration's size.
  package func encode(
    _ pixels: borrowing Pixels, with backend: ComputeBackend, residency: WeightResidency? = nil
  ) -> VisualTokens {
    precondition(pixels.size == imageSize, "pixels of size \(pixels.size) for a model of \(imageSize)")
    let patches = patches(of: pixels)
    var embedded = Matrix(rowCount: patches.rowCount, columnCount: configuration.width)
    patchEmbedding.apply(patches, with: backend, into: &embedded)
    let firstPatch = classToken == nil ? 0 : 1
    var stream = Matrix(rowCount: patches.rowCount + firstPatch, columnCount: configuration.width)
    if let classToken {
      for column in 0..<configuration.width { stream[0, column] = classToken[column] + positions[column] }
    }
    for row in firstPatch..<stream.rowCount {
      for column in 0..<configuration.width {
        stream[row, column] = embedded[row - firstPatch, column] + positions[row * configuration.width + column]
      }
    }
    var scratch = VisionScratch(rowCount: stream.rowCount, configuration: configuration)
    for (index, block) in blocks.enumerated() {
      residency?.readAhead(.vision(index + 1))
      block.apply(to: &stream, with: backend, scratch: &scratch)
      backend.release(.vision(index), of: residency)
    }
    var tokens = Matrix(rowCount: stream.rowCount, columnCount: configuration.width)
    backend.normalize(stream, by: outputNorm, into: &tokens)
    return VisualTokens(rows: tokens)
  }

  /// The patches from left to right and top to bottom, `[patches, 3 * patch * patch]`, columns channel, row, column.
  private func patches(of pixels: borrowing Pixels) -> Matrix {
    let side = imageSize / configuration.patchSize
    let patchSize = configuration.patchSize
    var patches = Matrix(rowCount: side * side, columnCount: 3 * patchSize * patchSize)
    for patchRow in 0..<side {
      for patchColumn in 0..<side {
        let row = patchRow * side + patchColumn
        var column = 0
        for channel in 0..<3 {
          for y in 0..<patchSize {
            let start = (channel * imageSize + patchRow * patchSize + y) * imageSize + patchColumn * patchSize
            for x in 0..<patchSize {
              patches[row, column] = pixels.values[start + x]
              column += 1
            }
          }
        }
      }
    }
    return patches
  }
}

/// The intermediate rows of the vision blocks.
struct VisionScratch: ~Copyable {
  var attention: SelfAttentionScratch
  var feedForward: FeedForwardScratch

  init(rowCount: Int, configuration: VisionConfiguration) {
    attention = SelfAttentionScratch(rowCount: rowCount, heads: configuration.heads)
    feedForward = FeedForwardScratch(rowCount: rowCount, geluWidth: configuration.feedForwardWidth)
  }
}

extension VisionConfiguration {
  var heads: AttentionHeads { AttentionHeads(queryHeadCount: headCount, headWidth: width / headCount) }
}

/// A pre-norm block: `x += attention(norm(x)); x += feedForward(norm(x))`.
struct VisionBlock: Sendable {
  private let attentionNorm: Norm
  private let attention: SelfAttention
  private let feedForwardNorm: Norm
  private let feedForward: FeedForward

  init(_ layer: Int, of container: Container) throws(ContainerError) {
    let configuration = container.configuration.vision
    func name(_ part: VisionPart) -> TensorName { .vision(layer, part) }
    attentionNorm = try container.layerNorm(
      weight: name(.attentionNormWeight), bias: name(.attentionNormBias), epsilon: configuration.normEpsilon)
    attention = SelfAttention(
      heads: configuration.heads,
      queryKeyValue: try container.linear(name(.queryKeyValue), bias: name(.queryKeyValueBias)),
      output: try container.linear(name(.attentionOutput), bias: name(.attentionOutputBias)))
    feedForwardNorm = try container.layerNorm(
      weight: name(.feedForwardNormWeight), bias: name(.feedForwardNormBias), epsilon: configuration.normEpsilon)
    let expand = try container.linear(name(.expand), bias: name(.expandBias))
    let contract = try container.linear(name(.contract), bias: name(.contractBias))
    feedForward =
      configuration.family == .siglip
      ? .tanhGelu(expand: expand, contract: contract) : .gelu(expand: expand, contract: contract)
  }

  func apply(to stream: inout Matrix, with backend: ComputeBackend, scratch: inout VisionScratch) {
    attention.apply(to: &stream, after: .norm(attentionNorm), with: backend, scratch: &scratch.attention)
    feedForward.apply(to: &stream, after: .norm(feedForwardNorm), with: backend, scratch: &scratch.feedForward)
  }
}
