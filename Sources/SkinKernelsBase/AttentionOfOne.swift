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
  #elseif ISA_AVX2
    4
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
  var most = SIMD4<Float>(repeating: -Float.infinity)
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
    var sums = sums(a, b, c, d)
    if whole < width {
      sums += SIMD4(
        tailDot(q, row, whole, width), tailDot(q, row1, whole, width), tailDot(q, row2, whole, width),
        tailDot(q, row3, whole, width))
    }
    sums *= SIMD4(repeating: scale)
    UnsafeMutableRawPointer(scores + key).storeBytes(of: sums, as: SIMD4<Float>.self)
    most = most.replacing(with: sums, where: sums .> most)
    key += 4
  }
  var largest = greatest(most)
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
  while column + laneCount <= width {
    let vectors = (width - column) / laneCount
    switch vectors < sumsInRegisters ? vectors : sumsInRegisters {
    case 1: column += sumLanes(1, scores, keyCount, v + column, valueStride, factor, y + column)
    case 2: column += sumLanes(2, scores, keyCount, v + column, valueStride, factor, y + column)
    case 3: column += sumLanes(3, scores, keyCount, v + column, valueStride, factor, y + column)
    case 4: column += sumLanes(4, scores, keyCount, v + column, valueStride, factor, y + column)
    case 5: column += sumLanes(5, scores, keyCount, v + column, valueStride, factor, y + column)
    case 6: column += sumLanes(6, scores, keyCount, v + column, valueStride, factor, y + column)
    case 7: column += sumLanes(7, scores, keyCount, v + column, valueStride, factor, y + column)
    default: column += sumLanes(8, scores, keyCount, v + column, valueStride, factor, y + column)
    }
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

/// The sums of the lanes of four vectors, each added up as by `sum`.
@inline(__always) func sums(_ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes) -> SIMD4<Float> {
  let w = quarterSums(a), x = quarterSums(b), y = quarterSums(c), z = quarterSums(d)
  let wx = SIMD4(lowHalf: w.lowHalf, highHalf: x.lowHalf) + SIMD4(lowHalf: w.highHalf, highHalf: x.highHalf)
  let yz = SIMD4(lowHalf: y.lowHalf, highHalf: z.lowHalf) + SIMD4(lowHalf: y.highHalf, highHalf: z.highHalf)
  return SIMD4(lowHalf: wx.evenHalf, highHalf: yz.evenHalf) + SIMD4(lowHalf: wx.oddHalf, highHalf: yz.oddHalf)
}

@inline(__always) func quarterSums(_ v: Lanes) -> SIMD4<Float> {
  let half = v.lowHalf + v.highHalf
  return half.lowHalf + half.highHalf
}

/// The greatest of four numbers.
@inline(__always) func greatest(_ four: SIMD4<Float>) -> Float {
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
  return two[0] > two[1] ? two[0] : two[1]
}

/// The products of the columns that do not fill a vector.
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

/// Turns scores into weights, and returns their sum.
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

/// From 1 to 8 vectors of columns of the weighted values, so that each row of values is read once and in order.
///
/// Returns the number of columns.
@inline(__always) func sumLanes(
  _ vectors: Int, _ scores: UnsafePointer<Float>, _ keyCount: Int, _ v: UnsafePointer<Float>, _ stride: Int,
  _ factor: Float, _ y: UnsafeMutablePointer<Float>
) -> Int {
  var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero
  var e = Lanes.zero, f = Lanes.zero, g = Lanes.zero, h = Lanes.zero
  var row = v
  for key in 0..<keyCount {
    let weight = lanes(scores[key])
    a = fma(load(row), weight, a)
    if vectors > 1 { b = fma(load(row + laneCount), weight, b) }
    if vectors > 2 { c = fma(load(row + 2 * laneCount), weight, c) }
    if vectors > 3 { d = fma(load(row + 3 * laneCount), weight, d) }
    if vectors > 4 { e = fma(load(row + 4 * laneCount), weight, e) }
    if vectors > 5 { f = fma(load(row + 5 * laneCount), weight, f) }
    if vectors > 6 { g = fma(load(row + 6 * laneCount), weight, g) }
    if vectors > 7 { h = fma(load(row + 7 * laneCount), weight, h) }
    row += stride
  }
  storeSums(vectors, a, b, c, d, e, f, g, h, factor, y)
  return vectors * laneCount
}

/// Writes the first of eight vectors of sums, times a factor.
@inline(__always) func storeSums(
  _ vectors: Int, _ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes, _ e: Lanes, _ f: Lanes, _ g: Lanes, _ h: Lanes,
  _ factor: Float, _ y: UnsafeMutablePointer<Float>
) {
  let scale = lanes(factor)
  store(a * scale, y)
  if vectors > 1 { store(b * scale, y + laneCount) }
  if vectors > 2 { store(c * scale, y + 2 * laneCount) }
  if vectors > 3 { store(d * scale, y + 3 * laneCount) }
  if vectors > 4 { store(e * scale, y + 4 * laneCount) }
  if vectors > 5 { store(f * scale, y + 5 * laneCount) }
  if vectors > 6 { store(g * scale, y + 6 * laneCount) }
  if vectors > 7 { store(h * scale, y + 7 * laneCount) }
}
