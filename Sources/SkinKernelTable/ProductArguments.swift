/// Packed rows times some panels of a weight: `output = rows · panelsᵀ + bias`.
@unsafe package struct ProductArguments {
  /// The first panel.
  package var panels: UnsafeRawPointer
  /// Panels; each gives 16 columns of the result, the last perhaps fewer.
  package var panelCount: Int
  /// Bytes from a panel to the next.
  package var panelByteCount: Int
  /// Columns of the weight.
  package var inputCount: Int
  /// The rows, packed for the weight's scheme by the same set.
  package var packed: UnsafeRawPointer
  /// Rows.
  package var rowCount: Int
  /// The first of the columns of the first row of the result.
  package var output: UnsafeMutablePointer<Float>
  /// Floats from a row of the result to the next.
  package var outputStride: Int
  /// Columns that are written, more than `16 · (panelCount - 1)`.
  package var outputCount: Int
  /// A number for each of these columns, or nil.
  package var bias: UnsafePointer<Float>?

  /// All arguments.
  package init(
    panels: UnsafeRawPointer, panelCount: Int, panelByteCount: Int, inputCount: Int, packed: UnsafeRawPointer,
    rowCount: Int, output: UnsafeMutablePointer<Float>, outputStride: Int, outputCount: Int,
    bias: UnsafePointer<Float>?
  ) {
    unsafe self.panels = panels
    unsafe self.panelCount = panelCount
    unsafe self.panelByteCount = panelByteCount
    unsafe self.inputCount = inputCount
    unsafe self.packed = packed
    unsafe self.rowCount = rowCount
    unsafe self.output = output
    unsafe self.outputStride = outputStride
    unsafe self.outputCount = outputCount
    unsafe self.bias = bias
  }
}
