import SkinFailure
internal import CSkinPlatform

/// The kernel sets: the plain reference, and one for each instruction set that the package is built with.
package enum KernelName: String, CaseIterable, Sendable {
  /// Plain loops that show what is computed; slow.
  case reference
  /// Vector code without assumptions about the processor.
  case base
  /// SSSE3 and SSE4.1.
  case sse41
  /// AVX2, FMA and F16C.
  case avx2
  /// AVX2 and AVX-VNNI.
  case avxvnni
  /// AVX-512 F, BW, VL, DQ and VNNI.
  case avx512
  /// NEON, as every arm64 has it.
  case neon
  /// NEON with dot products of bytes, as in most since 2018.
  case neondot

  /// The sets that this processor can run, slowest first.
  package static let available: [KernelName] = {
    let features = skin_processor_features()
    return allCases.filter { name in
      switch name {
      case .reference, .base: true
      case .sse41: features & UInt32(SKIN_FEATURE_SSE41) != 0
      case .avx2: features & UInt32(SKIN_FEATURE_AVX2) != 0
      case .avxvnni: features & UInt32(SKIN_FEATURE_AVXVNNI) != 0
      case .avx512: features & UInt32(SKIN_FEATURE_AVX512) != 0
      case .neon: features & UInt32(SKIN_FEATURE_NEON) != 0
      case .neondot: features & UInt32(SKIN_FEATURE_DOTPROD) != 0
      }
    }
  }()

  /// The fastest set that this processor can run.
  package static var best: KernelName { available.last ?? .reference }
}

/// Why an ``ComputeBackend`` cannot be made.
package enum KernelError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// This processor cannot run these kernels.
  case unavailable(KernelName)
  /// The system refused a thread; `code` is what pthread_create returned.
  case noThread(code: Int32)

  /// What was asked for, for developers.
  package var description: String {
    switch self {
    case .unavailable(let name): "this processor cannot run the \(name.rawValue) kernels"
    case .noThread(let code): "pthread_create answered \(code)"
    }
  }
}
