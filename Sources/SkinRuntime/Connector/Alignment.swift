import SkinConfiguration
package import SkinContainer
package import SkinKernels
package import SkinTensor

/// The image as the decoder reads it, `[image rows, hidden width]`: embeddings in place of tokens.
package struct SoftPrompt: ~Copyable {
  /// The rows.
  package let rows: Matrix

  /// The rows, for a caller that keeps them.
  package consuming func takeRows() -> Matrix { rows }
}

/// The linear layer between Q-Former, or joined visual tokens, and decoder: the part that SkinGPT-4 trains.
///
/// Source: SkinGPT-4 at 3bf57c9, `models/mini_gpt4.py`, `llama_proj`.
package struct Alignment: Sendable {
  private let projection: Linear

  /// The alignment of a container.
  ///
  /// - Throws: ``ContainerError`` if a tensor is damaged.
  package init(_ container: Container) throws(ContainerError) {
    projection = try container.linear(.query(.alignment), bias: .query(.alignmentBias))
  }

  /// Projects the queries: `[queries, query width] -> [queries, hidden width]`.
  package func project(_ queries: borrowing QueryTokens, with backend: ComputeBackend) -> SoftPrompt {
    project(rows: queries.rows, with: backend)
  }

  /// Projects joined visual tokens: `[rows, joined width] -> [rows, hidden width]`.
  package func project(_ tokens: borrowing JoinedTokens, with backend: ComputeBackend) -> SoftPrompt {
    project(rows: tokens.rows, with: backend)
  }

  /// Projects pooled patches: `[rows, vision width] -> [rows, hidden width]`.
  package func project(_ patches: borrowing PooledPatches, with backend: ComputeBackend) -> SoftPrompt {
    project(rows: patches.rows, with: backend)
  }

  private func project(rows: borrowing Matrix, with backend: ComputeBackend) -> SoftPrompt {
    var projected = Matrix(rowCount: rows.rowCount, columnCount: projection.outputCount)
    projection.apply(rows, with: backend, into: &projected)
    return SoftPrompt(rows: projected)
  }
}
