#if ISA_AVX2 || ISA_SSE41
  // What AVX2 and SSE4.1 have in common for integer weights: a register of bytes holds 8 or 4 rows of a panel, each
  // lane four columns of a row. A pair of registers is multiplied at once: the whole panel with AVX2, half of it with
  // SSE4.1.
  internal import _Builtin_intrinsics.intel

  #if ISA_AVX2
    typealias Bytes = SIMD4<Int64>
    typealias PartLanes = SIMD8<Float>
    /// Bytes of a register.
    @inline(__always) var registerBytes: Int { 32 }
    /// Pairs of registers across a panel.
    @inline(__always) var pairCount: Int { 1 }

    /// Four bytes, or an integer, in every lane.
    @inline(__always) func quad(_ p: UnsafeRawPointer, _ offset: Int) -> Bytes {
      _mm256_set1_epi32(p.load(fromByteOffset: offset, as: Int32.self))
    }
    @inline(__always) func words(_ value: Int16) -> Bytes { _mm256_set1_epi16(value) }
    /// Unsigned bytes times signed bytes, neighbours added with saturation.
    @inline(__always) func multiplyBytes(_ w: Bytes, _ x: Bytes) -> Bytes { _mm256_maddubs_epi16(w, x) }
    /// Signed 16-bit numbers, neighbours added in 32 bits.
    @inline(__always) func multiplyWords(_ w: Bytes, _ x: Bytes) -> Bytes { _mm256_madd_epi16(w, x) }
    @inline(__always) func addWords(_ a: Bytes, _ b: Bytes) -> Bytes { _mm256_add_epi16(a, b) }
    @inline(__always) func addIntegers(_ a: Bytes, _ b: Bytes) -> Bytes { _mm256_add_epi32(a, b) }
    @inline(__always) func shiftWords4(_ a: Bytes) -> Bytes { _mm256_srli_epi16(a, 4) }
    @inline(__always) func shiftWords8(_ a: Bytes) -> Bytes { _mm256_srli_epi16(a, 8) }
    /// Scales, exactly.
    @inline(__always) func partScales(_ p: UnsafeRawPointer) -> PartLanes {
      _mm256_cvtph_ps(p.loadUnaligned(as: SIMD2<Int64>.self))
    }

    /// What an integer sum starts with; see ``scaled``.
    @inline(__always) var startBits: Int32 { 0x4b40_0000 }

    /// The scales times what ``startBits`` is as a float: exact, as a scale has 11 bits and this number 2.
    @inline(__always) func shifts(_ scales: PartLanes) -> PartLanes { scales * PartLanes(repeating: -12_582_912) }

    /// `float(sum) * scale`, rounded once.
    ///
    /// An integer under 2^22 that was added to the bits of 1.5 · 2^23 is that float plus the integer; so one fused
    /// multiply-add converts and scales, and removes the surplus exactly.
    @inline(__always) func scaled(_ sum: Bytes, _ scales: PartLanes, _ shifts: PartLanes) -> PartLanes {
      _mm256_fmadd_ps(unsafeBitCast(sum, to: PartLanes.self), scales, shifts)
    }

    /// `a * factor + f`, rounded once.
    @inline(__always) func addScaled(_ a: PartLanes, _ factor: Float, _ f: PartLanes) -> PartLanes {
      _mm256_fmadd_ps(a, PartLanes(repeating: factor), f)
    }
  #else
    typealias Bytes = SIMD2<Int64>
    typealias PartLanes = SIMD4<Float>
    @inline(__always) var registerBytes: Int { 16 }
    @inline(__always) var pairCount: Int { 2 }

    @inline(__always) func quad(_ p: UnsafeRawPointer, _ offset: Int) -> Bytes {
      _mm_set1_epi32(p.load(fromByteOffset: offset, as: Int32.self))
    }
    @inline(__always) func words(_ value: Int16) -> Bytes { _mm_set1_epi16(value) }
    @inline(__always) func multiplyBytes(_ w: Bytes, _ x: Bytes) -> Bytes { _mm_maddubs_epi16(w, x) }
    @inline(__always) func multiplyWords(_ w: Bytes, _ x: Bytes) -> Bytes { _mm_madd_epi16(w, x) }
    @inline(__always) func addWords(_ a: Bytes, _ b: Bytes) -> Bytes { _mm_add_epi16(a, b) }
    @inline(__always) func addIntegers(_ a: Bytes, _ b: Bytes) -> Bytes { _mm_add_epi32(a, b) }
    @inline(__always) func shiftWords4(_ a: Bytes) -> Bytes { _mm_srli_epi16(a, 4) }
    @inline(__always) func shiftWords8(_ a: Bytes) -> Bytes { _mm_srli_epi16(a, 8) }

    /// Scales, exactly: exponent and fraction are moved to their places, 2^112 corrects the exponent's bias.
    @inline(__always) func partScales(_ p: UnsafeRawPointer) -> PartLanes {
      let four = SIMD2<Int64>(p.loadUnaligned(as: Int64.self), 0)
      let wide = unsafeBitCast(_mm_cvtepu16_epi32(four), to: SIMD4<UInt32>.self)
      let magnitude = (wide & SIMD4(repeating: 0x7fff)) &<< SIMD4(repeating: 13)
      let value = unsafeBitCast(magnitude, to: PartLanes.self) * PartLanes(repeating: 0x1p112)
      let sign = (wide & SIMD4(repeating: 0x8000)) &<< SIMD4(repeating: 16)
      return unsafeBitCast(unsafeBitCast(value, to: SIMD4<UInt32>.self) | sign, to: PartLanes.self)
    }

    @inline(__always) var startBits: Int32 { 0 }
    @inline(__always) func shifts(_ scales: PartLanes) -> PartLanes { scales }

    @inline(__always) func scaled(_ sum: Bytes, _ scales: PartLanes, _ shifts: PartLanes) -> PartLanes {
      _mm_cvtepi32_ps(sum) * scales
    }

    /// `a * factor + f`, rounded twice: there is no fused multiply-add.
    @inline(__always) func addScaled(_ a: PartLanes, _ factor: Float, _ f: PartLanes) -> PartLanes {
      a * PartLanes(repeating: factor) + f
    }
  #endif

  @inline(__always) func bytes(_ p: UnsafeRawPointer, _ offset: Int) -> Bytes {
    (p + offset).loadUnaligned(as: Bytes.self)
  }

  /// An integer sum's start: the correction of row `row`.
  @inline(__always) func start(_ corrections: UnsafeRawPointer, _ row: Int) -> Bytes {
    #if ISA_AVX2
      addIntegers(quad(corrections, row * 4), _mm256_set1_epi32(startBits))
    #else
      quad(corrections, row * 4)
    #endif
  }
#endif
