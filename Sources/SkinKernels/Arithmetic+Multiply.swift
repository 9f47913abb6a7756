public import SkinQuantization
public import SkinTensor

/// What is done to each element of a product where it is written, while it is still in the cache.
public enum ProductStep: Hashable, Sendable {
  /// Nothing.
  case none
  /// ``Arithmetic/gelu(_:)``
  case gelu
}

extension Arithmetic {
  /// `y = step(x · Wᵀ + bias)`; `[n, in] -> [n, out]`.
  ///
  /// Each row's result is the same for every number of rows and threads. Under the integer schemes the rows of x are
  /// quantized first, in groups of 32 columns or, under int8-row, as a whole; an element that is not finite makes its whole
  /// output row NaN.
  ///
  /// - Precondition: `x` is as wide as the weight has inputs, `y` and `bias` as it has outputs; `y` has capacity for the
  ///   rows of `x`.
  public func multiply(
    _ x: borrowing Matrix, _ w: WeightMatrix, bias: FloatVector?, then step: ProductStep = .none, into y: inout Matrix
  ) {
    precondition(x.columnCount == w.shape.columnCount, "\(x.shape) times the transpose of \(w.shape)")
    precondition(y.columnCount == w.shape.rowCount, "\(w.shape.rowCount) outputs into \(y.columnCount) columns")
    precondition(bias == nil || bias?.count == w.shape.rowCount, "a bias for other than \(w.shape.rowCount) outputs")
    y.resize(rowCount: x.rowCount)
    let (rowCount, bias) = unsafe (x.rowCount, bias?.unsafeBase)
    if rowCount == 0 || w.shape.rowCount == 0 { return }
    // SAFETY: the lines above: x holds n rows of `in` floats, y n rows of `out`, the bias `out`, and the weight its
    // layout's panels.
    let (source, target) = unsafe (x.unsafeBase, y.unsafeMutableBase)
    guard let products = set.products else {
      unsafe Reference.multiply(source, rowCount, w, bias, into: target)
      if step == .gelu { gelu(&y) }
      return
    }
    let packed = unsafe pack(source, rowCount, w, products)
    let layout = WeightLayout(shape: w.shape, scheme: w.scheme)
    let outputCount = w.shape.rowCount
    let inputCount = w.shape.columnCount
    let partCount = partCount(layout, rowCount)
    team.run(partCount) { part, _ in
      let first = layout.panelCount * part / partCount
      let count = layout.panelCount * (part + 1) / partCount - first
      let column = first * WeightLayout.panelRows
      // SAFETY: panels `first..<first + count` exist; they write the columns from `column` on, at most to `outputCount`.
      let panels = unsafe w.unsafeBase + first * layout.panelByteCount
      let output = unsafe target + column
      let shifted = unsafe bias.map { unsafe $0 + column }
      let left = min(outputCount - column, count * WeightLayout.panelRows)
      switch w.scheme {
      case .float32, .float16:
        unsafe products.float(
          panels, count, inputCount, layout.panelByteCount, w.scheme == .float16,
          UnsafePointer(packed.assumingMemoryBound(to: Float.self)), rowCount, output, outputCount, left, shifted)
      case .int8, .int4:
        let multiply = unsafe w.scheme == .int4 ? products.int4 : products.int8
        unsafe multiply(
          panels, count, layout.superblockCount, UnsafeRawPointer(packed), rowCount, output, outputCount, left, shifted)
      case .int8PerRow:
        unsafe products.int8PerRow(
          panels, count, inputCount, UnsafeRawPointer(packed), rowCount, output, outputCount, left, shifted)
      }
      if step == .gelu { for row in 0..<rowCount { unsafe set.gelu(output + row * outputCount, left) } }
    }
  }

  /// Bytes of weights that are worth a part of their own, for up to eight rows.
  private static let leastPartByteCount = 24_576

  /// Parts of a product: as many for each thread and all alike, so that they end at about the same time.
  private func partCount(_ layout: WeightLayout, _ rowCount: Int) -> Int {
    let partsPerThread = layout.byteCount * ((rowCount + 7) / 8) / (Self.leastPartByteCount * threadCount)
    return min(layout.panelCount, threadCount * min(max(partsPerThread, 1), 8))
  }

  /// Packs the rows as the kernels read them, in parts of 16 rows so that tiles do not depend on the number of threads.
  @unsafe private func pack(
    _ source: UnsafePointer<Float>, _ rowCount: Int, _ w: WeightMatrix, _ products: KernelSet.Products
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
    team.run((rowCount + 15) / 16) { part, _ in
      let first = part * 16
      let count = min(16, rowCount - first)
      let rows = unsafe source + first * inputCount
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
