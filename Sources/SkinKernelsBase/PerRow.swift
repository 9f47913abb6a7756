// Integer weights with one scale for each row, times activations with one scale for each row: sums over all columns are
// integers, so that nothing is scaled until the end. With groups of 32 columns, two of ten multiplications are for
// scaling.
//
// Rows are packed in the same tiles as for groups. The tile that begins at row t begins at t times the bytes of one
// row. A tile of T rows:
//
//     for each 4 columns (a quad): [T x 4 int8]; then [T x int32 correction][T x float32 scale][T x float32 middle]
//     where bytes are multiplied as 16-bit numbers: [T x (2 int16 of the columns 0 and 2, 2 int16 of 1 and 3)] instead
//
// Columns are padded to a multiple of 16, weights with the code of zero. An activation is middle + scale * integer,
// -127...127, between the row's least and greatest: after GELU nearly all are on one side of zero. The correction, the
// negative offset of the weights' codes (128) times the sum of the row's integers, starts each sum. With s the sum of
// products of integers and t the sum of the weights' integers alone, the result is (s * scale + t * middle) * the
// weights' scale.

internal import SkinKernelTable

#if ISA_AVX512
  internal import _Builtin_intrinsics.intel
#endif

/// Quads of a padded row.
@inline(__always) func quadCount(_ columnCount: Int) -> Int { (columnCount + 15) / 16 * 4 }

/// Bytes of a quad of one packed row.
@inline(__always) var quadByteCount: Int { isWide(128) ? 8 : 4 }

/// Bytes of a row packed for weights with a scale for each row.
func packedPerRowByteCount(_ columnCount: Int) -> Int { quadCount(columnCount) * quadByteCount + 12 }

/// Packs rows, which are `stride` floats apart, for weights with a scale for each row whose codes have an offset.
@inline(never)
func packPerRow(
  _ x: UnsafePointer<Float>, _ stride: Int, _ columnCount: Int, _ rowCount: Int, _ offset: Int,
  _ packed: UnsafeMutableRawPointer
) {
  let quads = quadCount(columnCount)
  var first = 0
  while first < rowCount {
    let tile = nextTile(rowCount - first)
    let start = packed + first * packedPerRowByteCount(columnCount)
    for row in 0..<tile {
      let ends = start + (tile * quads * quadByteCount + row * 4)
      packRow(
        x + (first + row) * stride, columnCount, offset, start + row * quadByteCount, tile * quadByteCount, ends,
        tile * 4)
    }
    first += tile
  }
}

/// What the multiplication itself subtracts from each code.
@inline(__always) var offsetOfBytes: Int {
  #if ISA_NEON
    128
  #else
    0
  #endif
}

/// Packs a row: its quads `stride` bytes apart; its correction at `ends`, followed by its scale and its middle, `step`
/// bytes apart.
@inline(__always) func packRow(
  _ x: UnsafePointer<Float>, _ columnCount: Int, _ offset: Int, _ codes: UnsafeMutableRawPointer, _ stride: Int,
  _ ends: UnsafeMutableRawPointer, _ step: Int
) {
  let whole = columnCount / laneCount * laneCount
  let range = rowRange(x, columnCount)
  // After the last column comes the middle, whose integer is 0.
  var rest = lanes(range.middle)
  for lane in 0..<columnCount - whole { rest[lane] = x[whole + lane] }
  var sums = LaneBits.zero
  var target = codes
  var column = 0
  while column < whole {
    sums = sums &+ packColumns(load(x + column), range.middle, range.inverse, target, stride)
    target += 4 * stride
    column += laneCount
  }
  if column < columnCount { sums = sums &+ packColumns(rest, range.middle, range.inverse, target, stride) }
  ends.storeBytes(of: sum(sums) &* Int32(truncatingIfNeeded: offsetOfBytes - offset), as: Int32.self)
  (ends + step).storeBytes(of: range.scale, as: Float.self)
  (ends + 2 * step).storeBytes(of: range.middle, as: Float.self)
}

/// The middle of a row's least and greatest element, the scale, and the scale's inverse.
///
/// Half the range under 2^-110 gives the inverse and the scale 0; an infinity or a NaN in the row gives the scale NaN.
@inline(__always) func rowRange(
  _ x: UnsafePointer<Float>, _ columnCount: Int
) -> (middle: Float, inverse: Float, scale: Float) {
  let whole = columnCount / laneCount * laneCount
  var least = lanes(columnCount == 0 ? 0 : x[0]), greatest = least
  // Zero, or NaN once something was not finite.
  var zeros = Lanes.zero
  var column = 0
  while column < whole {
    let v = load(x + column)
    least = least.replacing(with: v, where: v .< least)
    greatest = greatest.replacing(with: v, where: v .> greatest)
    zeros = fma(v, Lanes.zero, zeros)
    column += laneCount
  }
  var low = least[0], high = greatest[0], zero = sum(zeros)
  for lane in 1..<laneCount {
    if least[lane] < low { low = least[lane] }
    if greatest[lane] > high { high = greatest[lane] }
  }
  while column < columnCount {
    let v = x[column]
    if v < low { low = v }
    if v > high { high = v }
    zero += v * 0
    column += 1
  }
  // Halves first, so that nothing overflows.
  let middle = low * 0.5 + high * 0.5, half = high * 0.5 - low * 0.5
  let isBad = !(zero == 0), isFlat = isBad || half < 0x1p-110
  let scale = isBad ? Float(bitPattern: 0x7fc0_0000) : isFlat ? 0 : half / 127
  return (isBad ? 0 : middle, isFlat ? 0 : 127 / half, scale)
}

/// The nearest integers, ties to even, of numbers under 2^22: adding 1.5 * 2^23 leaves them in the low bits.
@inline(__always) func nearest(_ x: Lanes) -> LaneBits {
  bits(x + lanes(12_582_912)) &- LaneBits(repeating: 0x4b40_0000)
}

/// The sum of all lanes.
@inline(__always) func sum(_ v: LaneBits) -> Int32 {
  let eight = v.lowHalf &+ v.highHalf
  let four = eight.lowHalf &+ eight.highHalf
  return (four[0] &+ four[1]) &+ (four[2] &+ four[3])
}

/// Writes four quads and returns their integers.
@inline(__always) func packColumns(
  _ x: Lanes, _ middle: Float, _ inverse: Float, _ target: UnsafeMutableRawPointer, _ stride: Int
) -> LaneBits {
  let integers = nearest((x - lanes(middle)) * lanes(inverse))
  let quads = unsafeBitCast(lowBytes(integers), to: SIMD4<UInt32>.self)
  if isWide(128) {
    // Sign-extended: the even bytes of a quad by shifting left and right, the odd ones by shifting right alone.
    let words = unsafeBitCast(quads, to: SIMD8<Int16>.self)
    let eight = SIMD8<Int16>(repeating: 8)
    let even = unsafeBitCast((words &<< eight) &>> eight, to: SIMD4<UInt32>.self)
    let odd = unsafeBitCast(words &>> eight, to: SIMD4<UInt32>.self)
    for quad in 0..<4 {
      (target + quad * stride).storeBytes(of: even[quad], as: UInt32.self)
      (target + (quad * stride + 4)).storeBytes(of: odd[quad], as: UInt32.self)
    }
  } else {
    for quad in 0..<4 { (target + quad * stride).storeBytes(of: quads[quad], as: UInt32.self) }
  }
  return integers
}

/// Integers as floats, rounded once: the high and the low bits are exact floats, and so is the high one times 2^12.
@inline(__always) func rounded(_ v: LaneBits) -> Lanes {
  #if ISA_AVX512
    return _mm512_cvtepi32_ps(unsafeBitCast(v, to: SIMD8<Int64>.self))
  #else
    let magic = LaneBits(repeating: 0x4b40_0000), shift = lanes(12_582_912)
    let high = floats((v &>> LaneBits(repeating: 12)) &+ magic) - shift
    let low = floats((v & LaneBits(repeating: 4095)) &+ magic) - shift
    return high * lanes(4096) + low
  #endif
}

/// The scales of a panel's 16 rows, and the sums of their integers.
typealias Factors = (scales: Lanes, sums: Lanes)

/// The result of a row's sums of products: see the top.
@inline(__always) func scaledPerRow(
  _ sums: Lanes, _ factors: Factors, _ ends: UnsafeRawPointer, _ tile: Int, _ index: Int
) -> Lanes {
  let scale = (ends + (tile + index) * 4).load(as: Float.self)
  let middle = (ends + (2 * tile + index) * 4).load(as: Float.self)
  return (sums * lanes(scale) + factors.sums * lanes(middle)) * factors.scales
}

/// Multiplies packed rows by int8 panels with a scale for each row.
@inline(never)
func multiplyPerRow(_ product: ProductArguments) {
  let target = target(product)
  let columnCount = product.inputCount
  let quads = quadCount(columnCount)
  let panelByteCount = 128 + quads * 64
  let panels = product.panels, packed = product.packed
  let rowByteCount = packedPerRowByteCount(columnCount)
  #if ISA_AVX512
    let pairCount = product.rowCount < 16 ? 0 : product.panelCount / 2
    // Two, because more than 1024 bytes would be taken from the heap.
    withUnsafeTemporaryAllocation(byteCount: pairSumsByteCount, alignment: 16) { first in
      withUnsafeTemporaryAllocation(byteCount: pairSumsByteCount, alignment: 16) { second in
        guard let upper = first.baseAddress, let lower = second.baseAddress else { return }
        forEachTile(pairCount, 2 * panelByteCount, product.rowCount) { pair, row, tile in
          let left = panels + 2 * pair * panelByteCount, activations = packed + row * rowByteCount
          if tile == 16 {
            pairPerRow(left, panelByteCount, quads, activations, (upper, lower), target, 2 * pair, row)
          } else {
            onePerRow(left, quads, activations, tile, target, 2 * pair, row)
            onePerRow(left + panelByteCount, quads, activations, tile, target, 2 * pair + 1, row)
          }
        }
      }
    }
  #else
    let pairCount = 0
  #endif
  let rest = 2 * pairCount
  forEachTile(product.panelCount - rest, panelByteCount, product.rowCount) { index, row, tile in
    let panel = rest + index
    onePerRow(panels + panel * panelByteCount, quads, packed + row * rowByteCount, tile, target, panel, row)
  }
}

/// The product of one panel and a tile.
@inline(__always) func onePerRow(
  _ panel: UnsafeRawPointer, _ quads: Int, _ activations: UnsafeRawPointer, _ tile: Int, _ target: Target, _ index: Int,
  _ row: Int
) {
  tilePerRow(panel + 128, quads, activations, tile, panelFactors(panel), target, index, row)
}

/// The scales of a panel's rows and the sums of their integers, which lie before its codes.
@inline(__always) func panelFactors(_ panel: UnsafeRawPointer) -> Factors {
  (halves(panel), rounded((panel + 64).loadUnaligned(as: LaneBits.self)))
}
