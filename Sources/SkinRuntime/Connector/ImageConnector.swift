import SkinConfiguration
package import SkinContainer
package import SkinKernels
package import SkinTensor

/// What lies between the visual tokens and the alignment layer, ready to run; see `Connector`.
package enum ImageConnector: Sendable {
  /// A Q-Former.
  case queryTransformer(QueryTransformer)
  /// This many neighbouring visual tokens are joined side by side.
  case joinedTokens(count: Int)
  /// The means of squares of patches, normalized.
  case pooledPatches(side: Int, norm: Norm)

  /// The connector of a container.
  ///
  /// - Throws: ``ContainerError`` if a tensor is damaged.
  package init(_ container: Container) throws(ContainerError) {
    switch container.configuration.connector {
    case .queryTransformer(let configuration):
      self = .queryTransformer(try QueryTransformer(configuration, of: container))
    case .joinedTokens(let count): self = .joinedTokens(count: count)
    case .pooledPatches(let pooling):
      self = .pooledPatches(
        side: pooling.side,
        norm: try container.rootMeanSquareNorm(weight: .query(.inputNormWeight), epsilon: pooling.normEpsilon))
    }
  }

  /// The image as the decoder reads it.
  ///
  /// - Parameter residency: whether a Q-Former is released after use; nil to keep it.
  package func softPrompt(
    of tokens: borrowing VisualTokens, through alignment: Alignment, with backend: ComputeBackend,
    residency: WeightResidency? = nil
  ) -> SoftPrompt {
    read(tokens, through: alignment, with: backend, residency: residency).takeSoftPrompt()
  }

  /// The image as the decoder reads it, and as one vector.
  ///
  /// - Parameter residency: whether a Q-Former is released after use; nil to keep it.
  package func read(
    _ tokens: borrowing VisualTokens, through alignment: Alignment, with backend: ComputeBackend,
    residency: WeightResidency? = nil
  ) -> ImageReading {
    defer { backend.release(.query, of: residency) }
    switch self {
    case .queryTransformer(let transformer):
      let queries = transformer.read(tokens, with: backend)
      return ImageReading(
        softPrompt: alignment.project(queries, with: backend), features: PooledFeatures(tokens, queries))
    case .joinedTokens(let count):
      return ImageReading(
        softPrompt: alignment.project(JoinedTokens(tokens, count: count), with: backend),
        features: PooledFeatures(tokens))
    case .pooledPatches(let side, let norm):
      return ImageReading(
        softPrompt: alignment.project(
          PooledPatches(tokens, side: side, norm: norm, with: backend), with: backend),
        features: PooledFeatures(patches: tokens))
    }
  }
}

extension ImageConnector {
  /// The image as one vector; nothing is projected for a decoder.
  ///
  /// - Parameter residency: whether a Q-Former is given back after its use; nil to keep it.
  func pooled(
    _ tokens: borrowing VisualTokens, with backend: ComputeBackend, residency: WeightResidency? = nil
  ) -> PooledFeatures {
    defer { backend.release(.query, of: residency) }
    switch self {
    case .queryTransformer(let transformer):
      let queries = transformer.read(tokens, with: backend)
      return PooledFeatures(tokens, queries)
    case .joinedTokens: return PooledFeatures(tokens)
    case .pooledPatches: return PooledFeatures(patches: tokens)
    }
  }
}

/// Visual tokens side by side, `[patches / count, count * vision width]`.
///
///     [1 + patches, width] visual tokens  ->  class token dropped  ->  [patches / count, count * width]
///
/// Source: MiniGPT-4's repository, `minigpt4/models/minigpt_v2.py`, `encode_img`.
package struct JoinedTokens: ~Copyable {
  /// The rows.
  package let rows: Matrix

  /// Joins every `count` consecutive tokens.
  ///
  /// - Precondition: the number of patches is a multiple of `count`.
  package init(_ tokens: borrowing VisualTokens, count: Int) {
    let (patchCount, width) = (tokens.rows.rowCount - 1, tokens.rows.columnCount)
    precondition(count > 0 && patchCount.isMultiple(of: count), "\(patchCount) patches, \(count) side by side")
    // Rows are contiguous, so joining them moves nothing.
    rows = Matrix(
      rowCount: patchCount / count, columnCount: count * width, elements: Array(tokens.rows.elements[width...]))
  }
}
