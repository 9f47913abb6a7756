package import SkinConfiguration
internal import SkinKernelTable
package import SkinQuantization
package import SkinTensor

/// The operations of all three transformers, run by one kernel set and one team of workers.
///
/// The results are the same bits for every thread count. Of the kernel sets, `reference`, `avx2`, `avxvnni` and
/// `avx512` multiply to the same bits; `base` and `sse41` agree with each other, but have no fused multiply-add and
/// differ from the others in the last places, as all sets do in everything else.
///
/// A backend serves one caller at a time; it may move between threads, and two calls at once are a programming error.
/// Scratch memory is kept, so that nothing is allocated after the first call of a size.
package final class ComputeBackend {
  /// The kernels in use.
  package let kernels: KernelName
  /// Threads that share the work, the caller among them.
  package let threadCount: Int

  /// Receives the name of each linear layer's weight and the input rows before the layer runs; nil unless a model is
  /// measured.
  package let inputObserver: ((TensorName, [Float]) -> Void)?

  let set: KernelTable
  let team: Team
  let packed = Scratch()
  let workerScratch: [Scratch]

  /// Starts the workers.
  ///
  /// - Parameter inputObserver: what ``inputObserver`` is.
  /// - Throws: ``KernelError/unavailable(_:)`` if this processor cannot run the kernels,
  ///   ``KernelError/noThread(code:)`` if the system refuses a thread.
  /// - Precondition: `threadCount` is at least 1.
  package init(
    kernels: KernelName, threadCount: Int, inputObserver: ((TensorName, [Float]) -> Void)? = nil
  ) throws(KernelError) {
    precondition(threadCount >= 1, "\(threadCount) threads")
    guard KernelName.available.contains(kernels), let set = KernelTable.named(kernels) else {
      throw .unavailable(kernels)
    }
    self.kernels = kernels
    self.threadCount = threadCount
    self.inputObserver = inputObserver
    self.set = set
    team = try Team(threadCount: threadCount)
    workerScratch = (0..<threadCount).map { _ in Scratch() }
  }

  /// Normalizes each row; `[n, width] -> [n, width]`.
  ///
  /// - Precondition: all widths are equal; `y` has capacity for the rows of `x`.
  package func normalize(_ x: borrowing Matrix, by norm: Norm, into y: inout Matrix) {
    let width = x.columnCount
    precondition(norm.width == width, "a norm of \(norm.width) columns for \(width)")
    precondition(y.columnCount == width, "\(width) columns into \(y.columnCount)")
    y.resize(rowCount: x.rowCount)
    // SAFETY: both matrices hold `x.rowCount` rows of `width` floats; each part takes its own rows.
    let (source, target) = unsafe (x.unsafeBase, y.unsafeMutableBase)
    unsafe forEachRowRange(x.rowCount, width) { first, count in
      unsafe normalize(source + first * width, count, by: norm, into: target + first * width)
    }
  }

  /// Normalizes contiguous rows that are as wide as the norm.
  @unsafe func normalize(
    _ source: UnsafePointer<Float>, _ rowCount: Int, by norm: Norm, into target: UnsafeMutablePointer<Float>
  ) {
    switch norm {
    case .layer(let weight, let bias, let epsilon):
      precondition(bias.count == weight.count, "\(weight.count) weights and \(bias.count) biases")
      // SAFETY: the caller's; the vectors hold one row each.
      unsafe set.layerNorm(
        NormArguments(
          rows: source, output: target, rowCount: rowCount, width: weight.count, weight: weight.unsafeBase,
          epsilon: epsilon), bias.unsafeBase)
    case .rootMeanSquare(let weight, let epsilon):
      // SAFETY: as above.
      unsafe set.rmsNorm(
        NormArguments(
          rows: source, output: target, rowCount: rowCount, width: weight.count, weight: weight.unsafeBase,
          epsilon: epsilon))
    }
  }

  /// Normalizes some heads of each row by themselves, in place.
  ///
  /// - Precondition: the heads lie inside the columns; the norm is a root-mean-square norm as wide as a head.
  package func normalizeHeads(_ x: inout Matrix, firstColumn: Int, headCount: Int, by norm: Norm) {
    let (rowCount, stride, width) = (x.rowCount, x.columnCount, norm.width)
    guard case .rootMeanSquare(let weight, let epsilon) = norm else { preconditionFailure("heads by a layer norm") }
    precondition(
      firstColumn >= 0 && headCount >= 0 && firstColumn + headCount * width <= stride,
      "\(headCount) heads of \(width) from column \(firstColumn) of \(stride)")
    // SAFETY: the lines above; each part takes its own rows. A norm reads a head's elements before it writes them.
    let target = unsafe x.unsafeMutableBase + firstColumn
    unsafe forEachRowRange(rowCount, headCount * width) { first, count in
      for row in first..<first + count {
        unsafe set.rmsNorm(
          NormArguments(
            rows: target + row * stride, output: target + row * stride, rowCount: headCount, width: width,
            weight: weight.unsafeBase, epsilon: epsilon))
      }
    }
  }

  /// `x / 2 · (1 + erf(x / √2))` in place: the exact GELU, not the one by tanh.
  package func gelu(_ x: inout Matrix) { unsafe change(&x, by: set.gelu) }

  /// `x / 2 · (1 + tanh(√(2 / π) (x + 0.044715 x³)))` in place: the GELU by tanh.
  package func tanhGelu(_ x: inout Matrix) { unsafe change(&x, by: set.tanhGelu) }

  /// Changes each element by a function of itself.
  @unsafe private func change(_ x: inout Matrix, by function: (UnsafeMutablePointer<Float>, Int) -> Void) {
    let (rowCount, width) = (x.rowCount, x.columnCount)
    // SAFETY: the matrix holds `rowCount` rows of `width` floats; each part takes its own rows.
    let target = unsafe x.unsafeMutableBase
    unsafe forEachRowRange(rowCount, width) { first, count in unsafe function(target + first * width, count * width) }
  }

  /// `silu(gate) · up`, `[n, 2 width] -> [n, width]`; the gates are the left half of the columns.
  ///
  /// - Precondition: `gateUp` is twice as wide as `y`; `y` has capacity for its rows.
  package func siluGate(_ gateUp: borrowing Matrix, into y: inout Matrix) {
    unsafe gate(gateUp, by: set.siluGate, into: &y)
  }

  /// `gelu(gate) · up`, with the tanh form of GELU, `[n, 2 width] -> [n, width]`; the gates are the left half of the
  /// columns.
  ///
  /// - Precondition: as with ``siluGate(_:into:)``.
  package func geluGate(_ gateUp: borrowing Matrix, into y: inout Matrix) {
    unsafe gate(gateUp, by: set.geluGate, into: &y)
  }

  @unsafe private func gate(
    _ gateUp: borrowing Matrix, by function: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int) -> Void,
    into y: inout Matrix
  ) {
    let width = y.columnCount
    precondition(gateUp.columnCount == 2 * width, "\(gateUp.columnCount) columns of gate and up into \(width)")
    y.resize(rowCount: gateUp.rowCount)
    // SAFETY: the matrices hold `rowCount` rows of `2 width` and `width` floats; each part takes its own rows.
    let (source, target) = unsafe (gateUp.unsafeBase, y.unsafeMutableBase)
    unsafe forEachRowRange(gateUp.rowCount, width) { first, count in
      unsafe function(source + 2 * first * width, target + first * width, count, width)
    }
  }

  /// `x *= factor` in some rows.
  ///
  /// - Precondition: the rows exist.
  package func scale(_ x: inout Matrix, rows: Range<Int>, by factor: Float) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= x.rowCount, "rows \(rows) of \(x.rowCount)")
    for row in rows { for column in 0..<x.columnCount { x[row, column] *= factor } }
  }

  /// `y += x`.
  ///
  /// - Precondition: both have the same shape.
  package func add(_ x: borrowing Matrix, to y: inout Matrix) {
    precondition(x.shape == y.shape, "\(x.shape) to \(y.shape)")
    // SAFETY: both hold `rowCount * columnCount` floats; each part takes its own rows.
    let width = x.columnCount
    let (source, target) = unsafe (x.unsafeBase, y.unsafeMutableBase)
    unsafe forEachRowRange(x.rowCount, width) { first, count in
      unsafe set.add(source + first * width, target + first * width, count * width)
    }
  }

  /// Rotates the pairs (i, i + width / 2) of some heads by their row's angles, in place: rotary embedding, rotate-half.
  ///
  /// Row `r` takes row `firstPosition + r` of the tables, `[positions, headWidth / 2]`.
  /// Source: Su et al. 2021, arXiv:2104.09864, in the column order of LLaMA's Hugging Face weights.
  ///
  /// - Precondition: the heads lie inside the columns, the positions inside the tables; the head width is even.
  package func rotate(
    _ x: inout Matrix, firstColumn: Int, headCount: Int, headWidth: Int, cosines: borrowing Matrix,
    sines: borrowing Matrix, firstPosition: Int
  ) {
    let (rowCount, stride, half) = (x.rowCount, x.columnCount, headWidth / 2)
    precondition(headWidth > 0 && headWidth % 2 == 0, "a head of \(headWidth) columns")
    precondition(
      firstColumn >= 0 && headCount >= 0 && firstColumn + headCount * headWidth <= stride,
      "\(headCount) heads of \(headWidth) from column \(firstColumn) of \(stride)")
    precondition(cosines.columnCount == half && sines.columnCount == half, "tables of \(cosines.columnCount) columns")
    precondition(
      firstPosition >= 0 && firstPosition + rowCount <= min(cosines.rowCount, sines.rowCount),
      "positions \(firstPosition)..<\(firstPosition + rowCount) of \(cosines.rowCount)")
    // SAFETY: the lines above; each part takes its own rows.
    let target = unsafe x.unsafeMutableBase
    let (c, s) = unsafe (cosines.unsafeBase, sines.unsafeBase)
    unsafe forEachRowRange(rowCount, headCount * headWidth) { first, count in
      unsafe set.rotate(
        RotationArguments(
          rows: target + first * stride + firstColumn, stride: stride, rowCount: count, headCount: headCount,
          headWidth: headWidth, cosines: c + (firstPosition + first) * half,
          sines: s + (firstPosition + first) * half))
    }
  }

  /// Decodes one row of a weight into a row of `y`: a token's embedding.
  ///
  /// - Precondition: `y` is as wide as the weight, and both rows exist.
  package func decodeRow(_ row: Int, of w: WeightMatrix, into y: inout Matrix, at targetRow: Int) {
    w.decodeRow(row, into: &y, at: targetRow)
  }

  /// Calls `body` once for each index, on all workers; returns when all calls are done.
  ///
  /// - Precondition: `body` may run for different indices at once.
  package func forEach(_ count: Int, _ body: (Int) -> Void) { team.run(count) { index, _ in body(index) } }

  /// Calls `body(first row, row count)` for parts of the rows, on all workers where that is worth it.
  ///
  /// - Precondition: `body` may run for different rows at once.
  @unsafe private func forEachRowRange(_ rowCount: Int, _ width: Int, _ body: (Int, Int) -> Void) {
    let rowsPerPart = max(1, 16_384 / max(width, 1))
    let partCount = (rowCount + rowsPerPart - 1) / rowsPerPart
    team.run(partCount) { part, _ in
      body(part * rowsPerPart, min(rowsPerPart, rowCount - part * rowsPerPart))
    }
  }
}
