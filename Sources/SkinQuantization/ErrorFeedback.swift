/// How the rounding error of one column is compensated for by the columns after it.
///
/// With `U` the upper Cholesky factor of the inverse of `H`, a column's error `e` costs `e² / U[j, j]²` in the end if
/// each later column `k` is changed by `-e U[j, k] / U[j, j]`.
///
/// Source: Frantar et al. 2022, arXiv:2210.17323 (GPTQ), section 3.3 and algorithm 1.
package struct ErrorFeedback: Sendable {
  /// A square on the diagonal of `H`, and what follows from it.
  struct Block: Sendable {
    let columns: Range<Int>
    /// `1 / U[j, j]²`, for each column: what its squared error costs.
    let costs: [Float]
    /// `U[j, k] / U[j, j]`, `[width, width]`; above the diagonal.
    let shares: [Float]
    /// `H`, `[width, width]`, mean over the rows; the upper triangle.
    let means: [Float]
  }

  /// Added to the diagonal, as a share of its mean, so that the inverse exists; GPTQ's own value.
  private static let damping: Double = 0.01

  let blocks: [Block]

  /// The feedback for a layer of these inputs.
  package init(_ statistics: InputStatistics) {
    var place = 0
    let rowCount = Double(max(statistics.rowCount, 1))
    blocks = statistics.blocks.map { columns in
      let width = columns.count
      var means = [Double](repeating: 0, count: width * width)
      for i in 0..<width {
        for j in i..<width {
          means[i * width + j] = Double(statistics.sums[place + i * width + j]) / rowCount
          means[j * width + i] = means[i * width + j]
        }
      }
      place += width * width
      return Self.block(columns, means)
    }
  }

  private static func block(_ columns: Range<Int>, _ means: [Double]) -> Block {
    let width = columns.count
    let trace = (0..<width).reduce(0) { $0 + means[$1 * width + $1] }
    var added = max(trace / Double(width) * damping, .leastNormalMagnitude)
    var factor: [Double]?
    while factor == nil {
      var damped = means
      for i in 0..<width { damped[i * width + i] += added }
      // Inputs that are all zero: every error is as good as any other.
      if trace == 0 { for i in 0..<width { damped[i * width + i] = 1 } }
      factor = inverseFactor(damped, width)
      added *= 10
    }
    let upper = factor ?? []
    var costs: [Float] = []
    var shares = [Float](repeating: 0, count: width * width)
    for j in 0..<width {
      let diagonal = upper[j * width + j]
      costs.append(Float(1 / (diagonal * diagonal)))
      for k in j + 1..<max(width, j + 1) { shares[j * width + k] = Float(upper[j * width + k] / diagonal) }
    }
    return Block(columns: columns, costs: costs, shares: shares, means: means.map(Float.init))
  }

  /// The upper factor `U` with `Uᵀ U = H⁻¹`; nil if `H` is not positive definite.
  ///
  /// With `J` the exchange matrix, `J H J = L Lᵀ` gives `H = V Vᵀ` with upper `V = J L J`, and so
  /// `H⁻¹ = V⁻ᵀ V⁻¹`: `U = V⁻¹`.
  private static func inverseFactor(_ matrix: [Double], _ width: Int) -> [Double]? {
    // V, from its last column on.
    var v = [Double](repeating: 0, count: width * width)
    for j in (0..<width).reversed() {
      for i in (0...j).reversed() {
        var sum = matrix[i * width + j]
        for k in j + 1..<max(width, j + 1) { sum -= v[i * width + k] * v[j * width + k] }
        if i == j {
          guard sum > 0, sum.isFinite else { return nil }
          v[j * width + j] = sum.squareRoot()
        } else {
          v[i * width + j] = sum / v[j * width + j]
        }
      }
    }
    // Its inverse, row by row from the last: V U = 1.
    var u = [Double](repeating: 0, count: width * width)
    for i in (0..<width).reversed() {
      let inverse = 1 / v[i * width + i]
      u[i * width + i] = inverse
      for k in i + 1..<max(width, i + 1) {
        let factor = v[i * width + k] * inverse
        if factor == 0 { continue }
        for j in k..<width { u[i * width + j] -= factor * u[k * width + j] }
      }
    }
    return u
  }

  /// The mean square of some rows' outputs for the inputs, summed over the rows: `Σ w H wᵀ`, block by block.
  func outputPower(_ columns: [SIMD16<Float>], rowCount: Int) -> Double {
    var power = 0.0
    for block in blocks {
      let width = block.columns.count
      var sum = SIMD16<Float>.zero
      for i in 0..<width {
        let own = columns[block.columns.lowerBound + i]
        var mixed = own * block.means[i * width + i]
        for j in i + 1..<max(width, i + 1) {
          mixed += columns[block.columns.lowerBound + j] * (2 * block.means[i * width + j])
        }
        sum += own * mixed
      }
      for lane in 0..<rowCount { power += Double(sum[lane]) }
    }
    return power
  }
}
