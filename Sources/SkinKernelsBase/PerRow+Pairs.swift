#if ISA_AVX2 || ISA_SSE41
  // Weights with a scale for each row, with AVX2, AVX-VNNI or SSE4.1: a pair of registers of weights times up to four
  // rows, whose eight integer sums stay in registers from the first column to the last.
  //
  // Nothing saturates: unsigned codes, at most 255, and activations are both 16 bits wide, and their products are added
  // up in 32 bits; AVX-VNNI adds four products in 32 bits at once.

  /// Adds a quad's products with a row, whose packed quad is at `x`.
  @inline(__always) func stepPerRow(
    _ v: Bytes, _ t: Bytes, _ x: UnsafeRawPointer, _ a: inout Bytes, _ b: inout Bytes
  ) {
    #if ISA_AVXVNNI
      step(v, t, quad(x, 0), &a, &b)
    #else
      let mask = words(0x00ff)
      stepWords(v & mask, t & mask, quad(x, 0), &a, &b)
      stepWords(shiftWords8(v), shiftWords8(t), quad(x, 4), &a, &b)
    #endif
  }

  @inline(__always) func put(_ a: Bytes, _ b: Bytes, _ sums: UnsafeMutableRawPointer) {
    sums.storeBytes(of: a, as: Bytes.self)
    (sums + registerBytes).storeBytes(of: b, as: Bytes.self)
  }

  @inline(__always) func sumFourRows(
    _ w: UnsafeRawPointer, _ quads: Int, _ x: UnsafeRawPointer, _ tile: Int, _ corrections: UnsafeRawPointer,
    _ sums: UnsafeMutableRawPointer
  ) {
    for pair in 0..<pairCount {
      let codes = w + pair * 2 * registerBytes
      var a0 = quad(corrections, 0), a1 = quad(corrections, 4), a2 = quad(corrections, 8), a3 = quad(corrections, 12)
      var b0 = a0, b1 = a1, b2 = a2, b3 = a3
      var offset = 0, place = x
      for _ in 0..<quads {
        let v = bytes(codes, offset), t = bytes(codes, offset + registerBytes)
        stepPerRow(v, t, place, &a0, &b0)
        stepPerRow(v, t, place + quadByteCount, &a1, &b1)
        stepPerRow(v, t, place + 2 * quadByteCount, &a2, &b2)
        stepPerRow(v, t, place + 3 * quadByteCount, &a3, &b3)
        offset += 64
        place += tile * quadByteCount
      }
      let target = sums + pair * 2 * registerBytes
      put(a0, b0, target)
      put(a1, b1, target + 64)
      put(a2, b2, target + 128)
      put(a3, b3, target + 192)
    }
  }

  @inline(__always) func sumOneRow(
    _ w: UnsafeRawPointer, _ quads: Int, _ x: UnsafeRawPointer, _ tile: Int, _ corrections: UnsafeRawPointer,
    _ sums: UnsafeMutableRawPointer
  ) {
    for pair in 0..<pairCount {
      let codes = w + pair * 2 * registerBytes
      var a = quad(corrections, 0), b = a
      var offset = 0, place = x
      for _ in 0..<quads {
        stepPerRow(bytes(codes, offset), bytes(codes, offset + registerBytes), place, &a, &b)
        offset += 64
        place += tile * quadByteCount
      }
      put(a, b, sums + pair * 2 * registerBytes)
    }
  }
#endif
