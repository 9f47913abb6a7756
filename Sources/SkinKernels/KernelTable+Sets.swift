internal import SkinKernelTable
internal import SkinKernelsBase

#if arch(x86_64)
  internal import SkinKernelsAVX2
  internal import SkinKernelsAVX512
  internal import SkinKernelsAVXVNNI
  internal import SkinKernelsSSE41
#elseif arch(arm64)
  internal import SkinKernelsNEON
  internal import SkinKernelsNEONDot
#endif

// ``ComputeBackend`` checks all arguments and then calls the functions of a table.
extension KernelTable {
  /// The functions of a set, or nil if it is one of another architecture.
  static func named(_ name: KernelName) -> KernelTable? {
    switch name {
    case .reference: return .reference
    case .base: return SkinKernelsBase.kernelTable
    #if arch(x86_64)
      case .sse41: return SkinKernelsSSE41.kernelTable
      case .avx2: return SkinKernelsAVX2.kernelTable
      case .avxvnni: return SkinKernelsAVXVNNI.kernelTable
      case .avx512: return SkinKernelsAVX512.kernelTable
      case .neon, .neondot: return nil
    #elseif arch(arm64)
      case .neon: return SkinKernelsNEON.kernelTable
      case .neondot: return SkinKernelsNEONDot.kernelTable
      case .sse41, .avx2, .avxvnni, .avx512: return nil
    #else
      case .sse41, .avx2, .avxvnni, .avx512, .neon, .neondot: return nil
    #endif
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
