import Testing

@testable import SkinText

@Suite struct TextHashTests {
  @Test func `a hash is the same byte by byte, at once, and joined from parts`() {
    let shifts = TextHash.shifts(upTo: 8000)
    for length in [0, 1, 2, 7, 64, 65, 1000, 7999] {
      for fill in [UInt8(0), 1, 127, 255] {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) &+ fill }
        let whole = TextHash(bytes[...])
        #expect(TextHash(bytes[...], shifts: shifts) == whole, "\(length) bytes from \(fill)")
        let middle = length / 3
        let joined = TextHash(bytes[..<middle], shifts: shifts)
          .joined(with: TextHash(bytes[middle...], shifts: shifts), shift: shifts[length - middle])
        #expect(joined == whole, "\(length) bytes from \(fill), in two parts")
      }
    }
    #expect(TextHash([1, 2][...], shifts: shifts) != TextHash([2, 1][...], shifts: shifts))
  }
}
