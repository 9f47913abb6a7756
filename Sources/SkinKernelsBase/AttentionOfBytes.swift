// Keys and values in 8 bits, for a decoder's cache: a quarter of the memory that a token has to read.
//
// A head's row of a position is `padded` bytes, its width rounded up to 16, and one scale. The rows of a head follow
// each other, so a head's keys are read in order: row p of head h begins at (h · capacity + p) · padded, its scale is
// number h · capacity + p. Integers are symmetric, -127...127, scale = largest magnitude / 127.
internal import SkinKernelTable

#if arch(x86_64)
  internal import _Builtin_intrinsics.intel
#endif

/// Columns of a head's row with its padding.
@inline(__always) func padded(_ width: Int) -> Int { (width + 15) / 16 * 16 }

/// 16 signed bytes as floats.
@inline(__always) func signedBytes(_ p: UnsafeRawPointer) -> Lanes {
  #if ISA_AVX512
    return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(p.loadUnaligned(as: SIMD2<Int64>.self)))
  #elseif ISA_AVX2
    let low = _mm256_cvtepi8_epi32(SIMD2<Int64>(p.loadUnaligned(as: Int64.self), 0))
    let high = _mm256_cvtepi8_epi32(SIMD2<Int64>(p.loadUnaligned(fromByteOffset: 8, as: Int64.self), 0))
    return Lanes(lowHalf: _mm256_cvtepi32_ps(low), highHalf: _mm256_cvtepi32_ps(high))
  #elseif ISA_SSE41
    return Lanes(
      lowHalf: SIMD8(lowHalf: quarter(p, 0), highHalf: quarter(p, 4)),
      highHalf: SIMD8(lowHalf: quarter(p, 8), highHalf: quarter(p, 12)))
  #elseif arch(x86_64)
    // Each byte into the top of a lane, then down with its sign: SSE2 has nothing shorter.
    let v = p.loadUnaligned(as: SIMD2<Int64>.self)
    let a = _mm_unpacklo_epi8(v, v), b = _mm_unpackhi_epi8(v, v)
    return Lanes(
      lowHalf: SIMD8(lowHalf: quarter(_mm_unpacklo_epi16(a, a)), highHalf: quarter(_mm_unpackhi_epi16(a, a))),
      highHalf: SIMD8(lowHalf: quarter(_mm_unpacklo_epi16(b, b)), highHalf: quarter(_mm_unpackhi_epi16(b, b))))
  #else
    var v = Lanes.zero
    for lane in 0..<laneCount { v[lane] = Float(p.load(fromByteOffset: lane, as: Int8.self)) }
    return v
  #endif
}

#if ISA_SSE41
  @inline(__always) func quarter(_ p: UnsafeRawPointer, _ offset: Int) -> SIMD4<Float> {
    let four = Int64(p.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    return _mm_cvtepi32_ps(_mm_cvtepi8_epi32(SIMD2<Int64>(four, 0)))
  }
#elseif ISA_BASE && arch(x86_64)
  @inline(__always) func quarter(_ v: SIMD2<Int64>) -> SIMD4<Float> { _mm_cvtepi32_ps(_mm_srai_epi32(v, 24)) }
#endif

/// Writes rows of heads as bytes from position `first` on.
///
/// A row whose largest magnitude is under 2^-110 becomes zeros, one with an infinity or a NaN gets the scale NaN.
@inline(never) func storeBytes(_ storing: ByteStoringArguments) {
  let width = storing.headWidth, size = padded(width)
  for row in 0..<storing.rowCount {
    for head in 0..<storing.headCount {
      let source = storing.rows + (row * storing.stride + head * width)
      let place = head * storing.capacity + storing.firstPosition + row
      storing.scales[place] = storeRow(source, width, storing.codes + place * size)
    }
  }
}

@inline(__always) func part(_ p: UnsafePointer<Float>, _ left: Int) -> Lanes {
  left >= laneCount ? load(p) : loadPart(p, left)
}

/// Writes a row's bytes and returns its scale.
@inline(__always) func storeRow(_ x: UnsafePointer<Float>, _ width: Int, _ codes: UnsafeMutableRawPointer) -> Float {
  // The bits of magnitudes are ordered like the magnitudes, and NaN comes last.
  let mask = LaneBits(repeating: 0x7fff_ffff)
  var m16 = LaneBits.zero
  var column = 0
  while column < width {
    let a = bits(part(x + column, width - column)) & mask
    m16 = m16.replacing(with: a, where: a .> m16)
    column += laneCount
  }
  let largest = greatest(m16)
  if largest < 0x0880_0000 || largest >= 0x7f80_0000 {
    column = 0
    while column < width {
      (codes + column).storeBytes(of: SIMD2<Int64>.zero, as: SIMD2<Int64>.self)
      column += laneCount
    }
    return largest >= 0x7f80_0000 ? Float(bitPattern: 0x7fc0_0000) : 0
  }
  let magnitude = Float(bitPattern: UInt32(bitPattern: largest))
  let inverse = lanes(127 / magnitude)
  let magic = lanes(12_582_912)
  column = 0
  while column < width {
    let i = bits(part(x + column, width - column) * inverse + magic) &- LaneBits(repeating: 0x4b40_0000)
    (codes + column).storeBytes(of: lowBytes(i), as: SIMD16<UInt8>.self)
    column += laneCount
  }
  return magnitude / 127
}

/// Floats of a head's first rows, `[count, width]`.
@inline(never) func decodeBytes(
  _ codes: UnsafeRawPointer, _ scales: UnsafePointer<Float>, _ count: Int, _ width: Int,
  _ y: UnsafeMutablePointer<Float>
) {
  let size = padded(width)
  for row in 0..<count {
    let scale = lanes(scales[row])
    var column = 0
    while column < width {
      let v = signedBytes(codes + (row * size + column)) * scale
      let place = y + (row * width + column)
      if column + laneCount <= width { store(v, place) } else { storePart(v, place, width - column) }
      column += laneCount
    }
  }
}

/// Attention of one query row of one head over rows of bytes.
@inline(never) func attendBytes(_ attention: ByteAttentionArguments) {
  let q = attention.query, y = attention.output, k = attention.keys, v = attention.values
  let keyScales = attention.keyScales, valueScales = attention.valueScales
  let width = attention.width, scale = attention.scale, keyCount = attention.keyCount
  let size = padded(width)
  let query = attention.scratch, scores = query + size
  for column in 0..<size { query[column] = column < width ? q[column] * scale : 0 }
  var most = SIMD4<Float>(repeating: -Float.infinity)
  var key = 0
  // Four keys at once hide the latency of their sums; each is added up as if alone.
  while key + 4 <= keyCount {
    let row = k + key * size
    var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero
    var column = 0
    while column < size {
      let x = load(query + column)
      a = fma(x, signedBytes(row + column), a)
      b = fma(x, signedBytes(row + (size + column)), b)
      c = fma(x, signedBytes(row + (2 * size + column)), c)
      d = fma(x, signedBytes(row + (3 * size + column)), d)
      column += laneCount
    }
    let four = sums(a, b, c, d) * load4(keyScales + key)
    UnsafeMutableRawPointer(scores + key).storeBytes(of: four, as: SIMD4<Float>.self)
    most = most.replacing(with: four, where: four .> most)
    key += 4
  }
  var largest = greatest(most)
  while key < keyCount {
    var a = Lanes.zero
    var column = 0
    while column < size {
      a = fma(load(query + column), signedBytes(k + (key * size + column)), a)
      column += laneCount
    }
    let s = sum(a) * keyScales[key]
    scores[key] = s
    largest = s > largest ? s : largest
    key += 1
  }
  let factor = 1 / weighOne(scores, keyCount, largest)
  for key in 0..<keyCount { scores[key] *= valueScales[key] }
  var column = 0
  while column + laneCount <= width {
    let vectors = (width - column) / laneCount
    switch vectors < sumsInRegisters ? vectors : sumsInRegisters {
    case 1: column += sumBytes(1, scores, keyCount, v + column, size, factor, y + column)
    case 2: column += sumBytes(2, scores, keyCount, v + column, size, factor, y + column)
    case 3: column += sumBytes(3, scores, keyCount, v + column, size, factor, y + column)
    case 4: column += sumBytes(4, scores, keyCount, v + column, size, factor, y + column)
    case 5: column += sumBytes(5, scores, keyCount, v + column, size, factor, y + column)
    case 6: column += sumBytes(6, scores, keyCount, v + column, size, factor, y + column)
    case 7: column += sumBytes(7, scores, keyCount, v + column, size, factor, y + column)
    default: column += sumBytes(8, scores, keyCount, v + column, size, factor, y + column)
    }
  }
  if column < width {
    var a = Lanes.zero
    for key in 0..<keyCount { a = fma(signedBytes(v + (key * size + column)), lanes(scores[key]), a) }
    storePart(a * lanes(factor), y + column, width - column)
  }
}

/// From 1 to 8 vectors of columns of the weighted values.
///
/// Returns the number of columns.
@inline(__always) func sumBytes(
  _ vectors: Int, _ scores: UnsafePointer<Float>, _ keyCount: Int, _ v: UnsafeRawPointer, _ stride: Int,
  _ factor: Float, _ y: UnsafeMutablePointer<Float>
) -> Int {
  var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero
  var e = Lanes.zero, f = Lanes.zero, g = Lanes.zero, h = Lanes.zero
  var row = v
  for key in 0..<keyCount {
    let weight = lanes(scores[key])
    a = fma(signedBytes(row), weight, a)
    if vectors > 1 { b = fma(signedBytes(row + 16), weight, b) }
    if vectors > 2 { c = fma(signedBytes(row + 32), weight, c) }
    if vectors > 3 { d = fma(signedBytes(row + 48), weight, d) }
    if vectors > 4 { e = fma(signedBytes(row + 64), weight, e) }
    if vectors > 5 { f = fma(signedBytes(row + 80), weight, f) }
    if vectors > 6 { g = fma(signedBytes(row + 96), weight, g) }
    if vectors > 7 { h = fma(signedBytes(row + 112), weight, h) }
    row += stride
  }
  storeSums(vectors, a, b, c, d, e, f, g, h, factor, y)
  return vectors * laneCount
}
