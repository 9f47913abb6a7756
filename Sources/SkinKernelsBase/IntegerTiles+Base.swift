#if ISA_BASE
  // Integer weights without assumptions about the processor. Four columns of a row are one 32-bit lane; shifts split
  // them into 16-bit numbers, whose products compilers turn into the multiply-add that every x86-64 and arm64 has.

  /// Adds a group's products with one row: exact integers, then both scales.
  @inline(__always) func addGroup(
    _ codes: UnsafeRawPointer, _ isInt4: Bool, _ scales: Lanes, _ x: UnsafeRawPointer, _ correction: Int32,
    _ factor: Float, _ f: inout Lanes
  ) {
    var total = LaneBits(repeating: correction)
    if isInt4 {
      for vector in 0..<4 {
        let v = (codes + vector * 64).loadUnaligned(as: LaneBits.self)
        addQuad(v & LaneBits(repeating: 0x0f0f_0f0f), x + vector * 4, &total)
        addQuad((v &>> LaneBits(repeating: 4)) & LaneBits(repeating: 0x0f0f_0f0f), x + (16 + vector * 4), &total)
      }
    } else {
      for vector in 0..<8 {
        addQuad((codes + vector * 64).loadUnaligned(as: LaneBits.self), x + vector * 4, &total)
      }
    }
    f = fma(toFloats(total) * scales, lanes(factor), f)
  }

  /// Adds the products of four unsigned bytes in each lane with four activations.
  @inline(__always) func addQuad(_ w: LaneBits, _ x: UnsafeRawPointer, _ total: inout LaneBits) {
    let mask = LaneBits(repeating: 255)
    for index in 0..<4 {
      let shift = LaneBits(repeating: Int32(8 &* index))
      let factor = LaneBits(repeating: Int32(x.load(fromByteOffset: index, as: Int8.self)))
      total = total &+ ((w &>> shift) & mask) &* factor
    }
  }

  /// Integers under 2^22 as floats, exactly: placed in the fraction of 1.5 · 2^23.
  @inline(__always) func toFloats(_ v: LaneBits) -> Lanes {
    floats(v &+ LaneBits(repeating: 0x4b40_0000)) - lanes(12_582_912)
  }

  @inline(__always) func tileInteger(
    _ w: UnsafeRawPointer, _ superblocks: Int, _ isInt4: Bool, _ x: UnsafeRawPointer, _ tile: Int, _ target: Target,
    _ panel: Int, _ row: Int
  ) {
    for index in 0..<tile {
      var f = Lanes.zero
      for group in 0..<superblocks * 2 {
        let superblock = w + (group / 2) * (isInt4 ? 576 : 1088)
        let codes = superblock + (64 + (group % 2) * (isInt4 ? 256 : 512))
        let block = x + group * tile * 40
        addGroup(
          codes, isInt4, halves(superblock + (group % 2) * 32), block + index * 32,
          block.load(fromByteOffset: tile * 32 + index * 4, as: Int32.self),
          block.load(fromByteOffset: tile * 36 + index * 4, as: Float.self), &f)
      }
      put(f, panel, row + index, target)
    }
  }
#endif
