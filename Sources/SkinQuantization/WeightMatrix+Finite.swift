import SkinTensor

extension WeightMatrix {
  /// Whether every scale is finite, or every element in the schemes without scales.
  package var hasFiniteScales: Bool {
    let layout = WeightLayout(shape: shape, scheme: scheme)
    // SAFETY: the ranges below lie in the weight's bytes, as its layout says.
    let bytes = unsafe UnsafeRawBufferPointer(start: unsafeBase, count: layout.byteCount)
    func halves(_ start: Int, _ count: Int) -> Bool {
      var found = 0
      for place in stride(from: start, to: start + 2 * count, by: 2) {
        // All ones in the exponent of a binary16 number, whose high byte comes second.
        found |= unsafe bytes[place + 1] & 0x7c == 0x7c ? 1 : 0
      }
      return found == 0
    }
    switch scheme {
    case .float32:
      return unsafe bytes.withMemoryRebound(to: Float.self) { floats in
        guard let base = floats.baseAddress else { return true }
        return unsafe FiniteCheck.passes(base, floats.count)
      }
    case .float16: return halves(0, layout.byteCount / 2)
    case .int8, .int4:
      return stride(from: 0, to: layout.byteCount, by: layout.superblockByteCount).allSatisfy { halves($0, 32) }
    case .int8PerRow:
      return stride(from: 0, to: layout.byteCount, by: layout.panelByteCount).allSatisfy { halves($0, 16) }
    }
  }
}
