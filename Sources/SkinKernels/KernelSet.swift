/// The functions of one instruction set; ``ComputeBackend`` checks all arguments and then calls these.
///
/// `Rows` stands for floats in rows; the arguments are described at ``Reference``'s functions and in the kernel files.
@safe struct KernelSet: Sendable {
  typealias Rows = UnsafePointer<Float>
  typealias MutableRows = UnsafeMutablePointer<Float>

  let products: Products?
  let layerNorm: @Sendable (Rows, MutableRows, Int, Int, Rows, Rows, Float) -> Void
  let rmsNorm: @Sendable (Rows, MutableRows, Int, Int, Rows, Float) -> Void
  let gelu: @Sendable (MutableRows, Int) -> Void
  let tanhGelu: @Sendable (MutableRows, Int) -> Void
  let siluGate: @Sendable (Rows, MutableRows, Int, Int) -> Void
  let geluGate: @Sendable (Rows, MutableRows, Int, Int) -> Void
  let add: @Sendable (Rows, MutableRows, Int) -> Void
  let rotate: @Sendable (MutableRows, Int, Int, Int, Int, Rows, Rows) -> Void
  let attend:
    @Sendable (
      Rows, Int, Int, Rows, Int, Rows, Int, Int, Float, Int, Int, MutableRows, Int, MutableRows
    ) -> Void

  let bytes: Bytes
  let perRow: PerRow?
  let peaks: HardwarePeaks?

  /// Keys and values in 8 bits; see ``ByteRows``.
  @safe struct Bytes: Sendable {
    let store: @Sendable (Rows, Int, Int, Int, Int, UnsafeMutableRawPointer, MutableRows, Int, Int) -> Void
    let decode: @Sendable (UnsafeRawPointer, Rows, Int, Int, MutableRows) -> Void
    let attend:
      @Sendable (
        Rows, UnsafeRawPointer, Rows, UnsafeRawPointer, Rows, Int, Swift.Float, Int, MutableRows, MutableRows
      ) -> Void
  }

  /// Attention in integers; the plain set has none, because it packs nothing.
  @safe struct PerRow: Sendable {
    let packedByteCount: @Sendable (Int, Int) -> Int
    let scratchCount: @Sendable (Int, Int) -> Int
    let pack: @Sendable (Rows, Int, Rows, Int, Int, Int, UnsafeMutableRawPointer, MutableRows) -> Void
    let attend:
      @Sendable (Rows, Int, Int, UnsafeRawPointer, Int, Int, Swift.Float, MutableRows, Int, MutableRows) -> Void
  }

  /// The most that the instruction set can do, described in `HardwarePeaks.swift` of the kernels; the plain set has none.
  @safe struct HardwarePeaks: Sendable {
    let read: @Sendable (UnsafeRawPointer, Int) -> Int32
    let multiplyFloats: @Sendable (Int) -> Swift.Float
    let multiplyBytes: @Sendable (Int) -> (productsPerInstruction: Int, result: Int32)?
  }

  /// Multiplication of packed rows by panels; the plain set has none, because it packs nothing.
  @safe struct Products: Sendable {
    /// Bytes of 64 columns of a packed row, for integer weights with an offset: 8 (int4) or 128 (int8).
    let packedSuperblockByteCount: @Sendable (Int) -> Int
    let packIntegers: @Sendable (Rows, Int, Int, Int, UnsafeMutableRawPointer) -> Void
    let packFloats: @Sendable (Rows, Int, Int, MutableRows) -> Void
    /// Bytes of a packed row with this many columns, for weights with a scale for each row.
    let packedPerRowByteCount: @Sendable (Int) -> Int
    let packPerRow: @Sendable (Rows, Int, Int, Int, Int, UnsafeMutableRawPointer) -> Void
    let int4: Integer
    let int8: Integer
    let int8PerRow: Integer
    let float: Float
    typealias Integer =
      @Sendable (UnsafeRawPointer, Int, Int, UnsafeRawPointer, Int, MutableRows, Int, Int, Rows?) -> Void
    typealias Float =
      @Sendable (UnsafeRawPointer, Int, Int, Int, Bool, Rows, Int, MutableRows, Int, Int, Rows?) -> Void
  }

  /// The functions of a set that this processor can run.
  static func named(_ name: KernelName) -> KernelSet {
    switch name {
    case .reference: .reference
    case .base: .base
    case .sse41: .sse41
    case .avx2: .avx2
    case .avxvnni: .avxvnni
    case .avx512: .avx512
    }
  }

  /// The plain counterparts.
  static let reference = unsafe KernelSet(
    products: nil,
    layerNorm: { unsafe Reference.layerNorm($0, $1, $2, $3, $4, $5, $6) },
    rmsNorm: { unsafe Reference.rmsNorm($0, $1, $2, $3, $4, $5) },
    gelu: { unsafe Reference.gelu($0, $1) },
    tanhGelu: { unsafe Reference.tanhGelu($0, $1) },
    siluGate: { unsafe Reference.siluGate($0, $1, $2, $3) },
    geluGate: { unsafe Reference.geluGate($0, $1, $2, $3) },
    add: { unsafe Reference.add($0, $1, $2) },
    rotate: { unsafe Reference.rotate($0, $1, $2, $3, $4, $5, $6) },
    attend: { unsafe Reference.attend($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) },
    bytes: Bytes(
      store: { unsafe Reference.storeBytes($0, $1, $2, $3, $4, $5, $6, $7, $8) },
      decode: { unsafe Reference.decodeBytes($0, $1, $2, $3, $4) },
      attend: { unsafe Reference.attendBytes($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }),
    perRow: nil,
    peaks: nil)
}
