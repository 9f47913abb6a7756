// Attention of one head: softmax(scale · q · kᵀ) · v.
//
// A block of queries has one lane for each query: keys and values are broadcast from where they lie, nothing is packed
// but the queries, and the softmax needs no sums across lanes. A few queries are computed one by one, with lanes along
// the head's columns (see `AttentionOfOne.swift`).
internal import SkinKernelTable

/// Attention of some query rows of one head: up to three rows one by one, more (at most 16) as a block.
@inline(never) func attend(_ attention: AttentionArguments) {
  let (q, y) = (attention.queries, attention.output)
  if attention.queryCount < 4 {
    for row in 0..<attention.queryCount {
      attendOne(
        q + row * attention.queryStride, attention.keys, attention.keyStride, attention.values, attention.valueStride,
        attention.width, attention.scale, attention.visible + attention.growth * row,
        y + row * attention.outputStride, attention.scratch)
    }
    return
  }
  attendBlock(
    q, attention.queryStride, attention.queryCount, attention.keys, attention.keyStride, attention.values,
    attention.valueStride, attention.width, attention.scale, attention.visible, attention.growth, y,
    attention.outputStride, attention.scratch)
}

@inline(__always) func attendBlock(
  _ q: UnsafePointer<Float>, _ queryStride: Int, _ queryCount: Int, _ k: UnsafePointer<Float>,
  _ keyStride: Int, _ v: UnsafePointer<Float>, _ valueStride: Int, _ width: Int, _ scale: Float, _ visible: Int,
  _ growth: Int, _ y: UnsafeMutablePointer<Float>, _ targetStride: Int, _ scratch: UnsafeMutablePointer<Float>
) {
  let keyCount = visible + growth * (queryCount - 1)
  let queries = scratch, outputs = scratch + laneCount * width, scores = scratch + 2 * laneCount * width
  // [queries, width] -> [width, 16], scaled; lanes without a query are zeros.
  for lane in 0..<laneCount {
    let source = q + lane * queryStride
    for column in 0..<width { queries[column * laneCount + lane] = lane < queryCount ? source[column] * scale : 0 }
  }
  var key = 0
  while key + keysPerStep <= keyCount {
    scoreStep(queries, k + key * keyStride, keyStride, width, scores + key * laneCount)
    key += keysPerStep
  }
  while key < keyCount {
    scoreOne(queries, k + key * keyStride, width, scores + key * laneCount)
    key += 1
  }
  let factor = lanes(1) / weigh(scores, keyCount, visible, growth)
  var column = 0
  while column + keysPerStep <= width {
    sumStep(scores, keyCount, v + column, valueStride, factor, outputs + column * laneCount)
    column += keysPerStep
  }
  while column < width {
    sumOne(scores, keyCount, v + column, valueStride, factor, outputs + column * laneCount)
    column += 1
  }
  for lane in 0..<queryCount {
    let target = y + lane * targetStride
    for column in 0..<width { target[column] = outputs[column * laneCount + lane] }
  }
}

/// Turns the scores of 16 queries into weights, and returns their sums.
@inline(__always) func weigh(
  _ scores: UnsafeMutablePointer<Float>, _ keyCount: Int, _ visible: Int, _ growth: Int
) -> Lanes {
  var seen = LaneBits(repeating: Int32(truncatingIfNeeded: visible))
  for lane in 0..<laneCount { seen[lane] = seen[lane] &+ Int32(truncatingIfNeeded: growth &* lane) }
  let hidden = lanes(-Float.infinity)
  let whole = growth == 0 ? keyCount : (visible < keyCount ? visible : keyCount)
  var a = hidden, b = hidden
  var key = 0
  while key + 2 <= whole {
    a = larger(a, load(scores + key * laneCount))
    b = larger(b, load(scores + (key + 1) * laneCount))
    key += 2
  }
  a = larger(a, b)
  while key < keyCount {
    let s = load(scores + key * laneCount)
    a = larger(a, hidden.replacing(with: s, where: seen .> LaneBits(repeating: Int32(truncatingIfNeeded: key))))
    key += 1
  }
  var sum = Lanes.zero
  key = 0
  while key < whole {
    let e = exponential(load(scores + key * laneCount) - a)
    store(e, scores + key * laneCount)
    sum += e
    key += 1
  }
  while key < keyCount {
    var e = exponential(load(scores + key * laneCount) - a)
    e = Lanes.zero.replacing(with: e, where: seen .> LaneBits(repeating: Int32(truncatingIfNeeded: key)))
    store(e, scores + key * laneCount)
    sum += e
    key += 1
  }
  return sum
}

/// Scores of one key.
@inline(__always) func scoreOne(
  _ queries: UnsafePointer<Float>, _ k: UnsafePointer<Float>, _ width: Int, _ scores: UnsafeMutablePointer<Float>
) {
  var a = Lanes.zero
  for column in 0..<width { a = fma(load(queries + column * laneCount), lanes(k[column]), a) }
  store(a, scores)
}

/// One column of the weighted values.
@inline(__always) func sumOne(
  _ scores: UnsafePointer<Float>, _ keyCount: Int, _ v: UnsafePointer<Float>, _ stride: Int, _ factor: Lanes,
  _ outputs: UnsafeMutablePointer<Float>
) {
  var a = Lanes.zero
  for key in 0..<keyCount { a = fma(load(scores + key * laneCount), lanes(v[key * stride]), a) }
  store(a * factor, outputs)
}
