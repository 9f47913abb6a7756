// Normalizations of rows. Sums run in 32 lanes, so a sum of 4096 numbers has 128 steps and a relative error under 1e-5,
// usually 1e-7; the variance is taken around the mean, so nothing cancels.
internal import SkinKernelTable

/// The sum of (x - mean)^2 over a row.
@inline(__always) func squares(_ x: UnsafePointer<Float>, _ width: Int, _ mean: Float) -> Float {
  let m = lanes(mean)
  var a = Lanes.zero, b = Lanes.zero
  var index = 0
  while index + 2 * laneCount <= width {
    let d = load(x + index) - m, e = load(x + (index + laneCount)) - m
    a = fma(d, d, a)
    b = fma(e, e, b)
    index += 2 * laneCount
  }
  var total = sum(a + b)
  while index < width {
    let d = x[index] - mean
    total += d * d
    index += 1
  }
  return total
}

/// (x - mean) / sqrt(variance + epsilon) · weight + bias, row by row.
@inline(never) func layerNorm(_ norm: NormArguments, _ bias: UnsafePointer<Float>) {
  let width = norm.width, weight = norm.weight, epsilon = norm.epsilon
  for row in 0..<norm.rowCount {
    let source = norm.rows + row * width, target = norm.output + row * width
    var a = Lanes.zero, b = Lanes.zero
    var index = 0
    while index + 2 * laneCount <= width {
      a += load(source + index)
      b += load(source + (index + laneCount))
      index += 2 * laneCount
    }
    var total = sum(a + b)
    while index < width {
      total += source[index]
      index += 1
    }
    let mean = total / Float(width)
    let factor = 1 / (squares(source, width, mean) / Float(width) + epsilon).squareRoot()
    let m = lanes(mean), f = lanes(factor)
    index = 0
    while index + laneCount <= width {
      store(fma((load(source + index) - m) * f, load(weight + index), load(bias + index)), target + index)
      index += laneCount
    }
    while index < width {
      target[index] = (source[index] - mean) * factor * weight[index] + bias[index]
      index += 1
    }
  }
}

/// x / sqrt(mean(x^2) + epsilon) · weight, row by row.
@inline(never) func rmsNorm(_ norm: NormArguments) {
  let width = norm.width, weight = norm.weight, epsilon = norm.epsilon
  for row in 0..<norm.rowCount {
    let source = norm.rows + row * width, target = norm.output + row * width
    let factor = 1 / (squares(source, width, 0) / Float(width) + epsilon).squareRoot()
    let f = lanes(factor)
    var index = 0
    while index + laneCount <= width {
      store(load(source + index) * f * load(weight + index), target + index)
      index += laneCount
    }
    while index < width {
      target[index] = source[index] * factor * weight[index]
      index += 1
    }
  }
}
