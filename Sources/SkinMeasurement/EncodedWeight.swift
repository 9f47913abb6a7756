import Dispatch
import SkinQuantization
import SkinTensor
import Synchronization

/// A weight in float, encoded into memory.
enum EncodedWeight {
  /// Encodes panel by panel, on several threads; the bytes do not depend on how many.
  ///
  /// - Throws: `QuantizationError`
  static func encode(
    _ weight: WeightMatrix, _ scheme: WeightScheme, _ rounding: PanelEncoder.Rounding, threadCount: Int
  ) throws -> WeightMatrix {
    let shape = weight.shape
    let encoder = PanelEncoder(columnCount: shape.columnCount, scheme: scheme, rounding: rounding)
    let panelCount = WeightLayout(shape: shape, scheme: scheme).panelCount
    let stride = max(1, (panelCount + threadCount - 1) / max(threadCount, 1))
    let parts = Mutex([Result<[UInt8], any Error>?](repeating: nil, count: max(threadCount, 1)))
    DispatchQueue.concurrentPerform(iterations: max(threadCount, 1)) { thread in
      let panels = min(thread * stride, panelCount)..<min((thread + 1) * stride, panelCount)
      let result = Result { try Self.bytes(weight, encoder, panels) }
      parts.withLock { $0[thread] = result }
    }
    var bytes: [UInt8] = []
    for part in parts.withLock({ $0 }) {
      if let part { bytes += try part.get() }
    }
    return WeightMatrix(shape: shape, scheme: scheme, copying: bytes)
  }

  private static func bytes(
    _ weight: WeightMatrix, _ encoder: PanelEncoder, _ panels: Range<Int>
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var measures = EncodingMeasures()
    for panel in panels {
      let first = panel * WeightLayout.panelRows
      let rowCount = min(WeightLayout.panelRows, weight.shape.rowCount - first)
      var rows = Matrix(rowCount: rowCount, columnCount: weight.shape.columnCount)
      for row in 0..<rowCount { weight.decodeRow(first + row, into: &rows, at: row) }
      try encoder.encode(rows.elements, rowCount: rowCount, into: &bytes, measures: &measures)
    }
    return bytes
  }
}
