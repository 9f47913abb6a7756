public import SkinQuantization
public import SkinTensor

extension Arithmetic {
  /// `y = x · Wᵀ + bias`; `[n, in] -> [n, out]`.
  ///
  /// Each row's result is the same for every number of rows and threads. Under int8 and int4 the rows of x are quantized
  /// first, in groups of 32 columns; a group with an element that is not finite makes its whole output row NaN.
  ///
  /// - Precondition: `x` is as wide as the weight has inputs, `y` and `bias` as it has outputs; `y` has capacity for the
  ///   rows of `x`.
  public func multiply(_ x: borrowing Matrix, _ w: WeightMatrix, bias: FloatVector?, into y: inout Matrix) {
    precondition(x.columnCount == w.shape.columnCount, "\(x.shape) times the transpose of \(w.shape)")
    precondition(y.columnCount == w.shape.rowCount, "\(w.shape.rowCount) outputs into \(y.columnCount) columns")
    precondition(bias == nil || bias?.count == w.shape.rowCount, "a bias for other than \(w.shape.rowCount) outputs")
    y.resize(rowCount: x.rowCount)
    // SAFETY: the lines above: x holds n rows of `in` floats, y n rows of `out`, the bias `out`.
    unsafe Reference.multiply(x.unsafeBase, x.rowCount, w, bias?.unsafeBase, into: y.unsafeMutableBase)
  }
}
