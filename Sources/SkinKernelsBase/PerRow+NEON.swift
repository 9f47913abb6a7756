#if ISA_NEON && arch(arm64)
  // Weights with a scale for each row, with NEON's products of signed bytes: 128 is subtracted from each code.
  internal import _Builtin_intrinsics.arm.neon

  /// What the sum of a row starts with.
  @inline(__always) func start(_ corrections: UnsafeRawPointer, _ offset: Int) -> int32x4_t {
    vdupq_n_s32(corrections.load(fromByteOffset: offset, as: Int32.self))
  }

  /// A quarter of a panel's quad, signed.
  @inline(__always) func signedQuad(_ w: UnsafeRawPointer) -> int8x16_t {
    vreinterpretq_s8_u8(veorq_u8(unsignedBytes(w, 0), vdupq_n_u8(128)))
  }

  @inline(__always) func sumFourRows(
    _ w: UnsafeRawPointer, _ quads: Int, _ x: UnsafeRawPointer, _ tile: Int, _ corrections: UnsafeRawPointer,
    _ sums: UnsafeMutableRawPointer
  ) {
    for quarter in 0..<4 {
      var a = start(corrections, 0), b = start(corrections, 4), c = start(corrections, 8), d = start(corrections, 12)
      var codes = w + quarter * 16, place = x
      for _ in 0..<quads {
        step(
          signedQuad(codes), quad(place, 0), quad(place, 4), quad(place, 8), quad(place, 12), &a, &b, &c, &d)
        codes += 64
        place += tile * quadByteCount
      }
      let target = sums + quarter * 16
      target.storeBytes(of: a, as: int32x4_t.self)
      (target + 64).storeBytes(of: b, as: int32x4_t.self)
      (target + 128).storeBytes(of: c, as: int32x4_t.self)
      (target + 192).storeBytes(of: d, as: int32x4_t.self)
    }
  }

  @inline(__always) func sumOneRow(
    _ w: UnsafeRawPointer, _ quads: Int, _ x: UnsafeRawPointer, _ tile: Int, _ corrections: UnsafeRawPointer,
    _ sums: UnsafeMutableRawPointer
  ) {
    for quarter in 0..<4 {
      var sum = start(corrections, 0)
      for index in 0..<quads {
        sum = dot(
          sum, signedQuad(w + (index * 64 + quarter * 16)), quad(x, index * tile * quadByteCount))
      }
      (sums + quarter * 16).storeBytes(of: sum, as: int32x4_t.self)
    }
  }
#endif
