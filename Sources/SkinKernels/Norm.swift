package import SkinTensor

/// A normalization of each row, in float32.
package enum Norm: Sendable {
  /// Subtracts the mean, divides by the standard deviation, scales and shifts (Ba et al. 2016, arXiv:1607.06450).
  case layer(weight: FloatVector, bias: FloatVector, epsilon: Float)
  /// Divides by the root of the mean square and scales (Zhang and Sennrich 2019, arXiv:1910.07467).
  case rootMeanSquare(weight: FloatVector, epsilon: Float)

  /// Columns of the rows.
  var width: Int {
    switch self {
    case .layer(let weight, _, _), .rootMeanSquare(let weight, _): weight.count
    }
  }
}
