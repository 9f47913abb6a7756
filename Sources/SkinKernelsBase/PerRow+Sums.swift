#if !ISA_AVX512
  // A tile of rows times a panel with a scale for each row, where a panel's sums do not fit a register: four rows at
  // once, whose integer sums `sumFourRows` leaves in memory.

  @inline(__always) func tilePerRow(
    _ codes: UnsafeRawPointer, _ quads: Int, _ x: UnsafeRawPointer, _ tile: Int, _ factors: Factors, _ target: Target,
    _ panel: Int, _ row: Int
  ) {
    let ends = x + tile * quads * quadByteCount
    withUnsafeTemporaryAllocation(byteCount: 256, alignment: 16) { memory in
      guard let sums = memory.baseAddress else { return }
      var done = 0
      while done < tile {
        let count = tile - done >= 4 ? 4 : 1
        let rows = x + done * quadByteCount, corrections = ends + done * 4
        if count == 4 {
          sumFourRows(codes, quads, rows, tile, corrections, sums)
        } else {
          sumOneRow(codes, quads, rows, tile, corrections, sums)
        }
        for index in 0..<count {
          let sum = rounded((sums + index * 64).loadUnaligned(as: LaneBits.self))
          put(scaledPerRow(sum, factors, ends, tile, done + index), panel, row + done + index, target)
        }
        done += count
      }
    }
  }
#endif
