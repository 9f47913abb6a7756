#if ISA_BASE || (ISA_NEON && arch(arm64))
  // Where one function multiplies both integer schemes; which one is known at each call, so its branches are compiled away.

  @inline(__always) func tileInt4(
    _ w: UnsafeRawPointer, _ superblocks: Int, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target, _ panel: Int,
    _ row: Int
  ) { tileInteger(w, superblocks, true, x, tile, target, panel, row) }

  @inline(__always) func tileInt8(
    _ w: UnsafeRawPointer, _ superblocks: Int, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target, _ panel: Int,
    _ row: Int
  ) { tileInteger(w, superblocks, false, x, tile, target, panel, row) }
#endif
