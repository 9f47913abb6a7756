internal import SkinKernelTable
package import SkinQuantization

/// The most that this processor can do with one kernel set and one team: to compare kernels with, in the same run.
extension ComputeBackend {
  /// Reads a weight's bytes and does nothing with them, shared between the workers like a product of one row.
  ///
  /// - Returns: a number that depends on all of them, so that no read is optimized away.
  package func readOnly(_ w: WeightMatrix) -> Int32 {
    guard let read = unsafe set.peaks?.read else { return 0 }
    let layout = WeightLayout(shape: w.shape, scheme: w.scheme)
    let partCount = 8 * threadCount
    let panelsPerPart = max(1, layout.panelCount / partCount)
    var results = Array(repeating: Int32(0), count: (layout.panelCount + panelsPerPart - 1) / panelsPerPart)
    unsafe results.withUnsafeMutableBufferPointer { results in
      let results = unsafe results
      team.run(results.count) { part, _ in
        let first = part * panelsPerPart
        let byteCount = min(panelsPerPart, layout.panelCount - first) * layout.panelByteCount / 256 * 256
        // SAFETY: the panels `first..<first + panelsPerPart` exist or end earlier; each part has its own result.
        unsafe results[part] = read(w.unsafeBase + first * layout.panelByteCount, byteCount)
      }
    }
    return results.reduce(0, &+)
  }

  /// Multiplies bytes in registers, by every worker at once.
  ///
  /// - Returns: the multiplications and additions done, or nil where the set has no instruction for them.
  package func multiplyBytesOnly(rounds: Int) -> Int? {
    guard let multiply = set.peaks?.multiplyBytes, let probe = multiply(1) else { return nil }
    team.run(threadCount) { _, _ in _ = multiply(rounds) }
    return threadCount * rounds * 12 * 2 * probe.productsPerInstruction
  }

  /// Multiplies and adds floats in registers, by every worker at once.
  ///
  /// - Returns: the multiplications and additions done, or nil for the plain set.
  package func multiplyFloatsOnly(rounds: Int) -> Int? {
    guard let multiply = set.peaks?.multiplyFloats else { return nil }
    team.run(threadCount) { _, _ in _ = multiply(rounds) }
    return threadCount * rounds * 12 * 2 * 16
  }
}
