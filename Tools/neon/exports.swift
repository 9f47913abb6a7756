// The kernels that `check.c` calls, by names that C knows; compiled into the kernels' module.
internal import SkinKernelTable

@_cdecl("neon_pack")
public func neonPack(
  _ rows: UnsafePointer<Float>, _ columnCount: Int, _ rowCount: Int, _ offset: Int, _ packed: UnsafeMutableRawPointer
) { packIntegers(rows, columnCount, rowCount, offset, packed) }

@_cdecl("neon_pack_per_row")
public func neonPackPerRow(
  _ rows: UnsafePointer<Float>, _ columnCount: Int, _ rowCount: Int, _ packed: UnsafeMutableRawPointer
) { packPerRow(rows, columnCount, columnCount, rowCount, 128, packed) }

/// A product with weights in 4 bits (scheme 0), in 8 bits (1), or in 8 bits with a scale for each row (2).
@_cdecl("neon_multiply")
public func neonMultiply(
  _ scheme: Int, _ panels: UnsafeRawPointer, _ panelCount: Int, _ inputCount: Int, _ packed: UnsafeRawPointer,
  _ rowCount: Int, _ output: UnsafeMutablePointer<Float>, _ outputCount: Int
) {
  // The bytes of a panel are counted by the kernels of integers themselves.
  let product = ProductArguments(
    panels: panels, panelCount: panelCount, panelByteCount: 0, inputCount: inputCount, packed: packed,
    rowCount: rowCount, output: output, outputStride: outputCount, outputCount: outputCount, bias: nil)
  switch scheme {
  case 0: multiplyInt4(product)
  case 1: multiplyInt8(product)
  default: multiplyPerRow(product)
  }
}
