/// Checks that numbers are finite.
package enum FiniteCheck {
  /// Bits of the exponent, which are all ones in infinities and NaN.
  private static let exponent: UInt32 = 0x7f80_0000

  /// Whether `count` floats are finite.
  package static func passes(_ floats: UnsafePointer<Float>, _ count: Int) -> Bool {
    // No early exit, so that compilers check several at once.
    var found: UInt32 = 0
    for index in 0..<count {
      let bits = unsafe floats[index].bitPattern & exponent
      found |= bits == exponent ? 1 : 0
    }
    return found == 0
  }
}
