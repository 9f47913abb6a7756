/// The functions of one instruction set, which each kernel module exports as `kernelTable`.
///
/// Nothing here checks its arguments: the caller has.
/// The structs of arguments write out their initializers, since Swift gives no memberwise one to another module.
@safe package struct KernelTable: Sendable {
  /// Floats in rows.
  package typealias Rows = UnsafePointer<Float>
  /// Floats in rows that are written.
  package typealias MutableRows = UnsafeMutablePointer<Float>

  /// Normalizes rows around their mean; the second argument is the bias.
  package let layerNorm: @Sendable (NormArguments, Rows) -> Void
  /// Normalizes rows by their root mean square.
  package let rmsNorm: @Sendable (NormArguments) -> Void
  /// The GELU of so many numbers in place.
  package let gelu: @Sendable (MutableRows, Int) -> Void
  /// The GELU by tanh of so many numbers in place.
  package let tanhGelu: @Sendable (MutableRows, Int) -> Void
  /// `silu(gate) · up`: source, target, rows, columns of the target.
  package let siluGate: @Sendable (Rows, MutableRows, Int, Int) -> Void
  /// `gelu(gate) · up` with the GELU by tanh: source, target, rows, columns of the target.
  package let geluGate: @Sendable (Rows, MutableRows, Int, Int) -> Void
  /// Adds so many numbers to the target.
  package let add: @Sendable (Rows, MutableRows, Int) -> Void
  /// Rotary embedding.
  package let rotate: @Sendable (RotationArguments) -> Void
  /// Attention of one head.
  package let attend: @Sendable (AttentionArguments) -> Void
  /// Keys and values in 8 bits.
  package let bytes: Bytes
  /// Multiplication of packed rows by panels; the plain set has none, because it packs nothing.
  package let products: Products?
  /// Attention in integers; the plain set has none, because it packs nothing.
  package let perRow: PerRow?
  /// The most that the instruction set can do; the plain set has none.
  package let peaks: HardwarePeaks?

  /// A table of all functions.
  package init(
    layerNorm: @escaping @Sendable (NormArguments, Rows) -> Void, rmsNorm: @escaping @Sendable (NormArguments) -> Void,
    gelu: @escaping @Sendable (MutableRows, Int) -> Void, tanhGelu: @escaping @Sendable (MutableRows, Int) -> Void,
    siluGate: @escaping @Sendable (Rows, MutableRows, Int, Int) -> Void,
    geluGate: @escaping @Sendable (Rows, MutableRows, Int, Int) -> Void,
    add: @escaping @Sendable (Rows, MutableRows, Int) -> Void,
    rotate: @escaping @Sendable (RotationArguments) -> Void, attend: @escaping @Sendable (AttentionArguments) -> Void,
    bytes: Bytes, products: Products?, perRow: PerRow?, peaks: HardwarePeaks?
  ) {
    unsafe self.layerNorm = layerNorm
    unsafe self.rmsNorm = rmsNorm
    unsafe self.gelu = gelu
    unsafe self.tanhGelu = tanhGelu
    unsafe self.siluGate = siluGate
    unsafe self.geluGate = geluGate
    unsafe self.add = add
    unsafe self.rotate = rotate
    unsafe self.attend = attend
    self.bytes = bytes
    self.products = products
    self.perRow = perRow
    self.peaks = peaks
  }

  /// Keys and values in 8 bits: symmetric integers, -127 to 127, with one scale for each row of a head.
  @safe package struct Bytes: Sendable {
    /// Writes rows as bytes.
    package let store: @Sendable (ByteStoringArguments) -> Void
    /// A head's codes and scales, rows and columns, to floats.
    package let decode: @Sendable (UnsafeRawPointer, Rows, Int, Int, MutableRows) -> Void
    /// Attention of one query row of one head.
    package let attend: @Sendable (ByteAttentionArguments) -> Void

    /// The three functions.
    package init(
      store: @escaping @Sendable (ByteStoringArguments) -> Void,
      decode: @escaping @Sendable (UnsafeRawPointer, Rows, Int, Int, MutableRows) -> Void,
      attend: @escaping @Sendable (ByteAttentionArguments) -> Void
    ) {
      unsafe self.store = store
      unsafe self.decode = decode
      unsafe self.attend = attend
    }
  }

  /// Attention in integers.
  @safe package struct PerRow: Sendable {
    /// Bytes of a packed head of so many keys and columns.
    package let packedByteCount: @Sendable (Int, Int) -> Int
    /// Floats of scratch for so many keys and columns.
    package let scratchCount: @Sendable (Int, Int) -> Int
    /// Packs a head.
    package let pack: @Sendable (HeadPackingArguments) -> Void
    /// Attends to a packed head.
    package let attend: @Sendable (PerRowAttentionArguments) -> Void

    /// The four functions.
    package init(
      packedByteCount: @escaping @Sendable (Int, Int) -> Int, scratchCount: @escaping @Sendable (Int, Int) -> Int,
      pack: @escaping @Sendable (HeadPackingArguments) -> Void,
      attend: @escaping @Sendable (PerRowAttentionArguments) -> Void
    ) {
      self.packedByteCount = packedByteCount
      self.scratchCount = scratchCount
      unsafe self.pack = pack
      unsafe self.attend = attend
    }
  }

  /// The most that an instruction set can do, described in the kernels' `HardwarePeaks.swift`.
  @safe package struct HardwarePeaks: Sendable {
    /// Reads so many bytes.
    package let read: @Sendable (UnsafeRawPointer, Int) -> Int32
    /// Multiplies floats in so many rounds.
    package let multiplyFloats: @Sendable (Int) -> Float
    /// Multiplies bytes in so many rounds.
    package let multiplyBytes: @Sendable (Int) -> (productsPerInstruction: Int, result: Int32)?

    /// The three functions.
    package init(
      read: @escaping @Sendable (UnsafeRawPointer, Int) -> Int32, multiplyFloats: @escaping @Sendable (Int) -> Float,
      multiplyBytes: @escaping @Sendable (Int) -> (productsPerInstruction: Int, result: Int32)?
    ) {
      unsafe self.read = read
      self.multiplyFloats = multiplyFloats
      self.multiplyBytes = multiplyBytes
    }
  }

  /// Multiplication of packed rows by panels.
  @safe package struct Products: Sendable {
    /// A product of one weight scheme.
    package typealias Product = @Sendable (ProductArguments) -> Void

    /// Bytes of 64 columns of a packed row, for integer weights with an offset: 8 (int4) or 128 (int8).
    package let packedSuperblockByteCount: @Sendable (Int) -> Int
    /// Packs rows for integer weights: rows, columns, number of rows, offset, target.
    package let packIntegers: @Sendable (Rows, Int, Int, Int, UnsafeMutableRawPointer) -> Void
    /// Packs rows for float weights: rows, columns, number of rows, target.
    package let packFloats: @Sendable (Rows, Int, Int, MutableRows) -> Void
    /// Bytes of a packed row with this many columns, for weights with a scale for each row.
    package let packedPerRowByteCount: @Sendable (Int) -> Int
    /// Packs rows for such weights: rows, stride, columns, number of rows, offset, target.
    package let packPerRow: @Sendable (Rows, Int, Int, Int, Int, UnsafeMutableRawPointer) -> Void
    /// Weights in 4 bits.
    package let int4: Product
    /// Weights in 8 bits.
    package let int8: Product
    /// Weights in 8 bits with a scale for each row.
    package let int8PerRow: Product
    /// Weights in binary32.
    package let float32: Product
    /// Weights in binary16.
    package let float16: Product

    /// All functions.
    package init(
      packedSuperblockByteCount: @escaping @Sendable (Int) -> Int,
      packIntegers: @escaping @Sendable (Rows, Int, Int, Int, UnsafeMutableRawPointer) -> Void,
      packFloats: @escaping @Sendable (Rows, Int, Int, MutableRows) -> Void,
      packedPerRowByteCount: @escaping @Sendable (Int) -> Int,
      packPerRow: @escaping @Sendable (Rows, Int, Int, Int, Int, UnsafeMutableRawPointer) -> Void,
      int4: @escaping Product, int8: @escaping Product, int8PerRow: @escaping Product, float32: @escaping Product,
      float16: @escaping Product
    ) {
      self.packedSuperblockByteCount = packedSuperblockByteCount
      unsafe self.packIntegers = packIntegers
      unsafe self.packFloats = packFloats
      self.packedPerRowByteCount = packedPerRowByteCount
      unsafe self.packPerRow = packPerRow
      unsafe self.int4 = int4
      unsafe self.int8 = int8
      unsafe self.int8PerRow = int8PerRow
      unsafe self.float32 = float32
      unsafe self.float16 = float16
    }
  }
}
