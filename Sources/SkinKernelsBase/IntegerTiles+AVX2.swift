#if ISA_AVX2
  // Integer weights with AVX2: eight registers hold a group of 32 columns of half a panel, each lane four columns of a
  // row. Float sums of up to 16 rows live in the first-level cache.
  internal import _Builtin_intrinsics.intel

  typealias Bytes = SIMD4<Int64>

  /// Four bytes, or an integer, in every lane.
  @inline(__always) func quad(_ p: UnsafeRawPointer, _ offset: Int) -> Bytes {
    _mm256_set1_epi32(p.load(fromByteOffset: offset, as: Int32.self))
  }

  @inline(__always) func bytes(_ p: UnsafeRawPointer, _ offset: Int) -> Bytes {
    (p + offset).loadUnaligned(as: Bytes.self)
  }

  /// The product of sums with both scales, added to `p`.
  @inline(__always) func scaleAndAdd(
    _ sums: Bytes, _ scales: SIMD8<Float>, _ factor: Float, _ p: UnsafeMutableRawPointer
  ) {
    let old = p.loadUnaligned(as: SIMD8<Float>.self)
    let new = _mm256_fmadd_ps(_mm256_cvtepi32_ps(sums) * scales, SIMD8<Float>(repeating: factor), old)
    p.storeBytes(of: new, as: SIMD8<Float>.self)
  }

  /// Adds a group's products with all rows of a tile, for 8 rows of the panel.
  ///
  /// Four bits times 127, two products in each of eight registers: 15 · 127 · 16 = 30480, so 16-bit sums do not overflow.
  @inline(__always) func addInt4(
    _ codes: UnsafeRawPointer, _ scales: SIMD8<Float>, _ block: UnsafeRawPointer, _ tile: Int,
    _ sums: UnsafeMutableRawPointer
  ) {
    let mask = _mm256_set1_epi8(15), ones = _mm256_set1_epi16(1)
    let v0 = bytes(codes, 0), v1 = bytes(codes, 64), v2 = bytes(codes, 128), v3 = bytes(codes, 192)
    let w0 = v0 & mask, w1 = v1 & mask, w2 = v2 & mask, w3 = v3 & mask
    let w4 = _mm256_srli_epi16(v0, 4) & mask, w5 = _mm256_srli_epi16(v1, 4) & mask
    let w6 = _mm256_srli_epi16(v2, 4) & mask, w7 = _mm256_srli_epi16(v3, 4) & mask
    let corrections = block + tile * 32, factors = block + tile * 36
    for row in 0..<tile {
      let x = block + row * 32
      let a = _mm256_add_epi16(_mm256_maddubs_epi16(w0, quad(x, 0)), _mm256_maddubs_epi16(w1, quad(x, 4)))
      let b = _mm256_add_epi16(_mm256_maddubs_epi16(w2, quad(x, 8)), _mm256_maddubs_epi16(w3, quad(x, 12)))
      let c = _mm256_add_epi16(_mm256_maddubs_epi16(w4, quad(x, 16)), _mm256_maddubs_epi16(w5, quad(x, 20)))
      let d = _mm256_add_epi16(_mm256_maddubs_epi16(w6, quad(x, 24)), _mm256_maddubs_epi16(w7, quad(x, 28)))
      let all = _mm256_add_epi16(_mm256_add_epi16(a, b), _mm256_add_epi16(c, d))
      let total = _mm256_add_epi32(quad(corrections, row * 4), _mm256_madd_epi16(all, ones))
      scaleAndAdd(total, scales, factors.load(fromByteOffset: row * 4, as: Float.self), sums + row * 64)
    }
  }

  /// The products of four columns of int8: magnitudes times activations that took the weights' signs.
  ///
  /// Magnitudes are at most 127 (-128 is never used), so two products, 2 · 127 · 127 = 32258, fit 16 bits.
  @inline(__always) func products(_ w: Bytes, _ x: Bytes) -> Bytes {
    _mm256_madd_epi16(_mm256_maddubs_epi16(_mm256_abs_epi8(w), _mm256_sign_epi8(x, w)), _mm256_set1_epi16(1))
  }

  @inline(__always) func addInt8(
    _ codes: UnsafeRawPointer, _ scales: SIMD8<Float>, _ block: UnsafeRawPointer, _ tile: Int,
    _ sums: UnsafeMutableRawPointer
  ) {
    let flip = _mm256_set1_epi8(-128)  // unsigned to signed
    let w0 = bytes(codes, 0) ^ flip, w1 = bytes(codes, 64) ^ flip
    let w2 = bytes(codes, 128) ^ flip, w3 = bytes(codes, 192) ^ flip
    let w4 = bytes(codes, 256) ^ flip, w5 = bytes(codes, 320) ^ flip
    let w6 = bytes(codes, 384) ^ flip, w7 = bytes(codes, 448) ^ flip
    let factors = block + tile * 36
    for row in 0..<tile {
      let x = block + row * 32
      let a = _mm256_add_epi32(products(w0, quad(x, 0)), products(w1, quad(x, 4)))
      let b = _mm256_add_epi32(products(w2, quad(x, 8)), products(w3, quad(x, 12)))
      let c = _mm256_add_epi32(products(w4, quad(x, 16)), products(w5, quad(x, 20)))
      let d = _mm256_add_epi32(products(w6, quad(x, 24)), products(w7, quad(x, 28)))
      let total = _mm256_add_epi32(_mm256_add_epi32(a, b), _mm256_add_epi32(c, d))
      scaleAndAdd(total, scales, factors.load(fromByteOffset: row * 4, as: Float.self), sums + row * 64)
    }
  }

  @inline(__always) func tileInteger(
    _ w0: UnsafeRawPointer, _ superblocks: Int, _ isInt4: Bool, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target,
    _ panel: Int, _ row: Int
  ) {
    withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 64) { memory in
      guard let sums = memory.baseAddress else { return }
      for index in 0..<tile { (sums + index * 64).storeBytes(of: Lanes.zero, as: Lanes.self) }
      for half in 0..<2 {
        var w = w0, block = x
        for _ in 0..<superblocks {
          for group in 0..<2 {
            let scales = _mm256_cvtph_ps((w + (group * 32 + half * 16)).loadUnaligned(as: SIMD2<Int64>.self))
            if isInt4 {
              addInt4(w + (64 + group * 256 + half * 32), scales, block, tile, sums + half * 32)
            } else {
              addInt8(w + (64 + group * 512 + half * 32), scales, block, tile, sums + half * 32)
            }
            block += tile * 40
          }
          w += isInt4 ? 576 : 1088
        }
      }
      for index in 0..<tile { put((sums + index * 64).loadUnaligned(as: Lanes.self), panel, row + index, target) }
    }
  }

  @inline(__always) func tileInt4(
    _ w: UnsafeRawPointer, _ superblocks: Int, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target, _ panel: Int,
    _ row: Int
  ) {
    if tile == 1 {
      oneRowInt4(w, superblocks, x, target, panel, row)
    } else {
      tileInteger(w, superblocks, true, x, tile, target, panel, row)
    }
  }

  @inline(__always) func tileInt8(
    _ w: UnsafeRawPointer, _ superblocks: Int, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target, _ panel: Int,
    _ row: Int
  ) {
    tileInteger(w, superblocks, false, x, tile, target, panel, row)
  }

  /// One row times int4: both halves of the panel together, so that memory is read once and in order.
  @inline(__always) func oneRowInt4(
    _ w0: UnsafeRawPointer, _ superblocks: Int, _ x: UnsafeRawPointer, _ target: Target, _ panel: Int, _ row: Int
  ) {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 64) { memory in
      guard let sums = memory.baseAddress else { return }
      sums.storeBytes(of: Lanes.zero, as: Lanes.self)
      var w = w0, block = x
      for _ in 0..<superblocks {
        for group in 0..<2 {
          let scales = w + group * 32, codes = w + (64 + group * 256)
          addInt4(codes, _mm256_cvtph_ps(scales.loadUnaligned(as: SIMD2<Int64>.self)), block, 1, sums)
          addInt4(codes + 32, _mm256_cvtph_ps((scales + 16).loadUnaligned(as: SIMD2<Int64>.self)), block, 1, sums + 32)
          block += 40
        }
        w += 576
      }
      put(sums.loadUnaligned(as: Lanes.self), panel, row, target)
    }
  }
#endif
