package import SkinKernels
package import SkinTensor

/// Attention of rows over other rows, without mask and norm: every second layer of the Q-Former.
package struct CrossAttention: Sendable {
  private let heads: AttentionHeads
  private let query: Linear
  private let keyValue: Linear
  private let output: Linear

  /// Attention of the given parts.
  ///
  /// - Parameters:
  ///   - keyValue: one weight, rows k, v.
  ///   - output: the layer after the heads.
  package init(heads: AttentionHeads, query: Linear, keyValue: Linear, output: Linear) {
    self.heads = heads
    self.query = query
    self.keyValue = keyValue
    self.output = output
  }

  /// Adds to the stream's rows, `[n, width]`, what they see in `other`, `[m, other width]`.
  package func apply(
    to stream: inout Matrix, over other: borrowing Matrix, with backend: ComputeBackend,
    scratch: inout CrossAttentionScratch
  ) {
    query.apply(stream, with: backend, into: &scratch.queries)
    keyValue.apply(other, with: backend, into: &scratch.keyValues)
    let shape = heads.attention(
      queryColumn: 0, keyColumn: 0, valueColumn: heads.keyValueWidth, keyRowCount: other.rowCount, mask: .none)
    backend.attend(
      shape, queries: scratch.queries, keys: scratch.keyValues, values: scratch.keyValues, into: &scratch.mixed)
    output.apply(scratch.mixed, with: backend, then: .add, into: &stream)
  }
}

/// The intermediate rows of attention over other rows, made once and used by every layer.
package struct CrossAttentionScratch: ~Copyable {
  var queries: Matrix
  var keyValues: Matrix
  var mixed: Matrix

  /// Scratch for at most `rowCount` rows that attend to at most `otherRowCount`.
  package init(rowCount: Int, otherRowCount: Int, heads: AttentionHeads) {
    queries = Matrix(rowCount: rowCount, columnCount: heads.queryWidth)
    keyValues = Matrix(rowCount: otherRowCount, columnCount: 2 * heads.keyValueWidth)
    mixed = Matrix(rowCount: rowCount, columnCount: heads.queryWidth)
  }
}
