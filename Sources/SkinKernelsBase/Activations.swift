// Rows of activations, packed for the multiplications.
//
// Rows are packed in tiles of 16, and the rest in tiles of 8, 4, 2 and 1, so that all offsets inside a tile are
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

/// Rows of the tile that comes next when `left` rows remain.
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
func packedSuperblockByteCount(_ offset: Int) -> Int { isWide(offset) ? 144 : 80 }

/// Packs rows for integer weights.
///
/// `offset` is 128 for int8, 8 for int4. Eight groups of a row are packed together, so that what is one number per
/// group, the largest magnitude and the sum, comes out of vectors side by side.
@inline(never)
func packIntegers(
  _ x: UnsafePointer<Float>, _ columnCount: Int, _ rowCount: Int, _ offset: Int, _ packed: UnsafeMutableRawPointer
) {
  let groupCount = (columnCount + 63) / 64 * 2
  let wholeCount = columnCount / 256 * 8
  let codeByteCount = isWide(offset) ? 64 : 32
  // The rest of a row with zeros after it, and a place for the groups of these zeros that do not exist: separate and
  // with the stack's own alignment, because more than 1024 bytes, or a greater alignment, would be taken from the heap.
  withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { tail in
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 16) { place in
      guard let tail = tail.baseAddress, let nowhere = place.baseAddress else { return }
      let rest = tail.assumingMemoryBound(to: Float.self)
      for column in 0..<16 { store(Lanes.zero, rest + column * laneCount) }
      var first = 0
      while first < rowCount {
        let tile = nextTile(rowCount - first)
        let start = packed + first * groupCount * (codeByteCount + 8)
        for row in 0..<tile {
          let source = x + (first + row) * columnCount
          let place: Place = (
            tile * (codeByteCount + 8), tile * codeByteCount - row * (codeByteCount - 4), tile * 4
          )
          var codes = start + row * codeByteCount
          var group = 0
          while group < wholeCount {
            packEight(source + group * 32, codes, 8, nowhere, offset, place)
            codes += 8 * place.stride
            group += 8
          }
          if group < groupCount {
            for column in group * 32..<columnCount { rest[column - group * 32] = source[column] }
            packEight(rest, codes, groupCount - group, nowhere, offset, place)
          }
        }
        first += tile
      }
    }
  }
}

/// The bytes from a group's codes to those of the next, from the codes of a row to its correction, and from there to
/// its scale.
typealias Place = (stride: Int, correction: Int, scale: Int)

/// Packs eight groups of a row, of which the first `count` exist; the others are dropped.
@inline(__always) func packEight(
  _ source: UnsafePointer<Float>, _ codes: UnsafeMutableRawPointer, _ count: Int, _ nowhere: UnsafeMutableRawPointer,
  _ offset: Int, _ place: Place
) {
  let magnitudes = reduce(
    largest(source), largest(source + 32), largest(source + 64), largest(source + 96), largest(source + 128),
    largest(source + 160), largest(source + 192), largest(source + 224), larger)
  let (inverses, scales) = quantizationFactors(magnitudes)
  @inline(__always) func quantized(_ index: Int) -> HalfBits {
    quantize(
      source + 32 * index, inverses[index], offset, index < count ? codes + index * place.stride : nowhere)
  }
  let sums = reduce(
    quantized(0), quantized(1), quantized(2), quantized(3), quantized(4), quantized(5), quantized(6), quantized(7), &+)
  let corrections = sums &* HalfBits(repeating: Int32(truncatingIfNeeded: -offset))
  @inline(__always) func put(_ index: Int) {
    let correction = index < count ? codes + (index * place.stride + place.correction) : nowhere
    let scale = index < count ? correction + place.scale : nowhere
    correction.storeBytes(of: corrections[index], as: Int32.self)
    scale.storeBytes(of: scales[index], as: Float.self)
  }
  put(0)
  put(1)
  put(2)
  put(3)
  put(4)
  put(5)
  put(6)
  put(7)
}

/// Half a vector.
typealias HalfBits = SIMD8<Int32>

/// The larger of each lane.
@inline(__always) func larger(_ a: HalfBits, _ b: HalfBits) -> HalfBits {
  #if ISA_AVX2 || ISA_AVX512
    // By name: the compiler generates long code for the comparison and the selection.
    return unsafeBitCast(
      _mm256_max_epi32(unsafeBitCast(a, to: SIMD4<Int64>.self), unsafeBitCast(b, to: SIMD4<Int64>.self)),
      to: HalfBits.self)
  #elseif ISA_SSE41
    return HalfBits(lowHalf: larger(a.lowHalf, b.lowHalf), highHalf: larger(a.highHalf, b.highHalf))
  #else
    return a.replacing(with: b, where: b .> a)
  #endif
}

#if ISA_SSE41
  @inline(__always) func larger(_ a: SIMD4<Int32>, _ b: SIMD4<Int32>) -> SIMD4<Int32> {
    unsafeBitCast(
      _mm_max_epi32(unsafeBitCast(a, to: SIMD2<Int64>.self), unsafeBitCast(b, to: SIMD2<Int64>.self)),
      to: SIMD4<Int32>.self)
  }
#endif

/// Eight vectors to one: lane `i` is `combine` over all lanes of vector `i`.
@inline(__always) func reduce(
  _ a: HalfBits, _ b: HalfBits, _ c: HalfBits, _ d: HalfBits, _ e: HalfBits, _ f: HalfBits, _ g: HalfBits,
  _ h: HalfBits, _ combine: (HalfBits, HalfBits) -> HalfBits
) -> HalfBits {
  let left = fours(a, b, c, d, combine), right = fours(e, f, g, h, combine)
  return combine(
    HalfBits(lowHalf: left.lowHalf, highHalf: right.lowHalf), HalfBits(lowHalf: left.highHalf, highHalf: right.highHalf)
  )
}

#if ISA_AVX2 || ISA_AVX512
  /// Four vectors to one: lanes `i` and `i + 4` together are `combine` over all lanes of vector `i`.
  @inline(__always) func fours(
    _ a: HalfBits, _ b: HalfBits, _ c: HalfBits, _ d: HalfBits, _ combine: (HalfBits, HalfBits) -> HalfBits
  ) -> HalfBits {
    let x = unsafeBitCast(pairs(a, b, combine), to: SIMD4<Int64>.self)
    let y = unsafeBitCast(pairs(c, d, combine), to: SIMD4<Int64>.self)
    return combine(
      unsafeBitCast(_mm256_unpacklo_epi64(x, y), to: HalfBits.self),
      unsafeBitCast(_mm256_unpackhi_epi64(x, y), to: HalfBits.self))
  }

  /// Two vectors to one: even lanes come from the first, odd ones from the second.
  @inline(__always) func pairs(
    _ a: HalfBits, _ b: HalfBits, _ combine: (HalfBits, HalfBits) -> HalfBits
  ) -> HalfBits {
    let x = unsafeBitCast(a, to: SIMD4<Int64>.self), y = unsafeBitCast(b, to: SIMD4<Int64>.self)
    return combine(
      unsafeBitCast(_mm256_unpacklo_epi32(x, y), to: HalfBits.self),
      unsafeBitCast(_mm256_unpackhi_epi32(x, y), to: HalfBits.self))
  }
#else
  /// Four vectors to one: lanes `i` and `i + 4` together are `combine` over all lanes of vector `i`.
  @inline(__always) func fours(
    _ a: HalfBits, _ b: HalfBits, _ c: HalfBits, _ d: HalfBits, _ combine: (HalfBits, HalfBits) -> HalfBits
  ) -> HalfBits {
    let x = pairs(a, b, combine), y = pairs(c, d, combine), z = pairs(x, y, combine)
    return HalfBits(lowHalf: z.evenHalf, highHalf: z.oddHalf)
  }

  /// Two vectors to one: the low half comes from the first, the high half from the second.
  @inline(__always) func pairs(
    _ a: HalfBits, _ b: HalfBits, _ combine: (HalfBits, HalfBits) -> HalfBits
  ) -> HalfBits {
    combine(
      HalfBits(lowHalf: a.evenHalf, highHalf: b.evenHalf), HalfBits(lowHalf: a.oddHalf, highHalf: b.oddHalf))
  }
#endif

/// The bits of the largest magnitudes of a group, four columns in each lane.
@inline(__always) func largest(_ source: UnsafePointer<Float>) -> HalfBits {
  let mask = LaneBits(repeating: 0x7fff_ffff)
  let a = bits(load(source)) & mask, b = bits(load(source + laneCount)) & mask
  #if ISA_AVX512
    let all = unsafeBitCast(
      _mm512_max_epi32(unsafeBitCast(a, to: SIMD8<Int64>.self), unsafeBitCast(b, to: SIMD8<Int64>.self)),
      to: LaneBits.self)
    return larger(all.lowHalf, all.highHalf)
  #else
    return larger(larger(a.lowHalf, a.highHalf), larger(b.lowHalf, b.highHalf))
  #endif
}

/// Computes the factor 127 / magnitude and the scale magnitude / 127 from the bits of eight magnitudes.
///
/// The bits are ordered like the magnitudes, and NaN comes last. A magnitude under 2^-110 gets zeros, an infinity or a
/// NaN the scale NaN.
@inline(__always) func quantizationFactors(_ m: HalfBits) -> (inverses: SIMD8<Float>, scales: SIMD8<Float>) {
  let isTiny = m .< HalfBits(repeating: 0x0880_0000), isBad = m .>= HalfBits(repeating: 0x7f80_0000)
  let magnitudes = unsafeBitCast(m, to: SIMD8<Float>.self), most = SIMD8<Float>(repeating: 127)
  let inverses = (most / magnitudes).replacing(with: SIMD8<Float>.zero, where: isTiny)
  let scales = (magnitudes / most).replacing(with: SIMD8<Float>.zero, where: isTiny)
  return (inverses, scales.replacing(with: SIMD8<Float>(repeating: Float(bitPattern: 0x7fc0_0000)), where: isBad))
}

/// Widens 32 codes to 16-bit numbers in place: even columns, then odd ones.
@inline(__always) func widen(_ codes: UnsafeMutableRawPointer) {
  let v = codes.loadUnaligned(as: SIMD16<Int16>.self)
  let eight = SIMD16<Int16>(repeating: 8)
  codes.storeBytes(of: (v &<< eight) &>> eight, as: SIMD16<Int16>.self)
  (codes + 32).storeBytes(of: v &>> eight, as: SIMD16<Int16>.self)
}

/// Writes the 32 codes of a group and returns sums of four of them.
@inline(__always) func quantize(
  _ source: UnsafePointer<Float>, _ factor: Float, _ offset: Int, _ codes: UnsafeMutableRawPointer
) -> HalfBits {
  let inverse = lanes(factor)
  // Adding 1.5 * 2^23 rounds to the nearest integer, ties to even, and leaves it in the low bits.
  let magic = lanes(12_582_912)
  let i = bits(load(source) * inverse + magic) &- LaneBits(repeating: 0x4b40_0000)
  let j = bits(load(source + laneCount) * inverse + magic) &- LaneBits(repeating: 0x4b40_0000)
  codes.storeBytes(of: lowBytes(i), as: SIMD16<UInt8>.self)
  (codes + 16).storeBytes(of: lowBytes(j), as: SIMD16<UInt8>.self)
  if isWide(offset) { widen(codes) }
  let sums = i &+ j
  return sums.lowHalf &+ sums.highHalf
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
func packFloats(
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
