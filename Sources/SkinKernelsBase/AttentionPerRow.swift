// Attention of blocks of 16 queries in integers: twice the product of int8 with one scale for each row.
//
//     scores    a panel of 16 queries times the rows of the keys
//     outputs   a panel of the 16 queries' weights, 0...255 of the greatest, times the columns of the values
//
// Queries are symmetric, as weights are; keys and columns of values lie between their least and greatest.
//
// Many keys are read in parts. Each part's weights are shares of its own greatest, which keeps what many small weights
// add up to, and the parts are brought to the greatest of all in floats (the online softmax of FlashAttention,
// arXiv:2205.14135). A part's scores also stay in the inner caches.
internal import SkinKernelTable

/// Keys that are read together: all of them, up to 1,040, else 512; a tower of 448 pixels has 1,025.
@inline(__always) func keysPerPart(_ keyCount: Int) -> Int { keyCount <= 1040 ? keyCount : 512 }

/// Bytes of a packed part of a head: its keys, and the columns of its values behind them.
@inline(__always) func packedPartByteCount(_ keyCount: Int, _ width: Int) -> Int {
  keyCount * packedPerRowByteCount(width) + width * packedPerRowByteCount(keyCount)
}

/// Bytes of a head's keys and values, packed by ``packHead``.
func packedHeadByteCount(_ keyCount: Int, _ width: Int) -> Int {
  guard keyCount > 0 else { return 0 }
  let part = keysPerPart(keyCount)
  return keyCount / part * packedPartByteCount(part, width) + packedPartByteCount(keyCount % part, width)
}

/// Floats of scratch that ``packHead`` and ``attendPerRow`` need.
func scratchPerRowCount(_ keyCount: Int, _ width: Int) -> Int {
  let part = keysPerPart(keyCount)
  let quads = quadCount(width) + quadCount(part)
  let block = laneCount * (quads + 4 * quadCount(part) + 2 * width)
  return block > part * width ? block : part * width
}

/// Packs a head, `[keyCount, width]` of keys and of values, part by part.
@inline(never)
func packHead(_ head: HeadPackingArguments) {
  let part = keysPerPart(head.keyCount)
  var first = 0, packed = head.packed
  while first < head.keyCount {
    let count = head.keyCount - first < part ? head.keyCount - first : part
    packPart(
      head.keys + first * head.keyStride, head.keyStride, head.values + first * head.valueStride, head.valueStride,
      count, head.width, packed, head.scratch)
    packed += packedPartByteCount(count, head.width)
    first += count
  }
}

/// Packs some keys, and the columns of their values behind them.
@inline(__always) func packPart(
  _ k: UnsafePointer<Float>, _ keyStride: Int, _ v: UnsafePointer<Float>, _ valueStride: Int, _ keyCount: Int,
  _ width: Int, _ packed: UnsafeMutableRawPointer, _ scratch: UnsafeMutablePointer<Float>
) {
  packPerRow(k, keyStride, width, keyCount, 128, packed)
  var key = 0
  while key < keyCount {
    // Lines of the target are written whole.
    let count = keyCount - key < laneCount ? keyCount - key : laneCount
    for column in 0..<width {
      let target = scratch + (column * keyCount + key), source = v + (key * valueStride + column)
      for index in 0..<count { target[index] = source[index * valueStride] }
    }
    key += count
  }
  packPerRow(scratch, keyCount, keyCount, width, 0, packed + keyCount * packedPerRowByteCount(width))
}

/// Attention of at most 16 query rows of one head over all keys that ``packHead`` packed.
@inline(never)
func attendPerRow(_ attention: PerRowAttentionArguments) {
  let keyCount = attention.keyCount, width = attention.width
  let queryCount = attention.queryCount, y = attention.output, targetStride = attention.outputStride
  let part = keysPerPart(keyCount)
  let queries = attention.scratch, outputs = queries + laneCount * quadCount(width)
  let rest = outputs + laneCount * width
  let factors = packQueries(
    attention.queries, attention.queryStride, queryCount, width, attention.scale, queries)
  if part == keyCount {
    let (_, sums) = weighPart(queries, attention.packed, keyCount, width, factors, rest)
    multiplyValues(rest, attention.packed, keyCount, width, (lanes(1) / sums, sums), outputs)
  } else {
    attendToParts(queries, attention.packed, keyCount, part, width, factors, outputs, rest)
  }
  for lane in 0..<queryCount {
    let target = y + lane * targetStride
    for column in 0..<width { target[column] = outputs[column * laneCount + lane] }
  }
}

/// What a panel of queries, `[width, 16]`, sees in the parts of a head.
@inline(__always) func attendToParts(
  _ queries: UnsafePointer<Float>, _ packed: UnsafeRawPointer, _ keyCount: Int, _ part: Int, _ width: Int,
  _ factors: Factors, _ outputs: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutablePointer<Float>
) {
  let seen = scratch, rest = scratch + laneCount * width
  var greatest = lanes(-Float.infinity), total = Lanes.zero
  for column in 0..<width { store(Lanes.zero, outputs + column * laneCount) }
  var first = 0, start = packed
  while first < keyCount {
    let count = keyCount - first < part ? keyCount - first : part
    let (found, sums) = weighPart(queries, start, count, width, factors, rest)
    multiplyValues(rest, start, count, width, (lanes(1), sums), seen)
    let both = larger(greatest, found)
    let old = exponential(greatest - both), new = exponential(found - both)
    total = total * old + sums * new
    greatest = both
    for column in 0..<width {
      let place = outputs + column * laneCount
      store(load(place) * old + load(seen + column * laneCount) * new, place)
    }
    start += packedPartByteCount(count, width)
    first += count
  }
  let inverse = lanes(1) / total
  for column in 0..<width { store(load(outputs + column * laneCount) * inverse, outputs + column * laneCount) }
}

/// Packs the weights that a panel of queries gives the keys of a part, and returns the greatest scores and the weights'
/// sums; the weights lie in the scratch's first `16 · quads` floats.
@inline(__always) func weighPart(
  _ queries: UnsafePointer<Float>, _ packed: UnsafeRawPointer, _ keyCount: Int, _ width: Int, _ factors: Factors,
  _ scratch: UnsafeMutablePointer<Float>
) -> (greatest: Lanes, sums: Lanes) {
  let scores = scratch + laneCount * quadCount(keyCount)
  multiplyPanel(queries, width, packed, keyCount, factors, scores)
  return packWeights(scores, keyCount, scratch)
}

/// The packed weights of a part's keys times the columns of its values.
@inline(__always) func multiplyValues(
  _ weights: UnsafePointer<Float>, _ packed: UnsafeRawPointer, _ keyCount: Int, _ width: Int, _ factors: Factors,
  _ outputs: UnsafeMutablePointer<Float>
) {
  multiplyPanel(weights, keyCount, packed + keyCount * packedPerRowByteCount(width), width, factors, outputs)
}

/// The products of one panel and packed rows, `[rowCount, 16]`.
@inline(__always) func multiplyPanel(
  _ codes: UnsafePointer<Float>, _ columnCount: Int, _ packed: UnsafeRawPointer, _ rowCount: Int, _ factors: Factors,
  _ sums: UnsafeMutablePointer<Float>
) {
  let target: Target = (sums, laneCount, nil, laneCount)
  var row = 0
  while row < rowCount {
    let tile = nextTile(rowCount - row)
    tilePerRow(
      UnsafeRawPointer(codes), quadCount(columnCount), packed + row * packedPerRowByteCount(columnCount), tile,
      factors, target, 0, row)
    row += tile
  }
}

/// Packs a panel of queries, whose codes have the offset 128; lanes without a query are zeros.
@inline(__always) func packQueries(
  _ q: UnsafePointer<Float>, _ stride: Int, _ queryCount: Int, _ width: Int, _ scale: Float,
  _ panel: UnsafeMutablePointer<Float>
) -> Factors {
  var factors: Factors = (Lanes.zero, Lanes.zero)
  let whole = width / laneCount * laneCount
  let zeros = LaneBits(repeating: Int32(bitPattern: 0x8080_8080))
  let bytes = UnsafeMutableRawPointer(panel)
  for quad in 0..<quadCount(width) { (bytes + quad * 64).storeBytes(of: zeros, as: LaneBits.self) }
  for lane in 0..<queryCount {
    let source = q + lane * stride, target = bytes + lane * 4
    let rest = whole < width ? loadPart(source + whole, width - whole) : Lanes.zero
    let mask = LaneBits(repeating: 0x7fff_ffff)
    var magnitudes = bits(rest) & mask
    var column = 0
    while column < whole {
      let magnitude = bits(load(source + column)) & mask
      magnitudes = magnitudes.replacing(with: magnitude, where: magnitude .> magnitudes)
      column += laneCount
    }
    let (inverses, scales) = quantizationFactors(HalfBits(repeating: greatest(magnitudes)))
    let inverse = lanes(inverses[0])
    var sums = LaneBits.zero
    column = 0
    while column < whole {
      sums = sums &+ packQuery(load(source + column), inverse, target + column * laneCount)
      column += laneCount
    }
    if column < width { sums = sums &+ packQuery(rest, inverse, target + column * laneCount) }
    factors.scales[lane] = scales[0] * scale
    factors.sums[lane] = Float(sum(sums))
  }
  return factors
}

/// Writes four quads of a lane of a panel and returns their integers.
@inline(__always) func packQuery(_ x: Lanes, _ inverse: Lanes, _ target: UnsafeMutableRawPointer) -> LaneBits {
  let integers = nearest(x * inverse)
  let quads = unsafeBitCast(lowBytes(integers), to: SIMD4<UInt32>.self) ^ SIMD4<UInt32>(repeating: 0x8080_8080)
  for quad in 0..<4 { (target + quad * 64).storeBytes(of: quads[quad], as: UInt32.self) }
  return integers
}

/// Packs a panel of the weights of scores, `[keyCount, 16]`, and returns the greatest scores and the weights' sums;
/// there is room for whole quads of scores.
@inline(__always) func packWeights(
  _ scores: UnsafeMutablePointer<Float>, _ keyCount: Int, _ panel: UnsafeMutablePointer<Float>
) -> (greatest: Lanes, sums: Lanes) {
  let hidden = lanes(-Float.infinity)
  var a = hidden, b = hidden
  var key = 0
  while key + 2 <= keyCount {
    a = larger(a, load(scores + key * laneCount))
    b = larger(b, load(scores + (key + 1) * laneCount))
    key += 2
  }
  if key < keyCount { a = larger(a, load(scores + key * laneCount)) }
  a = larger(a, b)
  for key in keyCount..<quadCount(keyCount) * 4 { store(hidden, scores + key * laneCount) }
  let bytes = UnsafeMutableRawPointer(panel)
  var sums = LaneBits.zero
  // A NaN among the scores is a NaN in this sum.
  var total = Lanes.zero
  for quad in 0..<quadCount(keyCount) {
    let place = scores + quad * 4 * laneCount
    let e0 = weightOf(load(place) - a), e1 = weightOf(load(place + laneCount) - a)
    let e2 = weightOf(load(place + 2 * laneCount) - a), e3 = weightOf(load(place + 3 * laneCount) - a)
    total += (e0 + e1) + (e2 + e3)
    let i0 = weight(e0), i1 = weight(e1), i2 = weight(e2), i3 = weight(e3)
    sums = sums &+ ((i0 &+ i1) &+ (i2 &+ i3))
    let low = i0 | (i1 &<< LaneBits(repeating: 8)), high = i2 | (i3 &<< LaneBits(repeating: 8))
    (bytes + quad * 64).storeBytes(of: low | (high &<< LaneBits(repeating: 16)), as: LaneBits.self)
  }
  return (a, rounded(sums) + (total - total))
}

/// e^x for x up to 0, with a relative error of 4e-5, less than steps of 1/255 show; arguments under -87.3 count as
/// -87.3.
@inline(__always) func weightOf(_ argument: Lanes) -> Lanes {
  let magic = lanes(12_582_912)
  let x = larger(argument, lanes(-87.3))
  let t = fma(x, lanes(1.44269504), magic)
  let r = fma(t - magic, lanes(-0.693147181), x)
  var p = fma(r, lanes(1.0 / 24), lanes(1.0 / 6))
  p = fma(p, r, lanes(0.5))
  p = fma(p, r, lanes(1))
  p = fma(p, r, lanes(1))
  return floats(bits(p) &+ (bits(t) &<< LaneBits(repeating: 23)))
}

/// 0...255 for a weight of 0...1.
@inline(__always) func weight(_ e: Lanes) -> LaneBits { nearest(e * lanes(255)) & LaneBits(repeating: 255) }
