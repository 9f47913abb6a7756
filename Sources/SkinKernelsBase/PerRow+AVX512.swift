#if ISA_AVX512
  // Weights with a scale for each row, with VNNI: a register holds four columns of a panel's 16 rows, and the integer
  // sums of up to 16 rows of activations stay in registers from the first column to the last.
  // The blocks of 4, 8 and 16 rows are written out: sums in an array, or a loop over them, spill from the registers.
  internal import _Builtin_intrinsics.intel

  typealias Quads = SIMD8<Int64>

  /// What the sum of a row of a tile starts with.
  @inline(__always) func correction(_ ends: UnsafeRawPointer, _ row: Int) -> Quads { quad(ends, row * 4) }

  /// Scales the sum of row `index` of a tile of `tile` rows and writes it.
  @inline(__always) func finish(
    _ sum: Quads, _ factors: Factors, _ ends: UnsafeRawPointer, _ tile: Int, _ index: Int, _ panel: Int, _ row: Int,
    _ target: Target
  ) {
    put(scaledPerRow(_mm512_cvtepi32_ps(sum), factors, ends, tile, index), panel, row + index, target)
  }

  @inline(__always) func tilePerRow(
    _ codes: UnsafeRawPointer, _ quads: Int, _ x: UnsafeRawPointer, _ tile: Int, _ factors: Factors, _ target: Target,
    _ panel: Int, _ row: Int
  ) {
    switch tile {
    case 16: sixteenRowsPerRow(codes, quads, x, factors, target, panel, row)
    case 8: eightRowsPerRow(codes, quads, x, factors, target, panel, row)
    case 4: fourRowsPerRow(codes, quads, x, factors, target, panel, row)
    case 2: twoRowsPerRow(codes, quads, x, factors, target, panel, row)
    default: oneRowPerRow(codes, quads, x, factors, target, panel, row)
    }
  }

  /// One row: four chains, to hide the latency.
  @inline(__always) func oneRowPerRow(
    _ codes: UnsafeRawPointer, _ quads: Int, _ x0: UnsafeRawPointer, _ factors: Factors, _ target: Target, _ panel: Int,
    _ row: Int
  ) {
    let ends = x0 + quads * 4
    var w = codes, x = x0
    var a0 = correction(ends, 0)
    var a1 = _mm512_setzero_si512(), a2 = _mm512_setzero_si512(), a3 = _mm512_setzero_si512()
    for _ in 0..<quads / 4 {
      a0 = _mm512_dpbusd_epi32(a0, _mm512_loadu_si512(w), quad(x, 0))
      a1 = _mm512_dpbusd_epi32(a1, _mm512_loadu_si512(w + 64), quad(x, 4))
      a2 = _mm512_dpbusd_epi32(a2, _mm512_loadu_si512(w + 128), quad(x, 8))
      a3 = _mm512_dpbusd_epi32(a3, _mm512_loadu_si512(w + 192), quad(x, 12))
      w += 256
      x += 16
    }
    let sum = _mm512_add_epi32(_mm512_add_epi32(a0, a1), _mm512_add_epi32(a2, a3))
    finish(sum, factors, ends, 1, 0, panel, row, target)
  }

  /// Two rows: two chains each.
  @inline(__always) func twoRowsPerRow(
    _ codes: UnsafeRawPointer, _ quads: Int, _ x0: UnsafeRawPointer, _ factors: Factors, _ target: Target, _ panel: Int,
    _ row: Int
  ) {
    let ends = x0 + quads * 8
    var w = codes, x = x0
    var a0 = correction(ends, 0), a1 = correction(ends, 1)
    var b0 = _mm512_setzero_si512(), b1 = _mm512_setzero_si512()
    for _ in 0..<quads / 2 {
      let v = _mm512_loadu_si512(w), u = _mm512_loadu_si512(w + 64)
      a0 = _mm512_dpbusd_epi32(a0, v, quad(x, 0))
      a1 = _mm512_dpbusd_epi32(a1, v, quad(x, 4))
      b0 = _mm512_dpbusd_epi32(b0, u, quad(x, 8))
      b1 = _mm512_dpbusd_epi32(b1, u, quad(x, 12))
      w += 128
      x += 16
    }
    finish(_mm512_add_epi32(a0, b0), factors, ends, 2, 0, panel, row, target)
    finish(_mm512_add_epi32(a1, b1), factors, ends, 2, 1, panel, row, target)
  }

  @inline(__always) func fourRowsPerRow(
    _ codes: UnsafeRawPointer, _ quads: Int, _ x0: UnsafeRawPointer, _ factors: Factors, _ target: Target, _ panel: Int,
    _ row: Int
  ) {
    let ends = x0 + quads * 16
    var w = codes, x = x0
    var a0 = correction(ends, 0), a1 = correction(ends, 1), a2 = correction(ends, 2), a3 = correction(ends, 3)
    for _ in 0..<quads {
      let v = _mm512_loadu_si512(w)
      a0 = _mm512_dpbusd_epi32(a0, v, quad(x, 0))
      a1 = _mm512_dpbusd_epi32(a1, v, quad(x, 4))
      a2 = _mm512_dpbusd_epi32(a2, v, quad(x, 8))
      a3 = _mm512_dpbusd_epi32(a3, v, quad(x, 12))
      w += 64
      x += 16
    }
    finish(a0, factors, ends, 4, 0, panel, row, target)
    finish(a1, factors, ends, 4, 1, panel, row, target)
    finish(a2, factors, ends, 4, 2, panel, row, target)
    finish(a3, factors, ends, 4, 3, panel, row, target)
  }

  @inline(__always) func eightRowsPerRow(
    _ codes: UnsafeRawPointer, _ quads: Int, _ x0: UnsafeRawPointer, _ factors: Factors, _ target: Target, _ panel: Int,
    _ row: Int
  ) {
    let ends = x0 + quads * 32
    var w = codes, x = x0
    var a0 = correction(ends, 0), a1 = correction(ends, 1), a2 = correction(ends, 2), a3 = correction(ends, 3)
    var a4 = correction(ends, 4), a5 = correction(ends, 5), a6 = correction(ends, 6), a7 = correction(ends, 7)
    for _ in 0..<quads {
      let v = _mm512_loadu_si512(w)
      a0 = _mm512_dpbusd_epi32(a0, v, quad(x, 0))
      a1 = _mm512_dpbusd_epi32(a1, v, quad(x, 4))
      a2 = _mm512_dpbusd_epi32(a2, v, quad(x, 8))
      a3 = _mm512_dpbusd_epi32(a3, v, quad(x, 12))
      a4 = _mm512_dpbusd_epi32(a4, v, quad(x, 16))
      a5 = _mm512_dpbusd_epi32(a5, v, quad(x, 20))
      a6 = _mm512_dpbusd_epi32(a6, v, quad(x, 24))
      a7 = _mm512_dpbusd_epi32(a7, v, quad(x, 28))
      w += 64
      x += 32
    }
    finish(a0, factors, ends, 8, 0, panel, row, target)
    finish(a1, factors, ends, 8, 1, panel, row, target)
    finish(a2, factors, ends, 8, 2, panel, row, target)
    finish(a3, factors, ends, 8, 3, panel, row, target)
    finish(a4, factors, ends, 8, 4, panel, row, target)
    finish(a5, factors, ends, 8, 5, panel, row, target)
    finish(a6, factors, ends, 8, 6, panel, row, target)
    finish(a7, factors, ends, 8, 7, panel, row, target)
  }

  @inline(__always) func sixteenRowsPerRow(
    _ codes: UnsafeRawPointer, _ quads: Int, _ x0: UnsafeRawPointer, _ factors: Factors, _ target: Target, _ panel: Int,
    _ row: Int
  ) {
    let ends = x0 + quads * 64
    var w = codes, x = x0
    var a0 = correction(ends, 0), a1 = correction(ends, 1), a2 = correction(ends, 2), a3 = correction(ends, 3)
    var a4 = correction(ends, 4), a5 = correction(ends, 5), a6 = correction(ends, 6), a7 = correction(ends, 7)
    var a8 = correction(ends, 8), a9 = correction(ends, 9), a10 = correction(ends, 10), a11 = correction(ends, 11)
    var a12 = correction(ends, 12), a13 = correction(ends, 13), a14 = correction(ends, 14), a15 = correction(ends, 15)
    for _ in 0..<quads {
      let v = _mm512_loadu_si512(w)
      a0 = _mm512_dpbusd_epi32(a0, v, quad(x, 0))
      a1 = _mm512_dpbusd_epi32(a1, v, quad(x, 4))
      a2 = _mm512_dpbusd_epi32(a2, v, quad(x, 8))
      a3 = _mm512_dpbusd_epi32(a3, v, quad(x, 12))
      a4 = _mm512_dpbusd_epi32(a4, v, quad(x, 16))
      a5 = _mm512_dpbusd_epi32(a5, v, quad(x, 20))
      a6 = _mm512_dpbusd_epi32(a6, v, quad(x, 24))
      a7 = _mm512_dpbusd_epi32(a7, v, quad(x, 28))
      a8 = _mm512_dpbusd_epi32(a8, v, quad(x, 32))
      a9 = _mm512_dpbusd_epi32(a9, v, quad(x, 36))
      a10 = _mm512_dpbusd_epi32(a10, v, quad(x, 40))
      a11 = _mm512_dpbusd_epi32(a11, v, quad(x, 44))
      a12 = _mm512_dpbusd_epi32(a12, v, quad(x, 48))
      a13 = _mm512_dpbusd_epi32(a13, v, quad(x, 52))
      a14 = _mm512_dpbusd_epi32(a14, v, quad(x, 56))
      a15 = _mm512_dpbusd_epi32(a15, v, quad(x, 60))
      w += 64
      x += 64
    }
    finish(a0, factors, ends, 16, 0, panel, row, target)
    finish(a1, factors, ends, 16, 1, panel, row, target)
    finish(a2, factors, ends, 16, 2, panel, row, target)
    finish(a3, factors, ends, 16, 3, panel, row, target)
    finish(a4, factors, ends, 16, 4, panel, row, target)
    finish(a5, factors, ends, 16, 5, panel, row, target)
    finish(a6, factors, ends, 16, 6, panel, row, target)
    finish(a7, factors, ends, 16, 7, panel, row, target)
    finish(a8, factors, ends, 16, 8, panel, row, target)
    finish(a9, factors, ends, 16, 9, panel, row, target)
    finish(a10, factors, ends, 16, 10, panel, row, target)
    finish(a11, factors, ends, 16, 11, panel, row, target)
    finish(a12, factors, ends, 16, 12, panel, row, target)
    finish(a13, factors, ends, 16, 13, panel, row, target)
    finish(a14, factors, ends, 16, 14, panel, row, target)
    finish(a15, factors, ends, 16, 15, panel, row, target)
  }

  /// Bytes of the sums of eight rows and two panels.
  @inline(__always) var pairSumsByteCount: Int { 1024 }
  /// Quads of a part: 8 KiB of activations and 16 KiB of weights stay in the first-level cache.
  @inline(__always) var quadsPerPart: Int { 128 }

  /// 16 rows of activations and two panels.
  ///
  /// With one panel each multiplication reads a number of its own, and processors that multiply twice a cycle wait for
  /// what they read. With two panels, ten reads serve 16 multiplications, for which there are registers for eight rows; so
  /// part by part of the columns, first the one and then the other eight rows are added to sums in memory.
  @inline(__always) func pairPerRow(
    _ panels: UnsafeRawPointer, _ panelByteCount: Int, _ quads: Int, _ x: UnsafeRawPointer,
    _ sums: (UnsafeMutableRawPointer, UnsafeMutableRawPointer), _ target: Target, _ panel: Int, _ row: Int
  ) {
    let ends = x + quads * 64
    for index in 0..<16 {
      let first = correction(ends, index)
      let place = (index < 8 ? sums.0 : sums.1) + index % 8 * 128
      _mm512_storeu_si512(place, first)
      _mm512_storeu_si512(place + 64, first)
    }
    let left = panels + 128, right = left + panelByteCount
    var quad = 0
    while quad < quads {
      let count = quads - quad < quadsPerPart ? quads - quad : quadsPerPart
      let place = quad * 64
      eightRowsOfTwo(left + place, right + place, count, x + place, sums.0)
      eightRowsOfTwo(left + place, right + place, count, x + (place + 32), sums.1)
      quad += count
    }
    let leftFactors = panelFactors(panels), rightFactors = panelFactors(panels + panelByteCount)
    for index in 0..<16 {
      let place = (index < 8 ? sums.0 : sums.1) + index % 8 * 128
      finish(_mm512_loadu_si512(place), leftFactors, ends, 16, index, panel, row, target)
      finish(_mm512_loadu_si512(place + 64), rightFactors, ends, 16, index, panel + 1, row, target)
    }
  }

  /// Adds a quad of one row times those of two panels to the row's two sums.
  @inline(__always) func addQuad(
    _ x: UnsafeRawPointer, _ offset: Int, _ left: Quads, _ right: Quads, _ a: inout Quads, _ b: inout Quads
  ) {
    let row = quad(x, offset)
    a = _mm512_dpbusd_epi32(a, left, row)
    b = _mm512_dpbusd_epi32(b, right, row)
  }

  /// Adds some quads of eight rows of a tile of 16 and of two panels to the sums, `[8, 2, 16]`.
  @inline(__always) func eightRowsOfTwo(
    _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ quads: Int, _ first: UnsafeRawPointer,
    _ sums: UnsafeMutableRawPointer
  ) {
    var a0 = _mm512_loadu_si512(sums + 0), b0 = _mm512_loadu_si512(sums + 64)
    var a1 = _mm512_loadu_si512(sums + 128), b1 = _mm512_loadu_si512(sums + 192)
    var a2 = _mm512_loadu_si512(sums + 256), b2 = _mm512_loadu_si512(sums + 320)
    var a3 = _mm512_loadu_si512(sums + 384), b3 = _mm512_loadu_si512(sums + 448)
    var a4 = _mm512_loadu_si512(sums + 512), b4 = _mm512_loadu_si512(sums + 576)
    var a5 = _mm512_loadu_si512(sums + 640), b5 = _mm512_loadu_si512(sums + 704)
    var a6 = _mm512_loadu_si512(sums + 768), b6 = _mm512_loadu_si512(sums + 832)
    var a7 = _mm512_loadu_si512(sums + 896), b7 = _mm512_loadu_si512(sums + 960)
    var v = left, u = right, x = first
    for _ in 0..<quads {
      let p = _mm512_loadu_si512(v), q = _mm512_loadu_si512(u)
      addQuad(x, 0, p, q, &a0, &b0)
      addQuad(x, 4, p, q, &a1, &b1)
      addQuad(x, 8, p, q, &a2, &b2)
      addQuad(x, 12, p, q, &a3, &b3)
      addQuad(x, 16, p, q, &a4, &b4)
      addQuad(x, 20, p, q, &a5, &b5)
      addQuad(x, 24, p, q, &a6, &b6)
      addQuad(x, 28, p, q, &a7, &b7)
      v += 64
      u += 64
      x += 64
    }
    _mm512_storeu_si512(sums + 0, a0)
    _mm512_storeu_si512(sums + 64, b0)
    _mm512_storeu_si512(sums + 128, a1)
    _mm512_storeu_si512(sums + 192, b1)
    _mm512_storeu_si512(sums + 256, a2)
    _mm512_storeu_si512(sums + 320, b2)
    _mm512_storeu_si512(sums + 384, a3)
    _mm512_storeu_si512(sums + 448, b3)
    _mm512_storeu_si512(sums + 512, a4)
    _mm512_storeu_si512(sums + 576, b4)
    _mm512_storeu_si512(sums + 640, a5)
    _mm512_storeu_si512(sums + 704, b5)
    _mm512_storeu_si512(sums + 768, a6)
    _mm512_storeu_si512(sums + 832, b6)
    _mm512_storeu_si512(sums + 896, a7)
    _mm512_storeu_si512(sums + 960, b7)
  }
#endif
