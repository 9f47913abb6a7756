internal import SkinKernelsAVX2
internal import SkinKernelsAVX512
internal import SkinKernelsAVXVNNI
internal import SkinKernelsBase
internal import SkinKernelsSSE41

// The same functions in the modules; a name for each set.
extension KernelSet {
  /// Vector code for any processor.
  static let base = unsafe KernelSet(
    products: Products(
      packedSuperblockByteCount: SkinKernelsBase.packedSuperblockByteCount,
      packIntegers: SkinKernelsBase.packIntegers,
      packFloats: SkinKernelsBase.packFloats,
      packedPerRowByteCount: SkinKernelsBase.packedPerRowByteCount,
      packPerRow: SkinKernelsBase.packPerRow,
      int4: SkinKernelsBase.multiplyInt4,
      int8: SkinKernelsBase.multiplyInt8,
      int8PerRow: SkinKernelsBase.multiplyPerRow,
      float: SkinKernelsBase.multiplyFloat),
    layerNorm: SkinKernelsBase.layerNorm,
    rmsNorm: SkinKernelsBase.rmsNorm,
    gelu: SkinKernelsBase.gelu,
    tanhGelu: SkinKernelsBase.tanhGelu,
    siluGate: SkinKernelsBase.siluGate,
    geluGate: SkinKernelsBase.geluGate,
    add: SkinKernelsBase.add,
    rotate: SkinKernelsBase.rotate,
    attend: SkinKernelsBase.attend,
    bytes: Bytes(
      store: SkinKernelsBase.storeBytes,
      decode: SkinKernelsBase.decodeBytes,
      attend: SkinKernelsBase.attendBytes),
    perRow: PerRow(
      packedByteCount: SkinKernelsBase.packedHeadByteCount,
      scratchCount: SkinKernelsBase.scratchPerRowCount,
      pack: SkinKernelsBase.packHead,
      attend: SkinKernelsBase.attendPerRow),
    peaks: HardwarePeaks(
      read: SkinKernelsBase.readOnly,
      multiplyFloats: SkinKernelsBase.multiplyFloatsOnly,
      multiplyBytes: SkinKernelsBase.multiplyBytesOnly))

  /// SSE4.1: processors without AVX2.
  static let sse41 = unsafe KernelSet(
    products: Products(
      packedSuperblockByteCount: SkinKernelsSSE41.packedSuperblockByteCount,
      packIntegers: SkinKernelsSSE41.packIntegers,
      packFloats: SkinKernelsSSE41.packFloats,
      packedPerRowByteCount: SkinKernelsSSE41.packedPerRowByteCount,
      packPerRow: SkinKernelsSSE41.packPerRow,
      int4: SkinKernelsSSE41.multiplyInt4,
      int8: SkinKernelsSSE41.multiplyInt8,
      int8PerRow: SkinKernelsSSE41.multiplyPerRow,
      float: SkinKernelsSSE41.multiplyFloat),
    layerNorm: SkinKernelsSSE41.layerNorm,
    rmsNorm: SkinKernelsSSE41.rmsNorm,
    gelu: SkinKernelsSSE41.gelu,
    tanhGelu: SkinKernelsSSE41.tanhGelu,
    siluGate: SkinKernelsSSE41.siluGate,
    geluGate: SkinKernelsSSE41.geluGate,
    add: SkinKernelsSSE41.add,
    rotate: SkinKernelsSSE41.rotate,
    attend: SkinKernelsSSE41.attend,
    bytes: Bytes(
      store: SkinKernelsSSE41.storeBytes,
      decode: SkinKernelsSSE41.decodeBytes,
      attend: SkinKernelsSSE41.attendBytes),
    perRow: PerRow(
      packedByteCount: SkinKernelsSSE41.packedHeadByteCount,
      scratchCount: SkinKernelsSSE41.scratchPerRowCount,
      pack: SkinKernelsSSE41.packHead,
      attend: SkinKernelsSSE41.attendPerRow),
    peaks: HardwarePeaks(
      read: SkinKernelsSSE41.readOnly,
      multiplyFloats: SkinKernelsSSE41.multiplyFloatsOnly,
      multiplyBytes: SkinKernelsSSE41.multiplyBytesOnly))

  /// AVX2, FMA and F16C.
  static let avx2 = unsafe KernelSet(
    products: Products(
      packedSuperblockByteCount: SkinKernelsAVX2.packedSuperblockByteCount,
      packIntegers: SkinKernelsAVX2.packIntegers,
      packFloats: SkinKernelsAVX2.packFloats,
      packedPerRowByteCount: SkinKernelsAVX2.packedPerRowByteCount,
      packPerRow: SkinKernelsAVX2.packPerRow,
      int4: SkinKernelsAVX2.multiplyInt4,
      int8: SkinKernelsAVX2.multiplyInt8,
      int8PerRow: SkinKernelsAVX2.multiplyPerRow,
      float: SkinKernelsAVX2.multiplyFloat),
    layerNorm: SkinKernelsAVX2.layerNorm,
    rmsNorm: SkinKernelsAVX2.rmsNorm,
    gelu: SkinKernelsAVX2.gelu,
    tanhGelu: SkinKernelsAVX2.tanhGelu,
    siluGate: SkinKernelsAVX2.siluGate,
    geluGate: SkinKernelsAVX2.geluGate,
    add: SkinKernelsAVX2.add,
    rotate: SkinKernelsAVX2.rotate,
    attend: SkinKernelsAVX2.attend,
    bytes: Bytes(
      store: SkinKernelsAVX2.storeBytes,
      decode: SkinKernelsAVX2.decodeBytes,
      attend: SkinKernelsAVX2.attendBytes),
    perRow: PerRow(
      packedByteCount: SkinKernelsAVX2.packedHeadByteCount,
      scratchCount: SkinKernelsAVX2.scratchPerRowCount,
      pack: SkinKernelsAVX2.packHead,
      attend: SkinKernelsAVX2.attendPerRow),
    peaks: HardwarePeaks(
      read: SkinKernelsAVX2.readOnly,
      multiplyFloats: SkinKernelsAVX2.multiplyFloatsOnly,
      multiplyBytes: SkinKernelsAVX2.multiplyBytesOnly))

  /// AVX2 with AVX-VNNI.
  static let avxvnni = unsafe KernelSet(
    products: Products(
      packedSuperblockByteCount: SkinKernelsAVXVNNI.packedSuperblockByteCount,
      packIntegers: SkinKernelsAVXVNNI.packIntegers,
      packFloats: SkinKernelsAVXVNNI.packFloats,
      packedPerRowByteCount: SkinKernelsAVXVNNI.packedPerRowByteCount,
      packPerRow: SkinKernelsAVXVNNI.packPerRow,
      int4: SkinKernelsAVXVNNI.multiplyInt4,
      int8: SkinKernelsAVXVNNI.multiplyInt8,
      int8PerRow: SkinKernelsAVXVNNI.multiplyPerRow,
      float: SkinKernelsAVXVNNI.multiplyFloat),
    layerNorm: SkinKernelsAVXVNNI.layerNorm,
    rmsNorm: SkinKernelsAVXVNNI.rmsNorm,
    gelu: SkinKernelsAVXVNNI.gelu,
    tanhGelu: SkinKernelsAVXVNNI.tanhGelu,
    siluGate: SkinKernelsAVXVNNI.siluGate,
    geluGate: SkinKernelsAVXVNNI.geluGate,
    add: SkinKernelsAVXVNNI.add,
    rotate: SkinKernelsAVXVNNI.rotate,
    attend: SkinKernelsAVXVNNI.attend,
    bytes: Bytes(
      store: SkinKernelsAVXVNNI.storeBytes,
      decode: SkinKernelsAVXVNNI.decodeBytes,
      attend: SkinKernelsAVXVNNI.attendBytes),
    perRow: PerRow(
      packedByteCount: SkinKernelsAVXVNNI.packedHeadByteCount,
      scratchCount: SkinKernelsAVXVNNI.scratchPerRowCount,
      pack: SkinKernelsAVXVNNI.packHead,
      attend: SkinKernelsAVXVNNI.attendPerRow),
    peaks: HardwarePeaks(
      read: SkinKernelsAVXVNNI.readOnly,
      multiplyFloats: SkinKernelsAVXVNNI.multiplyFloatsOnly,
      multiplyBytes: SkinKernelsAVXVNNI.multiplyBytesOnly))

  /// AVX-512 with VNNI.
  static let avx512 = unsafe KernelSet(
    products: Products(
      packedSuperblockByteCount: SkinKernelsAVX512.packedSuperblockByteCount,
      packIntegers: SkinKernelsAVX512.packIntegers,
      packFloats: SkinKernelsAVX512.packFloats,
      packedPerRowByteCount: SkinKernelsAVX512.packedPerRowByteCount,
      packPerRow: SkinKernelsAVX512.packPerRow,
      int4: SkinKernelsAVX512.multiplyInt4,
      int8: SkinKernelsAVX512.multiplyInt8,
      int8PerRow: SkinKernelsAVX512.multiplyPerRow,
      float: SkinKernelsAVX512.multiplyFloat),
    layerNorm: SkinKernelsAVX512.layerNorm,
    rmsNorm: SkinKernelsAVX512.rmsNorm,
    gelu: SkinKernelsAVX512.gelu,
    tanhGelu: SkinKernelsAVX512.tanhGelu,
    siluGate: SkinKernelsAVX512.siluGate,
    geluGate: SkinKernelsAVX512.geluGate,
    add: SkinKernelsAVX512.add,
    rotate: SkinKernelsAVX512.rotate,
    attend: SkinKernelsAVX512.attend,
    bytes: Bytes(
      store: SkinKernelsAVX512.storeBytes,
      decode: SkinKernelsAVX512.decodeBytes,
      attend: SkinKernelsAVX512.attendBytes),
    perRow: PerRow(
      packedByteCount: SkinKernelsAVX512.packedHeadByteCount,
      scratchCount: SkinKernelsAVX512.scratchPerRowCount,
      pack: SkinKernelsAVX512.packHead,
      attend: SkinKernelsAVX512.attendPerRow),
    peaks: HardwarePeaks(
      read: SkinKernelsAVX512.readOnly,
      multiplyFloats: SkinKernelsAVX512.multiplyFloatsOnly,
      multiplyBytes: SkinKernelsAVX512.multiplyBytesOnly))
}
