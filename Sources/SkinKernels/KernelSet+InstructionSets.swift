internal import SkinKernelsAVX2
internal import SkinKernelsAVX512
internal import SkinKernelsBase

// The same functions in the three modules; a name for each set.
extension KernelSet {
  /// Vector code for any processor.
  static let base = unsafe KernelSet(
    products: Products(
      packIntegers: SkinKernelsBase.packIntegers, packFloats: SkinKernelsBase.packFloats,
      int4: SkinKernelsBase.multiplyInt4,
      int8: SkinKernelsBase.multiplyInt8, float: SkinKernelsBase.multiplyFloat),
    layerNorm: SkinKernelsBase.layerNorm, rmsNorm: SkinKernelsBase.rmsNorm, gelu: SkinKernelsBase.gelu,
    siluGate: SkinKernelsBase.siluGate,
    add: SkinKernelsBase.add, rotate: SkinKernelsBase.rotate, attend: SkinKernelsBase.attend,
    limits: Limits(
      read: SkinKernelsBase.readOnly, multiplyFloats: SkinKernelsBase.multiplyFloatsOnly,
      multiplyBytes: SkinKernelsBase.multiplyBytesOnly))

  /// AVX2, FMA and F16C.
  static let avx2 = unsafe KernelSet(
    products: Products(
      packIntegers: SkinKernelsAVX2.packIntegers, packFloats: SkinKernelsAVX2.packFloats,
      int4: SkinKernelsAVX2.multiplyInt4,
      int8: SkinKernelsAVX2.multiplyInt8, float: SkinKernelsAVX2.multiplyFloat),
    layerNorm: SkinKernelsAVX2.layerNorm, rmsNorm: SkinKernelsAVX2.rmsNorm, gelu: SkinKernelsAVX2.gelu,
    siluGate: SkinKernelsAVX2.siluGate,
    add: SkinKernelsAVX2.add, rotate: SkinKernelsAVX2.rotate, attend: SkinKernelsAVX2.attend,
    limits: Limits(
      read: SkinKernelsAVX2.readOnly, multiplyFloats: SkinKernelsAVX2.multiplyFloatsOnly,
      multiplyBytes: SkinKernelsAVX2.multiplyBytesOnly))

  /// AVX-512 with VNNI.
  static let avx512 = unsafe KernelSet(
    products: Products(
      packIntegers: SkinKernelsAVX512.packIntegers, packFloats: SkinKernelsAVX512.packFloats,
      int4: SkinKernelsAVX512.multiplyInt4,
      int8: SkinKernelsAVX512.multiplyInt8, float: SkinKernelsAVX512.multiplyFloat),
    layerNorm: SkinKernelsAVX512.layerNorm, rmsNorm: SkinKernelsAVX512.rmsNorm, gelu: SkinKernelsAVX512.gelu,
    siluGate: SkinKernelsAVX512.siluGate,
    add: SkinKernelsAVX512.add, rotate: SkinKernelsAVX512.rotate, attend: SkinKernelsAVX512.attend,
    limits: Limits(
      read: SkinKernelsAVX512.readOnly, multiplyFloats: SkinKernelsAVX512.multiplyFloatsOnly,
      multiplyBytes: SkinKernelsAVX512.multiplyBytesOnly))
}
