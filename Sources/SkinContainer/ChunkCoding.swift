import CLZ4
import SkinFiles

/// How chunks are compressed, read back and checked.
enum ChunkCoding {
  /// Bytes of a chunk in memory; a multiple of 64, so that raw chunks follow each other without gaps.
  static let chunkByteCount = 4 << 20
  /// Chunks begin at multiples of this.
  static let alignment = 64
  /// A chunk stays raw unless LZ4 makes it smaller by this share.
  private static let leastGain = 0.03
  /// It is not even tried unless the fast compressor makes the chunk smaller by this share.
  private static let leastProbedGain = 0.01
  private static let compressionLevel: Int32 = 9

  /// The shortest form of some bytes: as they are, LZ4, or LZ4 after a bit shuffle.
  ///
  /// - Parameter shuffledElementByteCount: bytes of the elements whose bits may be shuffled; nil to not try.
  static func shortest(
    _ bytes: [UInt8], shuffledElementByteCount: Int?
  ) -> (coding: Chunk.Coding, bytes: [UInt8]) {
    var best: (coding: Chunk.Coding, bytes: [UInt8]) = (.raw, bytes)
    if let plain = compressed(bytes) { best = (.lz4, plain) }
    let coding: Chunk.Coding? =
      switch shuffledElementByteCount {
      case 1: .lz4Bits8
      case 2: .lz4Bits16
      case 4: .lz4Bits32
      default: nil
      }
    if let coding, let size = coding.shuffledElementByteCount,
      let shuffled = compressed(BitShuffle.shuffled(bytes, elementByteCount: size)),
      // Where plain LZ4 does nearly as well, it stays readable for older programs, and decodes faster.
      Double(shuffled.count) < Double(best.bytes.count) * (1 - leastGain)
    {
      best = (coding, shuffled)
    }
    return best
  }

  /// The LZ4 form of some bytes, or nil if it gains too little.
  static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    let limit = Int(Double(bytes.count) * (1 - leastGain))
    guard limit > 0 else { return nil }
    // The fast compressor decides for most chunks of weights, in a tenth of the time.
    let probe = Int(Double(bytes.count) * (1 - leastProbedGain))
    guard unsafe compressed(bytes, limit: probe, by: { unsafe LZ4_compress_default($0, $1, $2, $3) }) != nil else {
      return nil
    }
    return unsafe compressed(bytes, limit: limit) {
      unsafe LZ4_compress_HC($0, $1, $2, $3, compressionLevel)
    }
  }

  private typealias Compressor = (UnsafePointer<CChar>?, UnsafeMutablePointer<CChar>?, Int32, Int32) -> Int32

  private static func compressed(_ bytes: [UInt8], limit: Int, by compressor: Compressor) -> [UInt8]? {
    // SAFETY: LZ4 writes at most `limit` bytes to the buffer of that capacity and reads `bytes.count` bytes.
    let output = unsafe [UInt8](unsafeUninitializedCapacity: limit) { target, count in
      let written = unsafe bytes.withUnsafeBytes { source in
        unsafe compressor(
          source.baseAddress?.assumingMemoryBound(to: CChar.self),
          target.withMemoryRebound(to: CChar.self) { $0.baseAddress },
          Int32(source.count), Int32(limit))
      }
      count = max(Int(written), 0)
    }
    return output.isEmpty ? nil : output
  }

  /// Decodes a chunk's bytes into `target`, which is as long as the chunk is in memory; returns whether it fits
  /// exactly.
  static func decode(
    _ source: UnsafeRawBufferPointer, _ coding: Chunk.Coding, into target: UnsafeMutableRawBufferPointer
  )
    -> Bool
  {
    switch coding {
    case .raw:
      guard source.count == target.count else { return false }
      unsafe target.copyMemory(from: source)
      return true
    case .lz4:
      // SAFETY: LZ4_decompress_safe reads and writes inside the given lengths only; both fit in Int32, because a
      // chunk is never longer than `chunkByteCount`.
      let written = unsafe LZ4_decompress_safe(
        source.baseAddress, target.baseAddress, Int32(source.count), Int32(target.count))
      return Int(written) == target.count
    case .lz4Bits8, .lz4Bits16, .lz4Bits32:
      let size = coding.shuffledElementByteCount ?? 1
      // SAFETY: as above; the copy has the target's length.
      var written: Int32 = 0
      let shuffled = unsafe [UInt8](unsafeUninitializedCapacity: target.count) { buffer, count in
        written = unsafe LZ4_decompress_safe(
          source.baseAddress, UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self),
          Int32(source.count), Int32(target.count))
        count = max(Int(written), 0)
      }
      guard Int(written) == target.count else { return false }
      unsafe shuffled.withUnsafeBytes { bytes in
        unsafe BitShuffle.restore(bytes, elementByteCount: size, into: target)
      }
      return true
    }
  }

  /// SHA-256, lowercase hexadecimal.
  static func digest(_ bytes: UnsafeRawBufferPointer) -> String {
    var hash = SHA256()
    unsafe hash.update(bytes)
    return hash.finalize().hexadecimal
  }
}
