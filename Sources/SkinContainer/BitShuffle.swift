/// Regroups bits by their place: bit 0 of all elements, then bit 1, and so on, so that LZ4 finds the bits that hardly
/// change (sign and exponent of floats lie together).
///
/// Elements are taken in blocks of eight, whose bits of one place make a byte; bytes that do not fill a block stay at
/// the end.
///
/// Source: Masui et al. 2015, arXiv:1503.00638, section 3.
enum BitShuffle {
  /// The bytes regrouped; the same number of bytes.
  ///
  /// - Precondition: `elementByteCount` is positive.
  static func shuffled(_ bytes: [UInt8], elementByteCount size: Int) -> [UInt8] {
    let blockCount = bytes.count / (8 * size)
    var result = bytes
    for byte in 0..<size {
      for block in 0..<blockCount {
        var square: UInt64 = 0
        for element in 0..<8 {
          square |= UInt64(bytes[(block * 8 + element) * size + byte]) << UInt64(8 * element)
        }
        square = transposed(square)
        for bit in 0..<8 {
          result[(byte * 8 + bit) * blockCount + block] = UInt8(truncatingIfNeeded: square >> UInt64(8 * bit))
        }
      }
    }
    return result
  }

  /// Undoes ``shuffled(_:elementByteCount:)``, into memory of the same length.
  static func restore(
    _ bytes: UnsafeRawBufferPointer, elementByteCount size: Int, into target: UnsafeMutableRawBufferPointer
  ) {
    precondition(bytes.count == target.count && size > 0, "\(bytes.count) bytes into \(target.count)")
    let blockCount = bytes.count / (8 * size)
    // SAFETY: every index below is less than `8 size blockCount`, which is at most the length of both; the buffers
    // check their bounds in debug builds.
    for byte in 0..<size {
      for block in 0..<blockCount {
        var square: UInt64 = 0
        for bit in 0..<8 {
          square |= unsafe UInt64(bytes[(byte * 8 + bit) * blockCount + block]) << UInt64(8 * bit)
        }
        square = transposed(square)
        for element in 0..<8 {
          unsafe target[(block * 8 + element) * size + byte] = UInt8(truncatingIfNeeded: square >> UInt64(8 * element))
        }
      }
    }
    for index in 8 * size * blockCount..<bytes.count { unsafe target[index] = bytes[index] }
  }

  /// Exchanges rows and columns of a square of 8 x 8 bits; byte `i` is row `i`.
  ///
  /// Source: Warren, Hacker's Delight, 2nd edition, section 7-3.
  static func transposed(_ square: UInt64) -> UInt64 {
    var x = square
    var t = (x ^ (x >> 7)) & 0x00aa_00aa_00aa_00aa
    x ^= t ^ (t << 7)
    t = (x ^ (x >> 14)) & 0x0000_cccc_0000_cccc
    x ^= t ^ (t << 14)
    t = (x ^ (x >> 28)) & 0x0000_0000_f0f0_f0f0
    return x ^ t ^ (t << 28)
  }
}
