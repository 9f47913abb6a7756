#if ISA_AVX512
  // Integer weights with VNNI: eight registers hold a group of 32 columns of a panel, each lane four columns of a row.
  // `vpdpbusd` multiplies them with four activations that are broadcast from memory; sums stay in registers.
  internal import CSkinPlatform
  internal import Synchronization
  internal import _Builtin_intrinsics.intel

  /// A group of a panel, unsigned, and its scales.
  struct WeightGroup {
    let w0: SIMD8<Int64>, w1: SIMD8<Int64>, w2: SIMD8<Int64>, w3: SIMD8<Int64>
    let w4: SIMD8<Int64>, w5: SIMD8<Int64>, w6: SIMD8<Int64>, w7: SIMD8<Int64>
    let scales: Lanes

    @inline(__always) init(int4 codes: UnsafeRawPointer, scales: UnsafeRawPointer) {
      let mask = _mm512_set1_epi8(15)
      let v0 = _mm512_loadu_si512(codes), v1 = _mm512_loadu_si512(codes + 64)
      let v2 = _mm512_loadu_si512(codes + 128), v3 = _mm512_loadu_si512(codes + 192)
      w0 = v0 & mask
      w1 = v1 & mask
      w2 = v2 & mask
      w3 = v3 & mask
      w4 = _mm512_srli_epi16(v0, 4) & mask
      w5 = _mm512_srli_epi16(v1, 4) & mask
      w6 = _mm512_srli_epi16(v2, 4) & mask
      w7 = _mm512_srli_epi16(v3, 4) & mask
      self.scales = halves(scales)
    }

    @inline(__always) init(int8 codes: UnsafeRawPointer, scales: UnsafeRawPointer) {
      w0 = _mm512_loadu_si512(codes)
      w1 = _mm512_loadu_si512(codes + 64)
      w2 = _mm512_loadu_si512(codes + 128)
      w3 = _mm512_loadu_si512(codes + 192)
      w4 = _mm512_loadu_si512(codes + 256)
      w5 = _mm512_loadu_si512(codes + 320)
      w6 = _mm512_loadu_si512(codes + 384)
      w7 = _mm512_loadu_si512(codes + 448)
      self.scales = halves(scales)
    }

    /// Adds the products with the rows `row` and `row + 1` of a tile of `tile` rows: two chains, to hide the latency.
    @inline(__always) func add(_ block: UnsafeRawPointer, _ tile: Int, _ row: Int, _ f: inout Lanes, _ g: inout Lanes) {
      let x = block + row * 32, y = block + (row * 32 + 32)
      let corrections = block + (tile * 32 + row * 4), factors = block + (tile * 36 + row * 4)
      var s = quad(corrections, 0), t = quad(corrections, 4)
      s = _mm512_dpbusd_epi32(s, w0, quad(x, 0))
      t = _mm512_dpbusd_epi32(t, w0, quad(y, 0))
      s = _mm512_dpbusd_epi32(s, w1, quad(x, 4))
      t = _mm512_dpbusd_epi32(t, w1, quad(y, 4))
      s = _mm512_dpbusd_epi32(s, w2, quad(x, 8))
      t = _mm512_dpbusd_epi32(t, w2, quad(y, 8))
      s = _mm512_dpbusd_epi32(s, w3, quad(x, 12))
      t = _mm512_dpbusd_epi32(t, w3, quad(y, 12))
      s = _mm512_dpbusd_epi32(s, w4, quad(x, 16))
      t = _mm512_dpbusd_epi32(t, w4, quad(y, 16))
      s = _mm512_dpbusd_epi32(s, w5, quad(x, 20))
      t = _mm512_dpbusd_epi32(t, w5, quad(y, 20))
      s = _mm512_dpbusd_epi32(s, w6, quad(x, 24))
      t = _mm512_dpbusd_epi32(t, w6, quad(y, 24))
      s = _mm512_dpbusd_epi32(s, w7, quad(x, 28))
      t = _mm512_dpbusd_epi32(t, w7, quad(y, 28))
      f = fma(_mm512_cvtepi32_ps(s) * scales, lanes(factors.load(as: Float.self)), f)
      g = fma(_mm512_cvtepi32_ps(t) * scales, lanes(factors.load(fromByteOffset: 4, as: Float.self)), g)
      // Emits no instruction: keeps the compiler from mixing all rows of a tile, which needs more registers than there
      // are.
      atomicMemoryFence(ordering: .acquiring)
    }

    /// Adds the products with the only row of a tile.
    @inline(__always) func add(_ block: UnsafeRawPointer, _ f: inout Lanes) {
      var s = quad(block, 32), t = _mm512_setzero_si512()
      s = _mm512_dpbusd_epi32(s, w0, quad(block, 0))
      t = _mm512_dpbusd_epi32(t, w1, quad(block, 4))
      s = _mm512_dpbusd_epi32(s, w2, quad(block, 8))
      t = _mm512_dpbusd_epi32(t, w3, quad(block, 12))
      s = _mm512_dpbusd_epi32(s, w4, quad(block, 16))
      t = _mm512_dpbusd_epi32(t, w5, quad(block, 20))
      s = _mm512_dpbusd_epi32(s, w6, quad(block, 24))
      t = _mm512_dpbusd_epi32(t, w7, quad(block, 28))
      let products = _mm512_cvtepi32_ps(_mm512_add_epi32(s, t))
      f = fma(products * scales, lanes(block.load(fromByteOffset: 36, as: Float.self)), f)
    }
  }

  /// Four bytes, or an integer, in every lane.
  @inline(__always) func quad(_ p: UnsafeRawPointer, _ offset: Int) -> SIMD8<Int64> {
    _mm512_set1_epi32(p.load(fromByteOffset: offset, as: Int32.self))
  }

  /// How many bytes ahead superblocks are prefetched.
  @inline(__always) var prefetchDistance: Int { 8192 }

  @inline(__always) func tileInt4(
    _ w: UnsafeRawPointer, _ superblocks: Int, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target, _ panel: Int,
    _ row: Int
  ) {
    switch tile {
    case 16: sixteenRows(w, superblocks, 256, x, target, panel, row)
    case 8: eightRows(w, superblocks, 256, x, target, panel, row)
    case 4: fourRows(w, superblocks, 256, x, target, panel, row)
    case 2: twoRows(w, superblocks, 256, x, target, panel, row)
    default: oneRow(w, superblocks, 256, x, target, panel, row)
    }
  }

  @inline(__always) func tileInt8(
    _ w: UnsafeRawPointer, _ superblocks: Int, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target, _ panel: Int,
    _ row: Int
  ) {
    switch tile {
    case 16: sixteenRows(w, superblocks, 512, x, target, panel, row)
    case 8: eightRows(w, superblocks, 512, x, target, panel, row)
    case 4: fourRows(w, superblocks, 512, x, target, panel, row)
    case 2: twoRows(w, superblocks, 512, x, target, panel, row)
    default: oneRow(w, superblocks, 512, x, target, panel, row)
    }
  }

  /// Group `index`, 0 or 1, of a superblock whose groups have 256 (int4) or 512 (int8) bytes of codes.
  @inline(__always) func group(_ superblock: UnsafeRawPointer, _ index: Int, _ codeBytes: Int) -> WeightGroup {
    codeBytes == 256
      ? WeightGroup(int4: superblock + (64 + index * 256), scales: superblock + index * 32)
      : WeightGroup(int8: superblock + (64 + index * 512), scales: superblock + index * 32)
  }

  @inline(__always) func oneRow(
    _ w0: UnsafeRawPointer, _ superblocks: Int, _ codeBytes: Int, _ x: UnsafeRawPointer, _ target: Target,
    _ panel: Int, _ row: Int
  ) {
    var w = w0, block = x
    var f = Lanes.zero
    for _ in 0..<superblocks {
      group(w, 0, codeBytes).add(block, &f)
      group(w, 1, codeBytes).add(block + 40, &f)
      // The processor's own prefetching is better for int4 (measured), worse for int8.
      if codeBytes == 512 { prefetch(w + prefetchDistance, codeBytes) }
      w += 64 + 2 * codeBytes
      block += 80
    }
    put(f, panel, row, target)
  }

  /// Prefetches a superblock's cache lines.
  @inline(__always) func prefetch(_ p: UnsafeRawPointer, _ codeBytes: Int) {
    skin_prefetch(p)
    skin_prefetch(p + 64)
    skin_prefetch(p + 128)
    skin_prefetch(p + 192)
    skin_prefetch(p + 256)
    skin_prefetch(p + 320)
    skin_prefetch(p + 384)
    skin_prefetch(p + 448)
    skin_prefetch(p + 512)
    if codeBytes == 512 {
      skin_prefetch(p + 576)
      skin_prefetch(p + 640)
      skin_prefetch(p + 704)
      skin_prefetch(p + 768)
      skin_prefetch(p + 832)
      skin_prefetch(p + 896)
      skin_prefetch(p + 960)
      skin_prefetch(p + 1024)
    }
  }

  @inline(__always) func twoRows(
    _ w0: UnsafeRawPointer, _ superblocks: Int, _ codeBytes: Int, _ x: UnsafeRawPointer, _ target: Target,
    _ panel: Int, _ row: Int
  ) {
    var w = w0, block = x
    var f0 = Lanes.zero, f1 = Lanes.zero
    for _ in 0..<superblocks {
      group(w, 0, codeBytes).add(block, 2, 0, &f0, &f1)
      group(w, 1, codeBytes).add(block + 80, 2, 0, &f0, &f1)
      prefetch(w + prefetchDistance, codeBytes)
      w += 64 + 2 * codeBytes
      block += 160
    }
    put(f0, panel, row, target)
    put(f1, panel, row + 1, target)
  }

  @inline(__always) func fourRows(
    _ w0: UnsafeRawPointer, _ superblocks: Int, _ codeBytes: Int, _ x: UnsafeRawPointer, _ target: Target,
    _ panel: Int, _ row: Int
  ) {
    var w = w0, block = x
    var f0 = Lanes.zero, f1 = Lanes.zero, f2 = Lanes.zero, f3 = Lanes.zero
    for _ in 0..<superblocks {
      let a = group(w, 0, codeBytes)
      a.add(block, 4, 0, &f0, &f1)
      a.add(block, 4, 2, &f2, &f3)
      let b = group(w, 1, codeBytes)
      b.add(block + 160, 4, 0, &f0, &f1)
      b.add(block + 160, 4, 2, &f2, &f3)
      prefetch(w + prefetchDistance, codeBytes)
      w += 64 + 2 * codeBytes
      block += 320
    }
    put(f0, panel, row, target)
    put(f1, panel, row + 1, target)
    put(f2, panel, row + 2, target)
    put(f3, panel, row + 3, target)
  }

  @inline(__always) func eightRows(
    _ w0: UnsafeRawPointer, _ superblocks: Int, _ codeBytes: Int, _ x: UnsafeRawPointer, _ target: Target,
    _ panel: Int, _ row: Int
  ) {
    var w = w0, block = x
    var f0 = Lanes.zero, f1 = Lanes.zero, f2 = Lanes.zero, f3 = Lanes.zero
    var f4 = Lanes.zero, f5 = Lanes.zero, f6 = Lanes.zero, f7 = Lanes.zero
    for _ in 0..<superblocks {
      let a = group(w, 0, codeBytes)
      a.add(block, 8, 0, &f0, &f1)
      a.add(block, 8, 2, &f2, &f3)
      a.add(block, 8, 4, &f4, &f5)
      a.add(block, 8, 6, &f6, &f7)
      let b = group(w, 1, codeBytes)
      b.add(block + 320, 8, 0, &f0, &f1)
      b.add(block + 320, 8, 2, &f2, &f3)
      b.add(block + 320, 8, 4, &f4, &f5)
      b.add(block + 320, 8, 6, &f6, &f7)
      prefetch(w + prefetchDistance, codeBytes)
      w += 64 + 2 * codeBytes
      block += 640
    }
    put(f0, panel, row, target)
    put(f1, panel, row + 1, target)
    put(f2, panel, row + 2, target)
    put(f3, panel, row + 3, target)
    put(f4, panel, row + 4, target)
    put(f5, panel, row + 5, target)
    put(f6, panel, row + 6, target)
    put(f7, panel, row + 7, target)
  }

  @inline(__always) func sixteenRows(
    _ w0: UnsafeRawPointer, _ superblocks: Int, _ codeBytes: Int, _ x: UnsafeRawPointer, _ target: Target,
    _ panel: Int, _ row: Int
  ) {
    var w = w0, block = x
    var f0 = Lanes.zero, f1 = Lanes.zero, f2 = Lanes.zero, f3 = Lanes.zero
    var f4 = Lanes.zero, f5 = Lanes.zero, f6 = Lanes.zero, f7 = Lanes.zero
    var f8 = Lanes.zero, f9 = Lanes.zero, f10 = Lanes.zero, f11 = Lanes.zero
    var f12 = Lanes.zero, f13 = Lanes.zero, f14 = Lanes.zero, f15 = Lanes.zero
    for _ in 0..<superblocks {
      let a = group(w, 0, codeBytes)
      a.add(block, 16, 0, &f0, &f1)
      a.add(block, 16, 2, &f2, &f3)
      a.add(block, 16, 4, &f4, &f5)
      a.add(block, 16, 6, &f6, &f7)
      a.add(block, 16, 8, &f8, &f9)
      a.add(block, 16, 10, &f10, &f11)
      a.add(block, 16, 12, &f12, &f13)
      a.add(block, 16, 14, &f14, &f15)
      let b = group(w, 1, codeBytes)
      b.add(block + 640, 16, 0, &f0, &f1)
      b.add(block + 640, 16, 2, &f2, &f3)
      b.add(block + 640, 16, 4, &f4, &f5)
      b.add(block + 640, 16, 6, &f6, &f7)
      b.add(block + 640, 16, 8, &f8, &f9)
      b.add(block + 640, 16, 10, &f10, &f11)
      b.add(block + 640, 16, 12, &f12, &f13)
      b.add(block + 640, 16, 14, &f14, &f15)
      w += 64 + 2 * codeBytes
      block += 1280
    }
    put(f0, panel, row, target)
    put(f1, panel, row + 1, target)
    put(f2, panel, row + 2, target)
    put(f3, panel, row + 3, target)
    put(f4, panel, row + 4, target)
    put(f5, panel, row + 5, target)
    put(f6, panel, row + 6, target)
    put(f7, panel, row + 7, target)
    put(f8, panel, row + 8, target)
    put(f9, panel, row + 9, target)
    put(f10, panel, row + 10, target)
    put(f11, panel, row + 11, target)
    put(f12, panel, row + 12, target)
    put(f13, panel, row + 13, target)
    put(f14, panel, row + 14, target)
    put(f15, panel, row + 15, target)
  }
#endif
