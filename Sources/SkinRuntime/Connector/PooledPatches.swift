package import SkinKernels
package import SkinTensor

/// The means of squares of neighbouring patches, normalized, `[patches / side², vision width]`.
///
///     [patches, width] visual tokens  ->  means of side x side patches, row by row  ->  norm
///
/// Source: transformers, `modeling_gemma3.py`, `Gemma3MultiModalProjector`.
package struct PooledPatches: ~Copyable {
  /// The rows.
  package let rows: Matrix

  /// Pools the patches of a square image without a class token.
  ///
  /// - Precondition: `side` divides the patches of a side.
  package init(_ tokens: borrowing VisualTokens, side: Int, norm: Norm, with backend: ComputeBackend) {
    let (patchCount, width) = (tokens.rows.rowCount, tokens.rows.columnCount)
    let imageSide = Int(Double(patchCount).squareRoot().rounded())
    precondition(
      side > 0 && imageSide * imageSide == patchCount && imageSide % side == 0, "\(patchCount) patches by \(side)")
    let pooledSide = imageSide / side
    var means = Matrix(rowCount: pooledSide * pooledSide, columnCount: width)
    let share = 1 / Float(side * side)
    for row in 0..<means.rowCount {
      let (top, left) = (row / pooledSide * side, row % pooledSide * side)
      for column in 0..<width {
        var sum: Float = 0
        for y in top..<top + side { for x in left..<left + side { sum += tokens.rows[y * imageSide + x, column] } }
        means[row, column] = sum * share
      }
    }
    var rows = Matrix(rowCount: means.rowCount, columnCount: width)
    backend.normalize(means, by: norm, into: &rows)
    self.rows = rows
  }
}
