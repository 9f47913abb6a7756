internal import SkinKernelTable
package import SkinQuantization
package import SkinTensor

extension ComputeBackend {
  /// `y = output step(input step(x) · Wᵀ + bias)`, or added to `y`; `[n, in] -> [n, out]`.
  ///
  /// Each row's result is the same for any number of rows and threads. Under the integer schemes the rows of x are
  /// quantized first, in groups of 32 columns or, under int8-row, as a whole; an element that is not finite makes its
  /// whole output row NaN.
  ///
  /// The steps change no bits: ``rows(_:after:)`` before and ``gelu(_:)`` or ``add(_:to:)`` after give the same.
  ///
  /// - Precondition: after its step `x` is as wide as the weight has inputs, `y` and `bias` as it has outputs; `y` has
  ///   capacity for the rows of `x`, and as many rows if they are added to.
  package func multiply(
    _ x: borrowing Matrix, _ w: WeightMatrix, bias: FloatVector?, after inputStep: InputStep = .none,
    then step: OutputStep = .none, into y: inout Matrix
  ) {
    let inputCount = w.shape.columnCount
    precondition(x.columnCount == inputStep.columnCount(inputCount), "\(x.shape) times the transpose of \(w.shape)")
    if case .norm(let norm) = inputStep {
      precondition(norm.width == inputCount, "a norm of \(norm.width) columns for \(inputCount)")
    }
    precondition(y.columnCount == w.shape.rowCount, "\(w.shape.rowCount) outputs into \(y.columnCount) columns")
    precondition(bias == nil || bias?.count == w.shape.rowCount, "a bias for other than \(w.shape.rowCount) outputs")
    precondition(step != .add || y.rowCount == x.rowCount, "\(x.rowCount) rows added to \(y.rowCount)")
    y.resize(rowCount: x.rowCount)
    let (rowCount, bias) = unsafe (x.rowCount, bias?.unsafeBase)
    if rowCount == 0 || w.shape.rowCount == 0 { return }
    // SAFETY: the lines above: x holds n rows of `in` floats, y n rows of `out`, the bias `out`, and the weight its
    // layout's panels.
    let (source, target) = unsafe (x.unsafeBase, y.unsafeMutableBase)
    guard let products = set.products else {
      let rows = rows(x, after: inputStep)
      var product = Matrix(rowCount: rowCount, columnCount: w.shape.rowCount)
      unsafe Reference.multiply(rows.unsafeBase, rowCount, w, bias, into: product.unsafeMutableBase)
      if step == .gelu { gelu(&product) }
      if step == .tanhGelu { tanhGelu(&product) }
      if step == .add { add(product, to: &y) } else { y.copyRows(0..<rowCount, of: product, to: 0) }
      return
    }
    let packed = unsafe pack(source, rowCount, after: inputStep, w, products)
    let layout = WeightLayout(shape: w.shape, scheme: w.scheme)
    let outputCount = w.shape.rowCount
    let partCount = partCount(layout, rowCount)
    team.run(partCount) { part, worker in
      let first = Self.start(of: part, partCount, layout)
      let count = Self.start(of: part + 1, partCount, layout) - first
      let column = first * WeightLayout.panelRows
      // SAFETY: panels `first..<first + count` exist; they write the columns from `column` on, at most up to
      // `outputCount`.
      let panels = unsafe w.unsafeBase + first * layout.panelByteCount
      let shifted = unsafe bias.map { unsafe $0 + column }
      let left = min(outputCount - column, count * WeightLayout.panelRows)
      let place = unsafe target + column
      // What is to be added is first written separately: `rowCount` rows of `left` columns.
      let isApart = step == .add
      let stride = isApart ? left : outputCount
      let output = unsafe isApart ? workerScratch[worker].floats(rowCount * left) : place
      let product = unsafe ProductArguments(
        panels: panels, panelCount: count, panelByteCount: layout.panelByteCount, inputCount: inputCount,
        packed: UnsafeRawPointer(packed), rowCount: rowCount, output: output, outputStride: stride, outputCount: left,
        bias: shifted)
      switch w.scheme {
      case .float32: unsafe products.float32(product)
      case .float16: unsafe products.float16(product)
      case .int8: unsafe products.int8(product)
      case .int4: unsafe products.int4(product)
      case .int8PerRow: unsafe products.int8PerRow(product)
      }
      switch step {
      case .none: break
      case .gelu: for row in 0..<rowCount { unsafe set.gelu(output + row * stride, left) }
      case .tanhGelu: for row in 0..<rowCount { unsafe set.tanhGelu(output + row * stride, left) }
      case .add: for row in 0..<rowCount { unsafe set.add(output + row * stride, place + row * outputCount, left) }
      }
    }
  }

  /// Bytes of weights that are worth a part of their own, for up to eight rows.
  private static let leastPartByteCount = 24_576

  /// Parts of a product, the same number for each thread.
  private func partCount(_ layout: WeightLayout, _ rowCount: Int) -> Int {
    let partsPerThread = layout.byteCount * ((rowCount + 7) / 8) / (Self.leastPartByteCount * threadCount)
    return min(layout.panelCount, threadCount * min(max(partsPerThread, 1), 8))
  }

  /// The first panel of a part; parts become smaller towards the end, so that workers end at about the same time.
  ///
  /// Kernels of int8-row take panels in pairs: its parts begin with an even one. A part may be empty.
  private static func start(of part: Int, _ partCount: Int, _ layout: WeightLayout) -> Int {
    let left = partCount - part
    let first = layout.panelCount * (partCount * partCount - left * left) / (partCount * partCount)
    return layout.scheme == .int8PerRow && left > 0 ? first / 2 * 2 : first
  }

  /// Packs the rows, after a step, in the form that the kernels read, in parts of 16 rows so that tiles do not depend
  /// on the number of threads.
  @unsafe private func pack(
    _ source: UnsafePointer<Float>, _ rowCount: Int, after step: InputStep, _ w: WeightMatrix,
    _ products: KernelTable.Products
  ) -> UnsafeMutableRawPointer {
    let inputCount = w.shape.columnCount
    let superblockCount = WeightLayout(shape: w.shape, scheme: w.scheme).superblockCount
    let offset = w.scheme == .int4 ? 8 : 128
    let rowByteCount =
      switch w.scheme {
      case .float32, .float16: inputCount * MemoryLayout<Float>.stride
      case .int8, .int4: superblockCount * products.packedSuperblockByteCount(offset)
      case .int8PerRow: products.packedPerRowByteCount(inputCount)
      }
    // SAFETY: `rowCount` packed rows fit; each part reads and writes its own rows.
    let packed = unsafe self.packed.bytes(rowCount * rowByteCount)
    let sourceCount = step.columnCount(inputCount)
    team.run((rowCount + 15) / 16) { part, worker in
      let first = part * 16
      let count = min(16, rowCount - first)
      let rows = unsafe rows(source + first * sourceCount, count, inputCount, after: step, worker: worker)
      let place = unsafe packed + first * rowByteCount
      switch w.scheme {
      case .float32, .float16:
        unsafe products.packFloats(rows, inputCount, count, place.assumingMemoryBound(to: Float.self))
      case .int8, .int4: unsafe products.packIntegers(rows, inputCount, count, offset, place)
      case .int8PerRow: unsafe products.packPerRow(rows, inputCount, inputCount, count, offset, place)
      }
    }
    return unsafe packed
  }
}
