/// A number in IEEE 754 binary16, the format of the scales and of the `f16` scheme.
///
/// Implemented by hand because `Float16` does not exist on every platform, and because the bits must not depend on one.
package struct Binary16: Hashable, Sendable {
  /// Sign, five bits of exponent, ten bits of fraction.
  package let bitPattern: UInt16

  /// The number with these bits.
  package init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  /// The nearest number, ties to even; infinite from 65520 on.
  package init(_ value: Float) {
    let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
    let magnitude = value.magnitude
    guard magnitude < 65520 else {
      bitPattern = sign | (value.isNaN ? 0x7e00 : 0x7c00)
      return
    }
    // Adding 2^(e + 13) makes the float addition round at binary16's last place, subnormal numbers included.
    let exponent = max(Int(magnitude.bitPattern >> 23), 127 - 14)
    let rounder = Float(bitPattern: UInt32(exponent + 13) << 23)
    let rounded = (magnitude + rounder) - rounder
    // The exponent's bias goes from 127 to 15: 2^-112, exact because nothing is left below the last place.
    bitPattern = sign | UInt16(truncatingIfNeeded: (rounded * 0x1p-112).bitPattern >> 13)
  }

  /// The number, exactly.
  package var value: Float {
    let magnitude = UInt32(bitPattern & 0x7fff)
    let sign = UInt32(bitPattern & 0x8000) << 16
    guard magnitude < 0x7c00 else { return Float(bitPattern: sign | 0x7f80_0000 | (magnitude & 0x3ff) << 13) }
    return Float(bitPattern: sign | (Float(bitPattern: magnitude << 13) * 0x1p112).bitPattern)
  }
}
