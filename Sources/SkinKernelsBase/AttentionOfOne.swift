// Attention of one query, lanes along the head's columns: the keys of a head are read once, then its values.

@inline(__always) func load4(_ p: UnsafePointer<Float>) -> SIMD4<Float> {
  UnsafeRawPointer(p).loadUnaligned(as: SIMD4<Float>.self)
}

@inline(__always) func fma4(_ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>) -> SIMD4<Float> {
  #if arch(x86_64) && (ISA_BASE || ISA_SSE41)
    a * b + c
  #else
    c.addingProduct(a, b)
  #endif
}

/// Vectors of sums that fit in registers.
@inline(__always) var sumsInRegisters: Int {
  #if ISA_AVX512
    8
  #else
    2
  #endif
}

@inline(__always) func attendOne(
  _ q: UnsafePointer<Float>, _ k: UnsafePointer<Float>, _ keyStride: Int, _ v: UnsafePointer<Float>,
  _ valueStride: Int, _ width: Int, _ scale: Float, _ keyCount: Int, _ y: UnsafeMutablePointer<Float>,
  _ scores: UnsafeMutablePointer<Float>
) {
  let whole = width / laneCount * laneCount
  var largest = -Float.infinity
  var key = 0
  // Four keys at once hide the latency of their sums; each is added up as if alone.
  while key + 4 <= keyCount {
    let row = k + key * keyStride
    let row1 = row + keyStride, row2 = row1 + keyStride, row3 = row2 + keyStride
    var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero
    var column = 0
    while column < whole {
      let query = load(q + column)
      a = fma(query, load(row + column), a)
      b = fma(query, load(row1 + column), b)
      c = fma(query, load(row2 + column), c)
      d = fma(query, load(row3 + column), d)
      column += laneCount
    }
    let s0 = (sum(a) + tailDot(q, row, whole, width)) * scale
    let s1 = (sum(b) + tailDot(q, row1, whole, width)) * scale
    let s2 = (sum(c) + tailDot(q, row2, whole, width)) * scale
    let s3 = (sum(d) + tailDot(q, row3, whole, width)) * scale
    scores[key] = s0
    scores[key + 1] = s1
    scores[key + 2] = s2
    scores[key + 3] = s3
    largest = s0 > largest ? s0 : largest
    largest = s1 > largest ? s1 : largest
    largest = s2 > largest ? s2 : largest
    largest = s3 > largest ? s3 : largest
    key += 4
  }
  while key < keyCount {
    let row = k + key * keyStride
    var a = Lanes.zero
    var column = 0
    while column < whole {
      a = fma(load(q + column), load(row + column), a)
      column += laneCount
    }
    let score = (sum(a) + tailDot(q, row, whole, width)) * scale
    scores[key] = score
    largest = score > largest ? score : largest
    key += 1
  }
  let factor = 1 / weighOne(scores, keyCount, largest)
  var column = 0
  while sumsInRegisters == 8, column + 8 * laneCount <= width {
    sumLanes(8, scores, keyCount, v + column, valueStride, factor, y + column)
    column += 8 * laneCount
  }
  while column + 2 * laneCount <= width {
    sumLanes(2, scores, keyCount, v + column, valueStride, factor, y + column)
    column += 2 * laneCount
  }
  while column < width {
    var a = SIMD4<Float>.zero
    for key in 0..<keyCount {
      a = fma4(load4(v + (key * valueStride + column)), SIMD4(repeating: scores[key]), a)
    }
    UnsafeMutableRawPointer(y + column).storeBytes(of: a * SIMD4(repeating: factor), as: SIMD4<Float>.self)
    column += 4
  }
}

/// The products of the columns that fill no vector.
@inline(__always) func tailDot(
  _ q: UnsafePointer<Float>, _ row: UnsafePointer<Float>, _ first: Int, _ width: Int
) -> Float {
  var b = SIMD4<Float>.zero
  var column = first
  while column < width {
    b = fma4(load4(q + column), load4(row + column), b)
    column += 4
  }
  let c = b.lowHalf + b.highHalf
  return c[0] + c[1]
}

/// Makes weights of scores, and returns their sum.
@inline(__always) func weighOne(_ scores: UnsafeMutablePointer<Float>, _ keyCount: Int, _ largest: Float) -> Float {
  let shift = lanes(largest)
  var index = 0
  var total = Lanes.zero
  while index + laneCount <= keyCount {
    let e = exponential(load(scores + index) - shift)
    store(e, scores + index)
    total += e
    index += laneCount
  }
  var rest: Float = 0
  if index < keyCount {
    // Lanes beyond the last key are computed and not used.
    let e = exponential(loadPart(scores + index, keyCount - index) - shift)
    storePart(e, scores + index, keyCount - index)
    for key in index..<keyCount { rest += scores[key] }
  }
  return sum(total) + rest
}

/// 2 or 8 vectors of columns of the weighted values, so that each row of values is read once and in order.
@inline(__always) func sumLanes(
  _ vectors: Int, _ scores: UnsafePointer<Float>, _ keyCount: Int, _ v: UnsafePointer<Float>, _ stride: Int,
  _ factor: Float, _ y: UnsafeMutablePointer<Float>
) {
  var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero
  var e = Lanes.zero, f = Lanes.zero, g = Lanes.zero, h = Lanes.zero
  var row = v
  for key in 0..<keyCount {
    let weight = lanes(scores[key])
    a = fma(load(row), weight, a)
    b = fma(load(row + laneCount), weight, b)
    if vectors == 8 {
      c = fma(load(row + 2 * laneCount), weight, c)
      d = fma(load(row + 3 * laneCount), weight, d)
      e = fma(load(row + 4 * laneCount), weight, e)
      f = fma(load(row + 5 * laneCount), weight, f)
      g = fma(load(row + 6 * laneCount), weight, g)
      h = fma(load(row + 7 * laneCount), weight, h)
    }
    row += stride
  }
  let scale = lanes(factor)
  store(a * scale, y)
  store(b * scale, y + laneCount)
  if vectors == 8 {
    store(c * scale, y + 2 * laneCount)
    store(d * scale, y + 3 * laneCount)
    store(e * scale, y + 4 * laneCount)
    store(f * scale, y + 5 * laneCount)
    store(g * scale, y + 6 * laneCount)
    store(h * scale, y + 7 * laneCount)
  }
}
