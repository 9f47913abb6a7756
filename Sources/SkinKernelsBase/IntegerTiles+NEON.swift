#if ISA_NEON && arch(arm64)
  // Integer weights with NEON: signed bytes, four products to a 32-bit lane, so nothing needs to be corrected or can
  // saturate. Four rows of a tile and a panel's 16 rows have their sums in 16 registers.
  internal import _Builtin_intrinsics.arm.neon

  /// Adds the products of four bytes to each lane.
  ///
  /// Activations are -127...127, so two products fit in 16 bits whatever the weights are.
  @inline(__always) func dot(_ sum: int32x4_t, _ w: int8x16_t, _ x: int8x16_t) -> int32x4_t {
    #if ISA_NEONDOT
      vdotq_s32(sum, w, x)
    #else
      vpadalq_s16(sum, vpaddq_s16(vmull_s8(vget_low_s8(w), vget_low_s8(x)), vmull_high_s8(w, x)))
    #endif
  }

  /// Adds the products of a quarter of a panel with four columns of four rows.
  @inline(__always) func step(
    _ w: int8x16_t, _ x0: int8x16_t, _ x1: int8x16_t, _ x2: int8x16_t, _ x3: int8x16_t, _ a: inout int32x4_t,
    _ b: inout int32x4_t, _ c: inout int32x4_t, _ d: inout int32x4_t
  ) {
    a = dot(a, w, x0)
    b = dot(b, w, x1)
    c = dot(c, w, x2)
    d = dot(d, w, x3)
  }

  /// Four columns of a row, in every lane.
  @inline(__always) func quad(_ p: UnsafeRawPointer, _ offset: Int) -> int8x16_t {
    vreinterpretq_s8_s32(vdupq_n_s32(p.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
  }

  @inline(__always) func unsignedBytes(_ p: UnsafeRawPointer, _ offset: Int) -> uint8x16_t {
    p.loadUnaligned(fromByteOffset: offset, as: uint8x16_t.self)
  }

  /// `float(sum) * scale * factor` added to the float sums at `p`.
  @inline(__always) func add(_ sum: int32x4_t, _ scales: float32x4_t, _ factor: Float, _ p: UnsafeMutableRawPointer) {
    let old = p.loadUnaligned(as: float32x4_t.self)
    let new = vfmaq_f32(old, vmulq_f32(vcvtq_f32_s32(sum), scales), vdupq_n_f32(factor))
    p.storeBytes(of: new, as: float32x4_t.self)
  }

  /// Adds a group's products with one row, or with four rows of a tile, for a quarter of the panel.
  @inline(__always) func addGroup(
    _ codes: UnsafeRawPointer, _ isInt4: Bool, _ scales: float32x4_t, _ block: UnsafeRawPointer, _ tile: Int,
    _ row: Int, _ rowCount: Int, _ sums: UnsafeMutableRawPointer
  ) {
    let x0 = block + row * 32
    let last = rowCount == 4 ? 1 : 0
    let x1 = x0 + last * 32, x2 = x0 + last * 64, x3 = x0 + last * 96
    var a = vdupq_n_s32(0), b = a, c = a, d = a
    if isInt4 {
      for index in 0..<4 {
        let v = unsignedBytes(codes, index * 64)
        let low = vsubq_s8(vreinterpretq_s8_u8(vandq_u8(v, vdupq_n_u8(15))), vdupq_n_s8(8))
        let high = vsubq_s8(vreinterpretq_s8_u8(vshlq_u8(v, vdupq_n_s8(-4))), vdupq_n_s8(8))
        let o = index * 4
        if rowCount == 4 {
          step(low, quad(x0, o), quad(x1, o), quad(x2, o), quad(x3, o), &a, &b, &c, &d)
          step(high, quad(x0, o + 16), quad(x1, o + 16), quad(x2, o + 16), quad(x3, o + 16), &a, &b, &c, &d)
        } else {
          a = dot(dot(a, low, quad(x0, o)), high, quad(x0, o + 16))
        }
      }
    } else {
      for index in 0..<8 {
        let w = vreinterpretq_s8_u8(veorq_u8(unsignedBytes(codes, index * 64), vdupq_n_u8(128)))
        let o = index * 4
        if rowCount == 4 {
          step(w, quad(x0, o), quad(x1, o), quad(x2, o), quad(x3, o), &a, &b, &c, &d)
        } else {
          a = dot(a, w, quad(x0, o))
        }
      }
    }
    let factors = block + (tile * 36 + row * 4)
    add(a, scales, factors.load(as: Float.self), sums)
    if rowCount == 4 {
      add(b, scales, factors.load(fromByteOffset: 4, as: Float.self), sums + 64)
      add(c, scales, factors.load(fromByteOffset: 8, as: Float.self), sums + 128)
      add(d, scales, factors.load(fromByteOffset: 12, as: Float.self), sums + 192)
    }
  }

  @inline(__always) func tileInteger(
    _ w0: UnsafeRawPointer, _ superblocks: Int, _ isInt4: Bool, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target,
    _ panel: Int, _ row: Int
  ) {
    withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { memory in
      guard let sums = memory.baseAddress else { return }
      for index in 0..<tile { (sums + index * 64).storeBytes(of: Lanes.zero, as: Lanes.self) }
      let codeBytes = isInt4 ? 256 : 512
      var w = w0, block = x
      for _ in 0..<superblocks {
        for group in 0..<2 {
          for quarter in 0..<4 {
            let codes = w + (64 + group * codeBytes + quarter * 16)
            let halves = (w + (group * 32 + quarter * 8)).loadUnaligned(as: float16x4_t.self)
            let scales = vcvt_f32_f16(halves)
            var done = 0
            while done + 4 <= tile {
              addGroup(codes, isInt4, scales, block, tile, done, 4, sums + (done * 64 + quarter * 16))
              done += 4
            }
            while done < tile {
              addGroup(codes, isInt4, scales, block, tile, done, 1, sums + (done * 64 + quarter * 16))
              done += 1
            }
          }
          block += tile * 40
        }
        w += 64 + 2 * codeBytes
      }
      for index in 0..<tile { put((sums + index * 64).loadUnaligned(as: Lanes.self), panel, row + index, target) }
    }
  }
#endif
