/// A hash of a byte string that can be joined: the hash of two strings one after the other follows from theirs.
///
///     hash(b0 b1 ... bn) = Σ (bi + 1) · base^(n - i)   modulo 2^61 - 1
///
/// So a merge of two neighbours is looked up without reading their bytes; only a hit is compared byte by byte.
struct TextHash: Hashable {
  private static let modulus: UInt64 = (1 << 61) - 1
  /// Any number far from powers of two serves; this is 2^61 divided by the golden ratio.
  private static let base: UInt64 = 1_425_089_352_415_399_815

  private(set) var value: UInt64

  /// The hash of one byte.
  init(_ byte: UInt8) { value = UInt64(byte) + 1 }

  private init(value: UInt64) { self.value = value }

  /// The hash of some bytes; of no bytes it is zero.
  init(_ bytes: ArraySlice<UInt8>) {
    self.init(value: 0)
    for byte in bytes { self = joined(with: TextHash(byte), shift: Self.base) }
  }

  /// The same hash, faster: the products are summed as they are and reduced once, so that none waits for another.
  ///
  /// - Parameter shifts: the powers of the base, see ``shifts(upTo:)``.
  /// - Precondition: there are as many powers as bytes, and at most 2^32 bytes.
  init(_ bytes: ArraySlice<UInt8>, shifts: [UInt64]) {
    var (high, low): (UInt64, UInt64) = (0, 0)
    var exponent = bytes.count
    for byte in bytes {
      exponent -= 1
      let product = (UInt64(byte) + 1).multipliedFullWidth(by: shifts[exponent])
      let (sum, overflows) = low.addingReportingOverflow(product.low)
      low = sum
      high += product.high + (overflows ? 1 : 0)
    }
    // 2^64 is 8 modulo 2^61 - 1, and the high word is below 2^6 times the bytes.
    self.init(folding: (low & Self.modulus) + (low >> 61) + (high << 3))
  }

  /// A number below 2^63, modulo 2^61 - 1.
  private init(folding number: UInt64) {
    let reduced = (number & Self.modulus) + (number >> 61)
    self.init(value: reduced >= Self.modulus ? reduced - Self.modulus : reduced)
  }

  /// The hash of this string followed by another; the shift belongs to the other's length, see ``shifts(upTo:)``.
  func joined(with other: TextHash, shift: UInt64) -> TextHash {
    let product = value.multipliedFullWidth(by: shift)
    // Both factors are below 2^61, so the high word is below 2^58 and the sum of the three terms below 2^63.
    let folded = (product.low & Self.modulus) + (product.low >> 61 | product.high << 3) + other.value
    return TextHash(folding: folded)
  }

  /// The powers of the base from 0 to a length.
  static func shifts(upTo length: Int) -> [UInt64] {
    var powers: [UInt64] = [1]
    for _ in 0..<length {
      powers.append(TextHash(value: powers[powers.count - 1]).joined(with: TextHash(value: 0), shift: base).value)
    }
    return powers
  }
}
