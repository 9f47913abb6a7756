/// Whether numbers are numbers.
package enum FiniteCheck {
  /// Bits of the exponent, which are all ones in what is infinite or not a number.
  private static let exponent: UInt32 = 0x7f80_0000

  /// Whether `count` floats are finite.
  package static func passes(_ floats: UnsafePointer<Float>, _ count: Int) -> Bool {
    // Without an early end, so that compilers look at several at once.
    var found: UInt32 = 0
    for index in 0..<count {
      let bits = unsafe floats[index].bitPattern & exponent
      found |= bits == exponent ? 1 : 0
    }
    return found == 0
  }
}
