package import SkinTensor

extension WeightMatrix {
  /// Encodes a matrix into memory of its own: for tests and small tables; a container's weights are mapped.
  ///
  /// The matrix is `[output features, input features]`.
  ///
  /// - Throws: ``QuantizationError`` if an element is not finite or too large for the scheme.
  package init(encoding matrix: borrowing Matrix, scheme: WeightScheme) throws(QuantizationError) {
    var measures = EncodingMeasures()
    try self.init(encoding: matrix, scheme: scheme, measures: &measures)
  }

  /// Encodes a matrix into memory of its own and says what was lost.
  ///
  /// The matrix is `[output features, input features]`.
  ///
  /// - Throws: ``QuantizationError`` if an element is not finite or too large for the scheme.
  package init(
    encoding matrix: borrowing Matrix, scheme: WeightScheme, measures: inout EncodingMeasures
  ) throws(QuantizationError) {
    let encoder = PanelEncoder(columnCount: matrix.columnCount, scheme: scheme)
    let elements = matrix.elements
    var bytes: [UInt8] = []
    for firstRow in stride(from: 0, to: matrix.rowCount, by: WeightLayout.panelRows) {
      let rowCount = min(WeightLayout.panelRows, matrix.rowCount - firstRow)
      let rows = elements[firstRow * matrix.columnCount..<(firstRow + rowCount) * matrix.columnCount]
      try encoder.encode(Array(rows), rowCount: rowCount, into: &bytes, measures: &measures)
    }
    let memory = EncodedMemory(bytes)
    unsafe self.init(unsafeBase: memory.base, shape: matrix.shape, scheme: scheme, owner: memory)
  }
}

extension WeightMatrix {
  /// A weight from bytes that are already encoded, copied into memory of its own.
  ///
  /// - Precondition: there are as many bytes as the layout of the shape and the scheme has.
  package init(shape: Shape, scheme: WeightScheme, copying bytes: [UInt8]) {
    precondition(
      bytes.count == WeightLayout(shape: shape, scheme: scheme).byteCount, "\(bytes.count) bytes for \(shape)")
    let memory = EncodedMemory(bytes)
    unsafe self.init(unsafeBase: memory.base, shape: shape, scheme: scheme, owner: memory)
  }
}

/// Aligned bytes that never change after `init`, hence `@unchecked Sendable`.
@safe private final class EncodedMemory: @unchecked Sendable {
  let base: UnsafeRawPointer

  init(_ bytes: [UInt8]) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 64), alignment: 64)
    // SAFETY: `memory` holds at least `bytes.count` bytes.
    unsafe bytes.withUnsafeBytes { source in
      if let first = source.baseAddress { unsafe memory.copyMemory(from: first, byteCount: source.count) }
    }
    unsafe base = UnsafeRawPointer(memory)
  }

  deinit { unsafe base.deallocate() }
}
