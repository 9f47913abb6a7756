// What this module exports: one table of its functions.
package import SkinKernelTable

/// The functions of this instruction set.
package let kernelTable = KernelTable(
  layerNorm: layerNorm, rmsNorm: rmsNorm, gelu: gelu, tanhGelu: tanhGelu, siluGate: siluGate, geluGate: geluGate,
  add: add, rotate: rotate, attend: attend,
  bytes: KernelTable.Bytes(store: storeBytes, decode: decodeBytes, attend: attendBytes),
  products: KernelTable.Products(
    packedSuperblockByteCount: packedSuperblockByteCount, packIntegers: packIntegers, packFloats: packFloats,
    packedPerRowByteCount: packedPerRowByteCount, packPerRow: packPerRow, int4: multiplyInt4, int8: multiplyInt8,
    int8PerRow: multiplyPerRow, float32: multiplyFloat32, float16: multiplyFloat16),
  perRow: KernelTable.PerRow(
    packedByteCount: packedHeadByteCount, scratchCount: scratchPerRowCount, pack: packHead, attend: attendPerRow),
  peaks: KernelTable.HardwarePeaks(
    read: readOnly, multiplyFloats: multiplyFloatsOnly, multiplyBytes: multiplyBytesOnly))
