#if ISA_BASE
  // Weights with a scale for each row without assumptions about the processor.

  @inline(__always) func sumFourRows(
    _ w: UnsafeRawPointer, _ quads: Int, _ x: UnsafeRawPointer, _ tile: Int, _ corrections: UnsafeRawPointer,
    _ sums: UnsafeMutableRawPointer
  ) {
    for row in 0..<4 {
      sumOneRow(w, quads, x + row * quadByteCount, tile, corrections + row * 4, sums + row * 64)
    }
  }

  @inline(__always) func sumOneRow(
    _ w: UnsafeRawPointer, _ quads: Int, _ x: UnsafeRawPointer, _ tile: Int, _ corrections: UnsafeRawPointer,
    _ sums: UnsafeMutableRawPointer
  ) {
    var total = LaneBits(repeating: corrections.load(as: Int32.self))
    for index in 0..<quads {
      addQuad((w + index * 64).loadUnaligned(as: LaneBits.self), x + index * tile * quadByteCount, &total)
    }
    sums.storeBytes(of: total, as: LaneBits.self)
  }
#endif
