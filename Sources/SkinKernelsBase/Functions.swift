// Functions of single numbers, 16 at once.
internal import SkinKernelTable

/// e^x, with a relative error of 1e-7; arguments under -87.3 count as -87.3, those over 88 as 88.
///
/// x = n ln 2 + r with |r| <= ln 2 / 2; e^r by its series to r^7 with coefficients fitted by Cephes (`expf.c`).
@inline(__always) func exponential(_ argument: Lanes) -> Lanes {
  let raised = larger(argument, lanes(-87.3))
  let x = raised.replacing(with: lanes(88), where: raised .> lanes(88))
  let magic = lanes(12_582_912)
  let t = fma(x, lanes(1.44269504), magic)
  let n = t - magic
  let r = fma(n, lanes(2.12194440e-4), fma(n, lanes(-0.693359375), x))
  var p = fma(lanes(1.9875691500e-4), r, lanes(1.3981999507e-3))
  p = fma(p, r, lanes(8.3334519073e-3))
  p = fma(p, r, lanes(4.1665795894e-2))
  p = fma(p, r, lanes(1.6666665459e-1))
  p = fma(p, r, lanes(5.0000001201e-1))
  p = fma(p, r * r, r) + lanes(1)
  return floats(bits(p) &+ (bits(t) &<< LaneBits(repeating: 23)))
}

/// x / 2 · (1 + erf(x / √2)), to 3e-7 of max(1, |x|).
///
/// The tail erfc(|x| / √2) is Abramowitz and Stegun's 7.1.26; nothing cancels, so large negative x give small results.
@inline(__always) func geluOf(_ x: Lanes) -> Lanes {
  let z = floats(bits(x) & LaneBits(repeating: 0x7fff_ffff)) * lanes(0.70710678)
  let t = lanes(1) / fma(z, lanes(0.3275911), lanes(1))
  var p = fma(lanes(1.061405429), t, lanes(-1.453152027))
  p = fma(p, t, lanes(1.421413741))
  p = fma(p, t, lanes(-0.284496736))
  p = fma(p, t, lanes(0.254829592))
  let tail = p * t * exponential(lanes(0) - z * z)
  let half = x * lanes(0.5)
  return (half * tail).replacing(with: x - half * tail, where: x .> lanes(0))
}

/// x / (1 + e^-x).
@inline(__always) func siluOf(_ x: Lanes) -> Lanes { x / (lanes(1) + exponential(lanes(0) - x)) }

/// x / 2 · (1 + tanh(√(2 / π) (x + 0.044715 x³))): the tanh form of GELU, as x / (1 + e^-2u).
@inline(__always) func tanhGeluOf(_ x: Lanes) -> Lanes {
  let u = x * fma(x * x, lanes(0.044715), lanes(1))
  return x / (lanes(1) + exponential(u * lanes(-1.5957691216)))
}

/// GELU of `count` numbers in place.
@inline(never) func gelu(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
  var index = 0
  while index + laneCount <= count {
    store(geluOf(load(x + index)), x + index)
    index += laneCount
  }
  if index < count { storePart(geluOf(loadPart(x + index, count - index)), x + index, count - index) }
}

/// The GELU by tanh of `count` numbers in place.
@inline(never) func tanhGelu(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
  var index = 0
  while index + laneCount <= count {
    store(tanhGeluOf(load(x + index)), x + index)
    index += laneCount
  }
  if index < count { storePart(tanhGeluOf(loadPart(x + index, count - index)), x + index, count - index) }
}

/// silu(gate) · up, rows of `2 width` to rows of `width`.
@inline(never) func siluGate(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ rowCount: Int, _ width: Int
) {
  for row in 0..<rowCount {
    let gate = x + 2 * row * width, up = x + (2 * row + 1) * width, target = y + row * width
    var index = 0
    while index + laneCount <= width {
      store(siluOf(load(gate + index)) * load(up + index), target + index)
      index += laneCount
    }
    let left = width - index
    if left > 0 { storePart(siluOf(loadPart(gate + index, left)) * loadPart(up + index, left), target + index, left) }
  }
}

/// gelu(gate) · up with the tanh form of GELU, rows of `2 width` to rows of `width`.
@inline(never) func geluGate(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ rowCount: Int, _ width: Int
) {
  for row in 0..<rowCount {
    let gate = x + 2 * row * width, up = x + (2 * row + 1) * width, target = y + row * width
    var index = 0
    while index + laneCount <= width {
      store(tanhGeluOf(load(gate + index)) * load(up + index), target + index)
      index += laneCount
    }
    let left = width - index
    if left > 0 {
      storePart(tanhGeluOf(loadPart(gate + index, left)) * loadPart(up + index, left), target + index, left)
    }
  }
}

/// y += x.
@inline(never) func add(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  var index = 0
  while index + laneCount <= count {
    store(load(y + index) + load(x + index), y + index)
    index += laneCount
  }
  while index < count {
    y[index] += x[index]
    index += 1
  }
}

/// Rotates the pairs (i, i + headWidth / 2) of each head by its row's angles.
@inline(never) func rotate(_ rotation: RotationArguments) {
  let headWidth = rotation.headWidth, half = headWidth / 2
  for row in 0..<rotation.rowCount {
    let c = rotation.cosines + row * half, s = rotation.sines + row * half
    for head in 0..<rotation.headCount {
      let first = rotation.rows + (row * rotation.stride + head * headWidth), second = first + half
      var index = 0
      while index + laneCount <= half {
        let a = load(first + index), b = load(second + index)
        store(a * load(c + index) - b * load(s + index), first + index)
        store(b * load(c + index) + a * load(s + index), second + index)
        index += laneCount
      }
      while index < half {
        let a = first[index], b = second[index]
        first[index] = a * c[index] - b * s[index]
        second[index] = b * c[index] + a * s[index]
        index += 1
      }
    }
  }
}
