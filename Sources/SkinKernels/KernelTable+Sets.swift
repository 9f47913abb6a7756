internal import SkinKernelTable
internal import SkinKernelsAVX2
internal import SkinKernelsAVX512
internal import SkinKernelsAVXVNNI
internal import SkinKernelsBase
internal import SkinKernelsSSE41

// ``ComputeBackend`` checks all arguments and then calls the functions of a table.
extension KernelTable {
  /// The functions of a set that this processor can run.
  static func named(_ name: KernelName) -> KernelTable {
    switch name {
    case .reference: .reference
    case .base: SkinKernelsBase.kernelTable
    case .sse41: SkinKernelsSSE41.kernelTable
    case .avx2: SkinKernelsAVX2.kernelTable
    case .avxvnni: SkinKernelsAVXVNNI.kernelTable
    case .avx512: SkinKernelsAVX512.kernelTable
    }
  }

  /// The plain counterparts.
  static let reference = unsafe KernelTable(
    layerNorm: { unsafe Reference.layerNorm($0, $1) },
    rmsNorm: { unsafe Reference.rmsNorm($0) },
    gelu: { unsafe Reference.gelu($0, $1) },
    tanhGelu: { unsafe Reference.tanhGelu($0, $1) },
    siluGate: { unsafe Reference.siluGate($0, $1, $2, $3) },
    geluGate: { unsafe Reference.geluGate($0, $1, $2, $3) },
    add: { unsafe Reference.add($0, $1, $2) },
    rotate: { unsafe Reference.rotate($0) },
    attend: { unsafe Reference.attend($0) },
    bytes: Bytes(
      store: { unsafe Reference.storeBytes($0) },
      decode: { unsafe Reference.decodeBytes($0, $1, $2, $3, $4) },
      attend: { unsafe Reference.attendBytes($0) }),
    products: nil, perRow: nil, peaks: nil)
}
