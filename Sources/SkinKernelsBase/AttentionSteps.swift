// The inner loops of a block's attention: as many keys, or columns of values, at once as there are registers for sums.

/// Scores of ``keysPerStep`` keys.
@inline(__always) func scoreStep(
  _ queries: UnsafePointer<Float>, _ k: UnsafePointer<Float>, _ stride: Int, _ width: Int,
  _ scores: UnsafeMutablePointer<Float>
) {
  step(queries, width, k, stride, 1, lanes(1), scores)
}

/// As many columns of the weighted values.
@inline(__always) func sumStep(
  _ scores: UnsafePointer<Float>, _ keyCount: Int, _ v: UnsafePointer<Float>, _ stride: Int, _ factor: Lanes,
  _ outputs: UnsafeMutablePointer<Float>
) {
  step(scores, keyCount, v, 1, stride, factor, outputs)
}

#if ISA_AVX512
  @inline(__always) var keysPerStep: Int { 8 }

  /// Sums over `count` vectors times broadcast numbers.
  ///
  /// The numbers of sum `i` begin at `x0 + i * across` and follow at a distance of `along`.
  @inline(__always) func step(
    _ p: UnsafePointer<Float>, _ count: Int, _ x0: UnsafePointer<Float>, _ across: Int, _ along: Int,
    _ factor: Lanes, _ outputs: UnsafeMutablePointer<Float>
  ) {
    var a0 = Lanes.zero, a1 = Lanes.zero, a2 = Lanes.zero, a3 = Lanes.zero
    var a4 = Lanes.zero, a5 = Lanes.zero, a6 = Lanes.zero, a7 = Lanes.zero
    var x = x0, source = p
    for _ in 0..<count {
      let s = load(source)
      a0 = fma(s, lanes(x[0]), a0)
      a1 = fma(s, lanes(x[across]), a1)
      a2 = fma(s, lanes(x[2 * across]), a2)
      a3 = fma(s, lanes(x[3 * across]), a3)
      a4 = fma(s, lanes(x[4 * across]), a4)
      a5 = fma(s, lanes(x[5 * across]), a5)
      a6 = fma(s, lanes(x[6 * across]), a6)
      a7 = fma(s, lanes(x[7 * across]), a7)
      x += along
      source += laneCount
    }
    store(a0 * factor, outputs)
    store(a1 * factor, outputs + laneCount)
    store(a2 * factor, outputs + 2 * laneCount)
    store(a3 * factor, outputs + 3 * laneCount)
    store(a4 * factor, outputs + 4 * laneCount)
    store(a5 * factor, outputs + 5 * laneCount)
    store(a6 * factor, outputs + 6 * laneCount)
    store(a7 * factor, outputs + 7 * laneCount)
  }
#elseif ISA_AVX2
  @inline(__always) var keysPerStep: Int { 4 }

  /// Sums over `count` vectors times broadcast numbers.
  ///
  /// The numbers of sum `i` begin at `x0 + i * across` and follow at a distance of `along`.
  @inline(__always) func step(
    _ p: UnsafePointer<Float>, _ count: Int, _ x0: UnsafePointer<Float>, _ across: Int, _ along: Int,
    _ factor: Lanes, _ outputs: UnsafeMutablePointer<Float>
  ) {
    var a0 = Lanes.zero, a1 = Lanes.zero, a2 = Lanes.zero, a3 = Lanes.zero
    var x = x0, source = p
    for _ in 0..<count {
      let s = load(source)
      a0 = fma(s, lanes(x[0]), a0)
      a1 = fma(s, lanes(x[across]), a1)
      a2 = fma(s, lanes(x[2 * across]), a2)
      a3 = fma(s, lanes(x[3 * across]), a3)
      x += along
      source += laneCount
    }
    store(a0 * factor, outputs)
    store(a1 * factor, outputs + laneCount)
    store(a2 * factor, outputs + 2 * laneCount)
    store(a3 * factor, outputs + 3 * laneCount)
  }
#else
  @inline(__always) var keysPerStep: Int { 2 }

  /// Sums over `count` vectors times broadcast numbers.
  ///
  /// The numbers of sum `i` begin at `x0 + i * across` and follow at a distance of `along`.
  @inline(__always) func step(
    _ p: UnsafePointer<Float>, _ count: Int, _ x0: UnsafePointer<Float>, _ across: Int, _ along: Int,
    _ factor: Lanes, _ outputs: UnsafeMutablePointer<Float>
  ) {
    var a0 = Lanes.zero, a1 = Lanes.zero
    var x = x0, source = p
    for _ in 0..<count {
      let s = load(source)
      a0 = fma(s, lanes(x[0]), a0)
      a1 = fma(s, lanes(x[across]), a1)
      x += along
      source += laneCount
    }
    store(a0 * factor, outputs)
    store(a1 * factor, outputs + laneCount)
  }
#endif
