// Rows of activations, packed for the multiplications.
//
// Rows are packed in tiles of 16, and what is left in tiles of 8, 4, 2 and 1, so that all offsets inside a tile are
// constants. The tile that begins at row t begins at t times the bytes of one row. A tile of T rows:
//
//     for float weights    for each column: [T x float32]
//     for integer weights  for each group of 32 columns: [T x 32 int8][T x int32 correction][T x float32 scale]
//     for int8 where bytes are multiplied as 16-bit numbers: [T x 32 int16] in place of [T x 32 int8], the columns
//                          4 q and 4 q + 2 of all q first, then 4 q + 1 and 4 q + 3
//
// Integer activations are symmetric, -127...127, scale = largest magnitude / 127. Weights are stored unsigned, so the
// correction, -offset times the sum of the group's integers (offset 128 for int8, 8 for int4), starts each sum.

#if arch(x86_64)
  internal import _Builtin_intrinsics.intel
#endif

/// Rows of the tile that comes next when `left` rows are left.
@inline(__always) func nextTile(_ left: Int) -> Int {
  left >= 16 ? 16 : left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1
}

/// Whether activations take 16 bits for weights of this offset.
@inline(__always) func isWide(_ offset: Int) -> Bool {
  #if ISA_SSE41 || (ISA_AVX2 && !ISA_AVXVNNI)
    offset == 128
  #else
    false
  #endif
}

/// Bytes of a superblock of a row packed for integer weights of some offset.
public func packedSuperblockByteCount(_ offset: Int) -> Int { isWide(offset) ? 144 : 80 }

/// Packs a tile's rows for integer weights.
///
/// `offset` is 128 for int8, 8 for int4. Sixteen groups of a row go together, in three steps that do not wait for each
/// other: largest magnitudes, their 16 scales, integers.
@inline(never)
public func packIntegers(
  _ x: UnsafePointer<Float>, _ columnCount: Int, _ rowCount: Int, _ offset: Int, _ packed: UnsafeMutableRawPointer
) {
  let groupCount = (columnCount + 63) / 64 * 2
  let codeByteCount = isWide(offset) ? 64 : 32
  withUnsafeTemporaryAllocation(byteCount: 128, alignment: 64) { memory in
    guard let inverses = memory.baseAddress else { return }
    var first = 0
    while first < rowCount {
      let tile = nextTile(rowCount - first)
      let start = packed + first * groupCount * (codeByteCount + 8)
      for row in 0..<tile {
        let source = x + (first + row) * columnCount
        var chunk = 0
        while chunk < groupCount {
          let count = groupCount - chunk < laneCount ? groupCount - chunk : laneCount
          for index in 0..<count {
            let (low, high) = loadGroup(source, (chunk + index) * 32, columnCount)
            (inverses + index * 4).storeBytes(of: largestMagnitude(low, high), as: Int32.self)
          }
          quantizationFactors(inverses, inverses + 64)
          for index in 0..<count {
            let block = start + (chunk + index) * tile * (codeByteCount + 8)
            let codes = block + row * codeByteCount
            let corrections = block + tile * codeByteCount, scales = corrections + tile * 4
            let (low, high) = loadGroup(source, (chunk + index) * 32, columnCount)
            let total = quantize(low, high, inverses.load(fromByteOffset: index * 4, as: Float.self), codes)
            if isWide(offset) { widen(codes) }
            (corrections + row * 4).storeBytes(of: Int32(truncatingIfNeeded: -offset &* total), as: Int32.self)
            (scales + row * 4).storeBytes(
              of: inverses.load(fromByteOffset: 64 + index * 4, as: Float.self), as: Float.self)
          }
          chunk += laneCount
        }
      }
      first += tile
    }
  }
}

/// 32 columns of a row; those beyond its end are 0.
@inline(__always) func loadGroup(
  _ row: UnsafePointer<Float>, _ column: Int, _ columnCount: Int
) -> (low: Lanes, high: Lanes) {
  let left = columnCount - column
  if left >= 32 { return (load(row + column), load(row + (column + 16))) }
  if left <= 0 { return (Lanes.zero, Lanes.zero) }
  let low = loadPart(row + column, left < 16 ? left : 16)
  return (low, left > 16 ? loadPart(row + (column + 16), left - 16) : Lanes.zero)
}

/// The bits of the largest magnitude: they are ordered like the magnitudes, and NaN comes last.
@inline(__always) func largestMagnitude(_ low: Lanes, _ high: Lanes) -> Int32 {
  let mask = LaneBits(repeating: 0x7fff_ffff)
  let a = bits(low) & mask, b = bits(high) & mask
  return greatest(a.replacing(with: b, where: b .> a))
}

/// Makes 16 factors, 127 / magnitude, of the bits of 16 magnitudes in place, and writes the scales, magnitude / 127.
///
/// A magnitude under 2^-110 gets zeros, an infinity or a NaN the scale NaN.
@inline(__always) func quantizationFactors(_ inverses: UnsafeMutableRawPointer, _ scales: UnsafeMutableRawPointer) {
  let m = inverses.loadUnaligned(as: LaneBits.self)
  let isTiny = m .< LaneBits(repeating: 0x0880_0000), isBad = m .>= LaneBits(repeating: 0x7f80_0000)
  let inverse = (lanes(127) / floats(m)).replacing(with: Lanes.zero, where: isTiny)
  let scale = (floats(m) / lanes(127)).replacing(with: Lanes.zero, where: isTiny)
  inverses.storeBytes(of: inverse, as: Lanes.self)
  scales.storeBytes(of: scale.replacing(with: lanes(Float(bitPattern: 0x7fc0_0000)), where: isBad), as: Lanes.self)
}

/// Makes 16-bit numbers of 32 codes in place: even columns, then odd ones.
@inline(__always) func widen(_ codes: UnsafeMutableRawPointer) {
  let v = codes.loadUnaligned(as: SIMD16<Int16>.self)
  let eight = SIMD16<Int16>(repeating: 8)
  codes.storeBytes(of: (v &<< eight) &>> eight, as: SIMD16<Int16>.self)
  (codes + 32).storeBytes(of: v &>> eight, as: SIMD16<Int16>.self)
}

/// Writes 32 codes and returns their sum.
@inline(__always) func quantize(_ low: Lanes, _ high: Lanes, _ factor: Float, _ codes: UnsafeMutableRawPointer) -> Int {
  let inverse = lanes(factor)
  // Adding 1.5 * 2^23 rounds to the nearest integer, ties to even, and leaves it in the low bits.
  let magic = lanes(12_582_912)
  let i = bits(low * inverse + magic) &- LaneBits(repeating: 0x4b40_0000)
  let j = bits(high * inverse + magic) &- LaneBits(repeating: 0x4b40_0000)
  codes.storeBytes(of: lowBytes(i), as: SIMD16<UInt8>.self)
  (codes + 16).storeBytes(of: lowBytes(j), as: SIMD16<UInt8>.self)
  let s16 = i &+ j
  let s8 = s16.lowHalf &+ s16.highHalf
  let s4 = s8.lowHalf &+ s8.highHalf
  let s2 = s4.lowHalf &+ s4.highHalf
  return Int(s2[0] &+ s2[1])
}

/// The greatest of all lanes.
@inline(__always) func greatest(_ m16: LaneBits) -> Int32 {
  let m8 = m16.lowHalf.replacing(with: m16.highHalf, where: m16.highHalf .> m16.lowHalf)
  let m4 = m8.lowHalf.replacing(with: m8.highHalf, where: m8.highHalf .> m8.lowHalf)
  let m2 = m4.lowHalf.replacing(with: m4.highHalf, where: m4.highHalf .> m4.lowHalf)
  return m2[0] > m2[1] ? m2[0] : m2[1]
}

/// The lowest byte of each lane, which holds -127...127.
@inline(__always) func lowBytes(_ v: LaneBits) -> SIMD16<UInt8> {
  #if ISA_AVX512
    return unsafeBitCast(_mm512_cvtepi32_epi8(unsafeBitCast(v, to: SIMD8<Int64>.self)), to: SIMD16<UInt8>.self)
  #elseif arch(x86_64)
    // Saturating packs, which SSE2 has: nothing saturates here.
    let a = unsafeBitCast(v.lowHalf.lowHalf, to: SIMD2<Int64>.self)
    let b = unsafeBitCast(v.lowHalf.highHalf, to: SIMD2<Int64>.self)
    let c = unsafeBitCast(v.highHalf.lowHalf, to: SIMD2<Int64>.self)
    let d = unsafeBitCast(v.highHalf.highHalf, to: SIMD2<Int64>.self)
    return unsafeBitCast(_mm_packs_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, d)), to: SIMD16<UInt8>.self)
  #else
    return unsafeBitCast(v, to: SIMD64<UInt8>.self).evenHalf.evenHalf
  #endif
}

/// Packs rows for float weights.
@inline(never)
public func packFloats(
  _ x: UnsafePointer<Float>, _ columnCount: Int, _ rowCount: Int, _ packed: UnsafeMutablePointer<Float>
) {
  var first = 0
  while first < rowCount {
    let tile = nextTile(rowCount - first)
    let start = packed + first * columnCount
    for row in 0..<tile {
      let source = x + (first + row) * columnCount
      for column in 0..<columnCount { start[column * tile + row] = source[column] }
    }
    first += tile
  }
}
