// The vector of all kernels: 16 floats, one for each row of a panel or each query of a block. AVX-512 holds it in one
// register, AVX2 in two, SSE and NEON in four; so every instruction set adds up in the same order.
#if arch(x86_64) && (ISA_AVX2 || ISA_AVX512)
  internal import _Builtin_intrinsics.intel
#endif

typealias Lanes = SIMD16<Float>
typealias LaneBits = SIMD16<Int32>
/// Lanes of the vector.
@inline(__always) var laneCount: Int { 16 }

@inline(__always) func lanes(_ value: Float) -> Lanes { Lanes(repeating: value) }

@inline(__always) func load(_ p: UnsafePointer<Float>) -> Lanes { UnsafeRawPointer(p).loadUnaligned(as: Lanes.self) }

@inline(__always) func store(_ v: Lanes, _ p: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(p).storeBytes(of: v, as: Lanes.self)
}

/// The first `count` floats, the other lanes 0.
@inline(__always) func loadPart(_ p: UnsafePointer<Float>, _ count: Int) -> Lanes {
  var v = Lanes.zero
  for lane in 0..<count { v[lane] = p[lane] }
  return v
}

/// Writes the first `count` lanes.
@inline(__always) func storePart(_ v: Lanes, _ p: UnsafeMutablePointer<Float>, _ count: Int) {
  for lane in 0..<count { p[lane] = v[lane] }
}

/// `a * b + c`, rounded once where the instruction set has it.
@inline(__always) func fma(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes {
  #if arch(x86_64) && (ISA_BASE || ISA_SSE41)
    a * b + c  // Without the instruction, `addingProduct` would be a function call for each lane.
  #else
    c.addingProduct(a, b)
  #endif
}

@inline(__always) func bits(_ v: Lanes) -> LaneBits { unsafeBitCast(v, to: LaneBits.self) }
@inline(__always) func floats(_ v: LaneBits) -> Lanes { unsafeBitCast(v, to: Lanes.self) }

/// The larger of the two; `a` where either is NaN.
@inline(__always) func larger(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .> a) }

/// The sum of all lanes, halves first.
@inline(__always) func sum(_ v: Lanes) -> Float {
  let a = v.lowHalf + v.highHalf
  let b = a.lowHalf + a.highHalf
  let c = b.lowHalf + b.highHalf
  return c[0] + c[1]
}

/// 16 binary16 numbers, exactly; infinities become large numbers, which weights never hold.
@inline(__always) func halves(_ p: UnsafeRawPointer) -> Lanes {
  #if ISA_AVX512
    return _mm512_cvtph_ps(p.loadUnaligned(as: SIMD4<Int64>.self))
  #elseif ISA_AVX2
    let low = _mm256_cvtph_ps(p.loadUnaligned(as: SIMD2<Int64>.self))
    let high = _mm256_cvtph_ps((p + 16).loadUnaligned(as: SIMD2<Int64>.self))
    return Lanes(lowHalf: low, highHalf: high)
  #elseif ISA_SSE41
    return Lanes(
      lowHalf: SIMD8(lowHalf: partScales(p), highHalf: partScales(p + 8)),
      highHalf: SIMD8(lowHalf: partScales(p + 16), highHalf: partScales(p + 24)))
  #else
    // Two numbers in each 32-bit lane; then low ones and high ones are interleaved again.
    let pairs = p.loadUnaligned(as: SIMD8<UInt32>.self)
    let mask = SIMD8<UInt32>(repeating: 0x7fff)
    let sign = SIMD8<UInt32>(repeating: 0x8000_0000)
    let scale = SIMD8<Float>(repeating: 0x1p112)
    let sixteen = SIMD8<UInt32>(repeating: 16)
    let thirteen = SIMD8<UInt32>(repeating: 13)
    let low = unsafeBitCast((pairs & mask) &<< thirteen, to: SIMD8<Float>.self) * scale
    let high = unsafeBitCast(((pairs &>> sixteen) & mask) &<< thirteen, to: SIMD8<Float>.self) * scale
    let lowSigned = unsafeBitCast(low, to: SIMD8<UInt32>.self) | ((pairs &<< sixteen) & sign)
    let highSigned = unsafeBitCast(high, to: SIMD8<UInt32>.self) | (pairs & sign)
    var v = Lanes.zero
    v.evenHalf = unsafeBitCast(lowSigned, to: SIMD8<Float>.self)
    v.oddHalf = unsafeBitCast(highSigned, to: SIMD8<Float>.self)
    return v
  #endif
}
