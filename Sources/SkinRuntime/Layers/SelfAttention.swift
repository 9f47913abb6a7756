package import SkinKernels
import SkinQuantization
package import SkinTensor

/// Attention of rows over themselves, without mask and norm: ViT and Q-Former.
///
/// The decoder's attention runs over a key-value cache instead (`DecoderLayer`); both cut heads by ``AttentionHeads``
/// and call the same kernel.
package struct SelfAttention: Sendable {
  private let heads: AttentionHeads
  private let queryKeyValue: Linear
  private let output: Linear

  /// Attention of the given parts.
  ///
  /// - Parameters:
  ///   - queryKeyValue: one weight, rows q, k, v.
  ///   - output: the layer after the heads.
  package init(heads: AttentionHeads, queryKeyValue: Linear, output: Linear) {
    self.heads = heads
    self.queryKeyValue = queryKeyValue
    self.output = output
  }

  /// Adds to the stream's rows, `[n, width]`, what they see in each other after a step.
  ///
  /// They attend in integers if their weight has one scale per row: whoever chose such weights chose speed.
  package func apply(
    to stream: inout Matrix, after step: InputStep = .none, with backend: ComputeBackend,
    scratch: inout SelfAttentionScratch
  ) {
    queryKeyValue.apply(stream, after: step, with: backend, into: &scratch.queryKeyValue)
    let shape = heads.attention(
      queryColumn: 0, keyColumn: heads.queryWidth, valueColumn: heads.queryWidth + heads.keyValueWidth,
      keyRowCount: stream.rowCount, mask: .none)
    let attend = queryKeyValue.weight.scheme == .int8PerRow ? backend.attendPerRow : backend.attend
    attend(shape, scratch.queryKeyValue, scratch.queryKeyValue, scratch.queryKeyValue, &scratch.mixed)
    output.apply(scratch.mixed, with: backend, then: .add, into: &stream)
  }
}

/// The intermediate rows of attention, made once and used by every layer.
package struct SelfAttentionScratch: ~Copyable {
  var queryKeyValue: Matrix
  var mixed: Matrix

  /// Scratch for at most `rowCount` rows.
  package init(rowCount: Int, heads: AttentionHeads) {
    queryKeyValue = Matrix(rowCount: rowCount, columnCount: heads.fusedWidth)
    mixed = Matrix(rowCount: rowCount, columnCount: heads.queryWidth)
  }
}
