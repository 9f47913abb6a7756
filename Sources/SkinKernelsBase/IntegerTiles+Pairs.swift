#if ISA_AVX2 || ISA_SSE41
  // Integer weights with AVX2, AVX-VNNI or SSE4.1: a pair of registers of weights times up to four rows, whose eight
  // integer sums stay in registers for a group of 32 columns. Float sums of up to 16 rows stay in the first-level
  // cache.
  //
  // Nothing saturates. int4: a code is at most 15 and an activation at most 127 in magnitude, so a register's two
  // products are at most 3810 and all eight of a group 30480, under 2^15. int8: unsigned codes, at most 255, and
  // activations are both 16 bits wide, and their products, at most 32385, are added up in 32 bits. AVX-VNNI adds four
  // products in 32 bits at once.
  internal import CSkinPlatform
  internal import _Builtin_intrinsics.intel

  #if ISA_AVXVNNI
    /// Adds the products of a pair of registers with four activations.
    @inline(__always) func step(_ w: Bytes, _ u: Bytes, _ x: Bytes, _ a: inout Bytes, _ b: inout Bytes) {
      #if ISA_AVX512VL
        // The same instruction under another name, for a test on processors that have only this one.
        a = _mm256_mask_dpbusd_epi32(a, 255, w, x)
        b = _mm256_mask_dpbusd_epi32(b, 255, u, x)
      #else
        a = _mm256_dpbusd_avx_epi32(a, w, x)
        b = _mm256_dpbusd_avx_epi32(b, u, x)
      #endif
    }

    /// What int4 sums start with.
    @inline(__always) func startInt4(_ corrections: UnsafeRawPointer, _ row: Int) -> Bytes { start(corrections, row) }

    /// The integer sum of int4.
    @inline(__always) func finishInt4(_ sum: Bytes, _ corrections: UnsafeRawPointer, _ row: Int) -> Bytes { sum }

    /// One code vector of int8.
    @inline(__always) func stepInt8(
      _ w: Bytes, _ u: Bytes, _ x: UnsafeRawPointer, _ column: Int, _ a: inout Bytes, _ b: inout Bytes
    ) { step(w, u, quad(x, column), &a, &b) }
  #else
    /// Adds the products of a pair of registers with four activations, in 16 bits.
    @inline(__always) func step(_ w: Bytes, _ u: Bytes, _ x: Bytes, _ a: inout Bytes, _ b: inout Bytes) {
      a = addWords(a, multiplyBytes(w, x))
      b = addWords(b, multiplyBytes(u, x))
    }

    /// What int4 sums start with.
    @inline(__always) func startInt4(_ corrections: UnsafeRawPointer, _ row: Int) -> Bytes { words(0) }

    /// The integer sum of int4, from 16 to 32 bits.
    @inline(__always) func finishInt4(_ sum: Bytes, _ corrections: UnsafeRawPointer, _ row: Int) -> Bytes {
      addIntegers(start(corrections, row), multiplyWords(sum, words(1)))
    }

    /// Adds the products of a pair of registers of 16-bit numbers with two activations.
    @inline(__always) func stepWords(_ w: Bytes, _ u: Bytes, _ x: Bytes, _ a: inout Bytes, _ b: inout Bytes) {
      a = addIntegers(a, multiplyWords(w, x))
      b = addIntegers(b, multiplyWords(u, x))
    }
  #endif

  /// Bytes of the activations of a row's group: int8 needs 16 bits where there is no VNNI.
  @inline(__always) func activationBytes(_ isInt4: Bool) -> Int { isWide(isInt4 ? 8 : 128) ? 64 : 32 }

  /// Adds an integer sum to the float sum at `p`.
  @inline(__always) func add(
    _ sum: Bytes, _ scales: PartLanes, _ shifts: PartLanes, _ factor: Float, _ p: UnsafeMutableRawPointer
  ) {
    let old = p.loadUnaligned(as: PartLanes.self)
    p.storeBytes(of: addScaled(scaled(sum, scales, shifts), factor, old), as: PartLanes.self)
  }

  /// Adds a group's products with four rows of a tile, beginning at `row`.
  ///
  /// `codes` and `scales` are the pair's, `sums` the place of its floats in the first row's.
  @inline(__always) func addFour(
    _ codes: UnsafeRawPointer, _ isInt4: Bool, _ scales: UnsafeRawPointer, _ block: UnsafeRawPointer, _ tile: Int,
    _ row: Int, _ sums: UnsafeMutableRawPointer
  ) {
    let size = activationBytes(isInt4)
    let x0 = block + row * size
    let x1 = x0 + size, x2 = x0 + 2 * size, x3 = x0 + 3 * size
    let corrections = block + (tile * size + row * 4), factors = block + (tile * (size + 4) + row * 4)
    let mask = words(isInt4 ? 0x0f0f : 0x00ff)
    var a0: Bytes, a1: Bytes, a2: Bytes, a3: Bytes, b0: Bytes, b1: Bytes, b2: Bytes, b3: Bytes
    if isInt4 {
      a0 = startInt4(corrections, 0)
      a1 = startInt4(corrections, 1)
      a2 = startInt4(corrections, 2)
      a3 = startInt4(corrections, 3)
    } else {
      a0 = start(corrections, 0)
      a1 = start(corrections, 1)
      a2 = start(corrections, 2)
      a3 = start(corrections, 3)
    }
    b0 = a0
    b1 = a1
    b2 = a2
    b3 = a3
    if isInt4 {
      for index in 0..<4 {
        let v = bytes(codes, index * 64), t = bytes(codes, index * 64 + registerBytes)
        let w = v & mask, u = t & mask
        step(w, u, quad(x0, index * 4), &a0, &b0)
        step(w, u, quad(x1, index * 4), &a1, &b1)
        step(w, u, quad(x2, index * 4), &a2, &b2)
        step(w, u, quad(x3, index * 4), &a3, &b3)
        let w4 = shiftWords4(v) & mask, u4 = shiftWords4(t) & mask
        step(w4, u4, quad(x0, index * 4 + 16), &a0, &b0)
        step(w4, u4, quad(x1, index * 4 + 16), &a1, &b1)
        step(w4, u4, quad(x2, index * 4 + 16), &a2, &b2)
        step(w4, u4, quad(x3, index * 4 + 16), &a3, &b3)
      }
      a0 = finishInt4(a0, corrections, 0)
      a1 = finishInt4(a1, corrections, 1)
      a2 = finishInt4(a2, corrections, 2)
      a3 = finishInt4(a3, corrections, 3)
      b0 = finishInt4(b0, corrections, 0)
      b1 = finishInt4(b1, corrections, 1)
      b2 = finishInt4(b2, corrections, 2)
      b3 = finishInt4(b3, corrections, 3)
    } else {
      for index in 0..<8 {
        let v = bytes(codes, index * 64), t = bytes(codes, index * 64 + registerBytes)
        #if ISA_AVXVNNI
          stepInt8(v, t, x0, index * 4, &a0, &b0)
          stepInt8(v, t, x1, index * 4, &a1, &b1)
          stepInt8(v, t, x2, index * 4, &a2, &b2)
          stepInt8(v, t, x3, index * 4, &a3, &b3)
        #else
          let w = v & mask, u = t & mask
          stepWords(w, u, quad(x0, index * 4), &a0, &b0)
          stepWords(w, u, quad(x1, index * 4), &a1, &b1)
          stepWords(w, u, quad(x2, index * 4), &a2, &b2)
          stepWords(w, u, quad(x3, index * 4), &a3, &b3)
          let w8 = shiftWords8(v), u8 = shiftWords8(t)
          stepWords(w8, u8, quad(x0, index * 4 + 32), &a0, &b0)
          stepWords(w8, u8, quad(x1, index * 4 + 32), &a1, &b1)
          stepWords(w8, u8, quad(x2, index * 4 + 32), &a2, &b2)
          stepWords(w8, u8, quad(x3, index * 4 + 32), &a3, &b3)
        #endif
      }
    }
    let s = partScales(scales), t = partScales(scales + registerBytes / 2)
    let m = shifts(s), n = shifts(t)
    let f0 = factors.load(as: Float.self), f1 = factors.load(fromByteOffset: 4, as: Float.self)
    let f2 = factors.load(fromByteOffset: 8, as: Float.self), f3 = factors.load(fromByteOffset: 12, as: Float.self)
    add(a0, s, m, f0, sums)
    add(b0, t, n, f0, sums + registerBytes)
    add(a1, s, m, f1, sums + 64)
    add(b1, t, n, f1, sums + (64 + registerBytes))
    add(a2, s, m, f2, sums + 128)
    add(b2, t, n, f2, sums + (128 + registerBytes))
    add(a3, s, m, f3, sums + 192)
    add(b3, t, n, f3, sums + (192 + registerBytes))
  }

  /// Adds a group's products with one row of a tile of `tile` rows.
  @inline(__always) func addOne(
    _ codes: UnsafeRawPointer, _ isInt4: Bool, _ scales: UnsafeRawPointer, _ block: UnsafeRawPointer, _ tile: Int,
    _ row: Int, _ sums: UnsafeMutableRawPointer
  ) {
    let size = activationBytes(isInt4)
    let x = block + row * size
    let corrections = block + (tile * size + row * 4), factors = block + (tile * (size + 4) + row * 4)
    let mask = words(isInt4 ? 0x0f0f : 0x00ff)
    var a = isInt4 ? startInt4(corrections, 0) : start(corrections, 0)
    var b = a
    if isInt4 {
      for index in 0..<4 {
        let v = bytes(codes, index * 64), t = bytes(codes, index * 64 + registerBytes)
        step(v & mask, t & mask, quad(x, index * 4), &a, &b)
        step(shiftWords4(v) & mask, shiftWords4(t) & mask, quad(x, index * 4 + 16), &a, &b)
      }
      a = finishInt4(a, corrections, 0)
      b = finishInt4(b, corrections, 0)
    } else {
      for index in 0..<8 {
        let v = bytes(codes, index * 64), t = bytes(codes, index * 64 + registerBytes)
        #if ISA_AVXVNNI
          stepInt8(v, t, x, index * 4, &a, &b)
        #else
          stepWords(v & mask, t & mask, quad(x, index * 4), &a, &b)
          stepWords(shiftWords8(v), shiftWords8(t), quad(x, index * 4 + 32), &a, &b)
        #endif
      }
    }
    let s = partScales(scales), t = partScales(scales + registerBytes / 2)
    let factor = factors.load(as: Float.self)
    add(a, s, shifts(s), factor, sums)
    add(b, t, shifts(t), factor, sums + registerBytes)
  }

  /// How many bytes ahead superblocks are prefetched when there are so few rows that memory is the limit.
  @inline(__always) var prefetchDistance: Int { 4096 }

  @inline(__always) func tileInteger(
    _ w0: UnsafeRawPointer, _ superblocks: Int, _ isInt4: Bool, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target,
    _ panel: Int, _ row: Int, _ sums: UnsafeMutableRawPointer
  ) {
    for index in 0..<tile { (sums + index * 64).storeBytes(of: Lanes.zero, as: Lanes.self) }
    let codeBytes = isInt4 ? 256 : 512
    let groupBytes = tile * (activationBytes(isInt4) + 8)
    var w = w0, block = x
    for _ in 0..<superblocks {
      for group in 0..<2 {
        for pair in 0..<pairCount {
          let codes = w + (64 + group * codeBytes + pair * 2 * registerBytes)
          let scales = w + (group * 32 + pair * registerBytes)
          let place = sums + pair * 2 * registerBytes
          var done = 0
          while done + 4 <= tile {
            addFour(codes, isInt4, scales, block, tile, done, place + done * 64)
            done += 4
          }
          while done < tile {
            addOne(codes, isInt4, scales, block, tile, done, place + done * 64)
            done += 1
          }
        }
        block += groupBytes
      }
      if tile <= 4 {
        for line in 0..<(isInt4 ? 9 : 17) { skin_prefetch(w + (prefetchDistance + line * 64)) }
      }
      w += 64 + 2 * codeBytes
    }
    for index in 0..<tile { put((sums + index * 64).loadUnaligned(as: Lanes.self), panel, row + index, target) }
  }

  /// A tile with memory for its sums, which begins at a cache line.
  ///
  /// The stack gives at most 1024 bytes, aligned to 16: so the largest tile's sums are taken from the heap, which for
  /// one row would take as long as a panel's product.
  @inline(__always) func tileWithSums(
    _ w: UnsafeRawPointer, _ superblocks: Int, _ isInt4: Bool, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target,
    _ panel: Int, _ row: Int
  ) {
    if tile > 8 {
      withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 64) { memory in
        guard let sums = memory.baseAddress else { return }
        tileInteger(w, superblocks, isInt4, x, tile, target, panel, row, sums)
      }
    } else {
      withUnsafeTemporaryAllocation(byteCount: 576, alignment: 16) { memory in
        guard let base = memory.baseAddress else { return }
        tileInteger(
          w, superblocks, isInt4, x, tile, target, panel, row, base + (-Int(bitPattern: base) & 63))
      }
    }
  }

  @inline(__always) func tileInt4(
    _ w: UnsafeRawPointer, _ superblocks: Int, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target, _ panel: Int,
    _ row: Int
  ) {
    if tile == 1 {
      tileWithSums(w, superblocks, true, x, 1, target, panel, row)
    } else {
      tileWithSums(w, superblocks, true, x, tile, target, panel, row)
    }
  }

  @inline(__always) func tileInt8(
    _ w: UnsafeRawPointer, _ superblocks: Int, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target, _ panel: Int,
    _ row: Int
  ) {
    if tile == 1 {
      tileWithSums(w, superblocks, false, x, 1, target, panel, row)
    } else {
      tileWithSums(w, superblocks, false, x, tile, target, panel, row)
    }
  }
#endif
