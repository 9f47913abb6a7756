public import SkinKernels
import SkinQuantization
public import SkinTensor

/// Attention of rows over themselves or over other rows, without mask, norm and residual: ViT and Q-Former.
///
/// The decoder's attention runs over a key-value cache instead (`SkinLanguage`); both cut heads by ``AttentionHeads``
/// and call the same kernel.
public struct Attention: Sendable {
  /// Where queries, keys and values come from.
  public enum Projection: Sendable {
    /// All three from the same rows by one weight, rows q, k, v.
    case fused(Linear)
    /// Queries from the rows, keys and values from other rows by one weight, rows k, v.
    case cross(query: Linear, keyValue: Linear)
  }

  /// How the columns are cut into heads.
  public let heads: AttentionHeads
  /// Where queries, keys and values come from.
  public let projection: Projection
  /// The layer after the heads.
  public let output: Linear

  /// Attention of the given parts.
  public init(heads: AttentionHeads, projection: Projection, output: Linear) {
    self.heads = heads
    self.projection = projection
    self.output = output
  }

  /// Lets `x`, `[n, width]`, attend to `other`, `[m, other width]`, or to itself if the projection is fused.
  ///
  /// Rows that attend to themselves do so in integers if their weight has one scale for each row: who chose these chose
  /// speed.
  ///
  /// - Parameter other: read by a cross projection only.
  public func apply(
    _ x: borrowing Matrix, over other: borrowing Matrix, with arithmetic: Arithmetic,
    scratch: inout AttentionScratch, into y: inout Matrix
  ) {
    switch projection {
    case .fused(let fused):
      fused.apply(x, with: arithmetic, into: &scratch.queries)
      let shape = heads.attention(
        queryColumn: 0, keyColumn: heads.queryWidth, valueColumn: heads.queryWidth + heads.keyValueWidth,
        keyRowCount: x.rowCount, mask: .none)
      if fused.weight.scheme == .int8PerRow {
        arithmetic.attendPerRow(
          shape, queries: scratch.queries, keys: scratch.queries, values: scratch.queries, into: &scratch.mixed)
      } else {
        arithmetic.attend(
          shape, queries: scratch.queries, keys: scratch.queries, values: scratch.queries, into: &scratch.mixed)
      }
    case .cross(let query, let keyValue):
      query.apply(x, with: arithmetic, into: &scratch.crossQueries)
      keyValue.apply(other, with: arithmetic, into: &scratch.keyValues)
      let shape = heads.attention(
        queryColumn: 0, keyColumn: 0, valueColumn: heads.keyValueWidth, keyRowCount: other.rowCount, mask: .none)
      arithmetic.attend(
        shape, queries: scratch.crossQueries, keys: scratch.keyValues, values: scratch.keyValues,
        into: &scratch.mixed)
    }
    output.apply(scratch.mixed, with: arithmetic, into: &y)
  }
}

/// The intermediate rows of attention, made once and used by every layer.
public struct AttentionScratch: ~Copyable {
  var queries: Matrix
  var crossQueries: Matrix
  var keyValues: Matrix
  var mixed: Matrix

  /// Scratch for at most `rowCount` rows that attend to themselves or to at most `otherRowCount` rows.
  public init(rowCount: Int, otherRowCount: Int, heads: AttentionHeads) {
    queries = Matrix(rowCount: rowCount, columnCount: heads.fusedWidth)
    crossQueries = Matrix(rowCount: otherRowCount > 0 ? rowCount : 0, columnCount: heads.queryWidth)
    keyValues = Matrix(rowCount: otherRowCount, columnCount: 2 * heads.keyValueWidth)
    mixed = Matrix(rowCount: rowCount, columnCount: heads.queryWidth)
  }
}
