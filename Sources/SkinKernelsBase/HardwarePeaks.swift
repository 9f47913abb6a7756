// The most that a processor can do, for measurements: nothing but reading, nothing but multiplying.
#if arch(x86_64) && !ISA_BASE
  internal import _Builtin_intrinsics.intel
#endif

/// Reads memory once, in order; the result depends on all of it.
///
/// `byteCount` is a multiple of 256.
@inline(never) func readOnly(_ start: UnsafeRawPointer, _ byteCount: Int) -> Int32 {
  var a = LaneBits.zero, b = LaneBits.zero, c = LaneBits.zero, d = LaneBits.zero
  var p = start
  let end = start + byteCount
  while p < end {
    a ^= p.loadUnaligned(as: LaneBits.self)
    b ^= (p + 64).loadUnaligned(as: LaneBits.self)
    c ^= (p + 128).loadUnaligned(as: LaneBits.self)
    d ^= (p + 192).loadUnaligned(as: LaneBits.self)
    p += 256
  }
  let all = (a ^ b) ^ (c ^ d)
  return (all.lowHalf ^ all.highHalf).wrappedSum()
}

/// Fused (or separate) multiply-adds of floats in registers only: `rounds` times 12 vectors of 16.
@inline(never) func multiplyFloatsOnly(_ rounds: Int) -> Float {
  var a = lanes(1), b = lanes(2), c = lanes(3), d = lanes(4)
  let x = lanes(Float(rounds) * 1e-9), y = lanes(0.5)
  #if ISA_AVX512
    var e = lanes(5), f = lanes(6), g = lanes(7), h = lanes(8)
    var i = lanes(9), j = lanes(10), k = lanes(11), l = lanes(12)
    for _ in 0..<rounds {
      a = fma(a, x, y)
      b = fma(b, x, y)
      c = fma(c, x, y)
      d = fma(d, x, y)
      e = fma(e, x, y)
      f = fma(f, x, y)
      g = fma(g, x, y)
      h = fma(h, x, y)
      i = fma(i, x, y)
      j = fma(j, x, y)
      k = fma(k, x, y)
      l = fma(l, x, y)
    }
    return sum(((a + b) + (c + d)) + ((e + f) + (g + h)) + ((i + j) + (k + l)))
  #elseif ISA_AVX2
    var e = lanes(5), f = lanes(6)
    for _ in 0..<2 * rounds {
      a = fma(a, x, y)
      b = fma(b, x, y)
      c = fma(c, x, y)
      d = fma(d, x, y)
      e = fma(e, x, y)
      f = fma(f, x, y)
    }
    return sum(((a + b) + (c + d)) + (e + f))
  #else
    for _ in 0..<4 * rounds {
      a = fma(a, x, y)
      b = fma(b, x, y)
      c = fma(c, x, y)
    }
    return sum((a + b) + (c + d))
  #endif
}

/// Products of bytes in registers only: `rounds` times 12 instructions, each with as many products as the result says.
///
/// AVX2 and SSE count the first of the two instructions that a product needs there, so their kernels cannot come as
/// close to this limit. Nil where the set has no such instruction.
@inline(never) func multiplyBytesOnly(_ rounds: Int) -> (productsPerInstruction: Int, result: Int32)? {
  #if ISA_AVX512
    let x = _mm512_set1_epi32(Int32(truncatingIfNeeded: rounds)), w = _mm512_set1_epi8(3)
    var a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x
    for _ in 0..<rounds {
      a = _mm512_dpbusd_epi32(a, w, x)
      b = _mm512_dpbusd_epi32(b, w, x)
      c = _mm512_dpbusd_epi32(c, w, x)
      d = _mm512_dpbusd_epi32(d, w, x)
      e = _mm512_dpbusd_epi32(e, w, x)
      f = _mm512_dpbusd_epi32(f, w, x)
      g = _mm512_dpbusd_epi32(g, w, x)
      h = _mm512_dpbusd_epi32(h, w, x)
      i = _mm512_dpbusd_epi32(i, w, x)
      j = _mm512_dpbusd_epi32(j, w, x)
      k = _mm512_dpbusd_epi32(k, w, x)
      l = _mm512_dpbusd_epi32(l, w, x)
    }
    let all = a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ i ^ j ^ k ^ l
    return (64, unsafeBitCast(all, to: LaneBits.self).wrappedSum())
  #elseif ISA_AVX2 || ISA_SSE41
    let x = words(Int16(truncatingIfNeeded: rounds | 1))
    var a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x
    for _ in 0..<rounds {
      a = multiplyOnly(a, x)
      b = multiplyOnly(b, x)
      c = multiplyOnly(c, x)
      d = multiplyOnly(d, x)
      e = multiplyOnly(e, x)
      f = multiplyOnly(f, x)
      g = multiplyOnly(g, x)
      h = multiplyOnly(h, x)
      i = multiplyOnly(i, x)
      j = multiplyOnly(j, x)
      k = multiplyOnly(k, x)
      l = multiplyOnly(l, x)
    }
    let all = a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ i ^ j ^ k ^ l
    #if ISA_AVXVNNI
      let productsPerInstruction = 32
    #else
      let productsPerInstruction = registerBytes
    #endif
    return (productsPerInstruction, Int32(truncatingIfNeeded: all.wrappedSum()))
  #else
    return nil
  #endif
}

#if ISA_AVX2 || ISA_SSE41
  @inline(__always) func multiplyOnly(_ a: Bytes, _ x: Bytes) -> Bytes {
    #if ISA_AVX512VL
      _mm256_mask_dpbusd_epi32(a, 255, x, x)
    #elseif ISA_AVXVNNI
      _mm256_dpbusd_avx_epi32(a, x, x)
    #else
      multiplyBytes(a, x)
    #endif
  }
#endif
