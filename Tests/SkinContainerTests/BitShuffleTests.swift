import Foundation
import Testing

@testable import SkinContainer

@Suite struct BitShuffleTests {
  private func bytes(_ count: Int) -> [UInt8] {
    var state: UInt64 = 7
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
  }

  @Test(arguments: [1, 2, 4]) func `what is shuffled comes back, also where bytes fill no block`(size: Int) {
    for count in [0, 1, 7, 8 * size - 1, 8 * size, 8 * size + 3, 1000, 4096] {
      let source = bytes(count)
      let shuffled = BitShuffle.shuffled(source, elementByteCount: size)
      var restored = [UInt8](repeating: 0, count: count)
      // SAFETY: both buffers live during the call.
      unsafe shuffled.withUnsafeBytes { from in
        unsafe restored.withUnsafeMutableBytes { unsafe BitShuffle.restore(from, elementByteCount: size, into: $0) }
      }
      #expect(restored == source, "\(count)")
    }
  }

  @Test func `each bit goes to its place`() {
    // The plain rule, bit by bit: bit b of element e is bit e % 8 of byte b * blocks + e / 8.
    let source = bytes(2 * 24)
    var expected = [UInt8](repeating: 0, count: source.count)
    for element in 0..<24 {
      for bit in 0..<16 where source[2 * element + bit / 8] >> UInt8(bit % 8) & 1 == 1 {
        expected[bit * 3 + element / 8] |= 1 << UInt8(element % 8)
      }
    }
    #expect(BitShuffle.shuffled(source, elementByteCount: 2) == expected)
  }

  @Test(arguments: [1, 2, 4]) func `elements whose high bits hardly change get shorter and are decoded again`(
    size: Int
  ) {
    var source = bytes(1 << 16)
    for index in source.indices where index % size == size - 1 { source[index] = 0x3c | source[index] & 1 }
    let (coding, stored) = ChunkCoding.shortest(source, shuffledElementByteCount: size)
    #expect(coding.shuffledElementByteCount == size)
    #expect(stored.count < source.count)
    var decoded = [UInt8](repeating: 0, count: source.count)
    // SAFETY: the buffers live during the call.
    let isWhole = unsafe stored.withUnsafeBytes { from in
      unsafe decoded.withUnsafeMutableBytes { unsafe ChunkCoding.decode(from, coding, into: $0) }
    }
    #expect(isWhole && decoded == source)
    let isCutWhole = unsafe stored.dropLast(1).withUnsafeBytes { from in
      unsafe decoded.withUnsafeMutableBytes { unsafe ChunkCoding.decode(from, coding, into: $0) }
    }
    #expect(!isCutWhole)
  }

  @Test func `random bytes stay raw`() {
    #expect(ChunkCoding.shortest(bytes(1 << 16), shuffledElementByteCount: 2).coding == .raw)
  }
}
