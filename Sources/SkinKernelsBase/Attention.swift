// Attention of one head: softmax(scale · q · kᵀ) · v.
//
// A block of queries has one lane for each query: keys and values are broadcast from where they lie, nothing is packed
// but 16 queries, and the softmax needs no sums across lanes. Few queries go one by one, lanes along the head's columns.

/// Attention of some query rows of one head.
///
/// Query row r sees `visible + growth · r` key rows. `scratch` holds 16 · (most visible rows + 2 · width) floats.
/// Up to three rows are computed one by one, more (at most 16) as a block.
@inline(never) public func attend(
  _ q: UnsafePointer<Float>, _ queryStride: Int, _ queryCount: Int, _ k: UnsafePointer<Float>, _ keyStride: Int,
  _ v: UnsafePointer<Float>, _ valueStride: Int, _ width: Int, _ scale: Float, _ visible: Int, _ growth: Int,
  _ y: UnsafeMutablePointer<Float>, _ targetStride: Int, _ scratch: UnsafeMutablePointer<Float>
) {
  if queryCount < 4 {
    for row in 0..<queryCount {
      attendOne(
        q + row * queryStride, k, keyStride, v, valueStride, width, scale, visible + growth * row,
        y + row * targetStride, scratch)
    }
  } else {
    attendBlock(
      q, queryStride, queryCount, k, keyStride, v, valueStride, width, scale, visible, growth, y, targetStride, scratch)
  }
}

@inline(__always) func load4(_ p: UnsafePointer<Float>) -> SIMD4<Float> {
  UnsafeRawPointer(p).loadUnaligned(as: SIMD4<Float>.self)
}

@inline(__always) func fma4(_ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>) -> SIMD4<Float> {
  #if ISA_BASE && arch(x86_64)
    a * b + c
  #else
    c.addingProduct(a, b)
  #endif
}

@inline(__always) func attendOne(
  _ q: UnsafePointer<Float>, _ k: UnsafePointer<Float>, _ keyStride: Int, _ v: UnsafePointer<Float>,
  _ valueStride: Int, _ width: Int, _ scale: Float, _ keyCount: Int, _ y: UnsafeMutablePointer<Float>,
  _ scores: UnsafeMutablePointer<Float>
) {
  let whole = width / laneCount * laneCount
  var largest = -Float.infinity
  for key in 0..<keyCount {
    let row = k + key * keyStride
    var a = Lanes.zero
    var column = 0
    while column < whole {
      a = fma(load(q + column), load(row + column), a)
      column += laneCount
    }
    var b = SIMD4<Float>.zero
    while column < width {
      b = fma4(load4(q + column), load4(row + column), b)
      column += 4
    }
    let c = b.lowHalf + b.highHalf
    let score = (sum(a) + (c[0] + c[1])) * scale
    scores[key] = score
    largest = score > largest ? score : largest
  }
  // Lanes beyond the last key are computed and not used.
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
    let e = exponential(loadPart(scores + index, keyCount - index) - shift)
    storePart(e, scores + index, keyCount - index)
    for key in index..<keyCount { rest += scores[key] }
  }
  let factor = 1 / (sum(total) + rest)
  var column = 0
  while column + 2 * laneCount <= width {
    var a = Lanes.zero, b = Lanes.zero
    for key in 0..<keyCount {
      let row = v + (key * valueStride + column)
      a = fma(load(row), lanes(scores[key]), a)
      b = fma(load(row + laneCount), lanes(scores[key]), b)
    }
    store(a * lanes(factor), y + column)
    store(b * lanes(factor), y + (column + laneCount))
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

@inline(__always) func attendBlock(
  _ q: UnsafePointer<Float>, _ queryStride: Int, _ queryCount: Int, _ k: UnsafePointer<Float>, _ keyStride: Int,
  _ v: UnsafePointer<Float>, _ valueStride: Int, _ width: Int, _ scale: Float, _ visible: Int, _ growth: Int,
  _ y: UnsafeMutablePointer<Float>, _ targetStride: Int, _ scratch: UnsafeMutablePointer<Float>
) {
  let keyCount = visible + growth * (queryCount - 1)
  let queries = scratch, outputs = scratch + laneCount * width, scores = scratch + 2 * laneCount * width
  // [queries, width] -> [width, 16], scaled; lanes without a query are zeros.
  for column in 0..<width {
    for lane in 0..<laneCount {
      queries[column * laneCount + lane] = lane < queryCount ? q[lane * queryStride + column] * scale : 0
    }
  }
  var seen = LaneBits(repeating: Int32(truncatingIfNeeded: visible))
  for lane in 0..<laneCount { seen[lane] = seen[lane] &+ Int32(truncatingIfNeeded: growth &* lane) }
  let hidden = lanes(-Float.infinity)

  var largest = hidden
  var key = 0
  while key < keyCount {
    let count = keyCount - key < 8 ? keyCount - key : 8
    if count == 8 {
      scoreEight(queries, k + key * keyStride, keyStride, width, scores + key * laneCount)
    } else {
      for index in 0..<count {
        var a = Lanes.zero
        let row = k + (key + index) * keyStride
        for column in 0..<width { a = fma(load(queries + column * laneCount), lanes(row[column]), a) }
        store(a, scores + (key + index) * laneCount)
      }
    }
    for index in 0..<count {
      let place = scores + (key + index) * laneCount
      var s = load(place)
      if key + index >= visible {
        s = hidden.replacing(with: s, where: seen .> LaneBits(repeating: Int32(truncatingIfNeeded: key + index)))
        store(s, place)
      }
      largest = larger(largest, s)
    }
    key += count
  }

  var total = Lanes.zero
  for key in 0..<keyCount {
    let place = scores + key * laneCount
    var e = exponential(load(place) - largest)
    if key >= visible {
      e = Lanes.zero.replacing(with: e, where: seen .> LaneBits(repeating: Int32(truncatingIfNeeded: key)))
    }
    store(e, place)
    total += e
  }

  let factor = lanes(1) / total
  var column = 0
  while column + 8 <= width {
    sumEight(scores, keyCount, v + column, valueStride, factor, outputs + column * laneCount)
    column += 8
  }
  while column < width {
    var a = Lanes.zero
    for key in 0..<keyCount { a = fma(load(scores + key * laneCount), lanes(v[key * valueStride + column]), a) }
    store(a * factor, outputs + column * laneCount)
    column += 1
  }
  for lane in 0..<queryCount {
    for column in 0..<width { y[lane * targetStride + column] = outputs[column * laneCount + lane] }
  }
}

/// Scores of eight keys.
@inline(__always) func scoreEight(
  _ queries: UnsafePointer<Float>, _ k: UnsafePointer<Float>, _ stride: Int, _ width: Int,
  _ scores: UnsafeMutablePointer<Float>
) {
  var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero
  var e = Lanes.zero, f = Lanes.zero, g = Lanes.zero, h = Lanes.zero
  let k1 = k + stride, k2 = k1 + stride, k3 = k2 + stride
  let k4 = k3 + stride, k5 = k4 + stride, k6 = k5 + stride, k7 = k6 + stride
  for column in 0..<width {
    let q = load(queries + column * laneCount)
    a = fma(q, lanes(k[column]), a)
    b = fma(q, lanes(k1[column]), b)
    c = fma(q, lanes(k2[column]), c)
    d = fma(q, lanes(k3[column]), d)
    e = fma(q, lanes(k4[column]), e)
    f = fma(q, lanes(k5[column]), f)
    g = fma(q, lanes(k6[column]), g)
    h = fma(q, lanes(k7[column]), h)
  }
  store(a, scores)
  store(b, scores + laneCount)
  store(c, scores + 2 * laneCount)
  store(d, scores + 3 * laneCount)
  store(e, scores + 4 * laneCount)
  store(f, scores + 5 * laneCount)
  store(g, scores + 6 * laneCount)
  store(h, scores + 7 * laneCount)
}

/// Eight columns of the weighted values.
@inline(__always) func sumEight(
  _ scores: UnsafePointer<Float>, _ keyCount: Int, _ v: UnsafePointer<Float>, _ stride: Int, _ factor: Lanes,
  _ outputs: UnsafeMutablePointer<Float>
) {
  var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero
  var e = Lanes.zero, f = Lanes.zero, g = Lanes.zero, h = Lanes.zero
  var row = v
  for key in 0..<keyCount {
    let p = load(scores + key * laneCount)
    a = fma(p, lanes(row[0]), a)
    b = fma(p, lanes(row[1]), b)
    c = fma(p, lanes(row[2]), c)
    d = fma(p, lanes(row[3]), d)
    e = fma(p, lanes(row[4]), e)
    f = fma(p, lanes(row[5]), f)
    g = fma(p, lanes(row[6]), g)
    h = fma(p, lanes(row[7]), h)
    row += stride
  }
  store(a * factor, outputs)
  store(b * factor, outputs + laneCount)
  store(c * factor, outputs + 2 * laneCount)
  store(d * factor, outputs + 3 * laneCount)
  store(e * factor, outputs + 4 * laneCount)
  store(f * factor, outputs + 5 * laneCount)
  store(g * factor, outputs + 6 * laneCount)
  store(h * factor, outputs + 7 * laneCount)
}
