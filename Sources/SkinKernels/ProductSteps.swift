internal import SkinKernelTable
package import SkinTensor

/// What is done to each row of x before it is multiplied, where it is quantized and packed: nothing is written in
/// between.
package enum InputStep: Sendable {
  /// Nothing.
  case none
  /// The row is normalized.
  case norm(Norm)
  /// `silu(gate) · up`, see ``ComputeBackend/siluGate(_:into:)``: the row is twice as wide as the weight has inputs.
  case siluGate
  /// The same with the tanh form of GELU in place of SiLU, see ``ComputeBackend/geluGate(_:into:)``.
  case geluGate

  /// Columns of x, so that the weight gets `inputCount`.
  func columnCount(_ inputCount: Int) -> Int {
    switch self {
    case .none, .norm: inputCount
    case .siluGate, .geluGate: 2 * inputCount
    }
  }
}

/// What is done to each element of a product where it is written, while it is still in the cache.
package enum OutputStep: Hashable, Sendable {
  /// Nothing.
  case none
  /// ``ComputeBackend/gelu(_:)``
  case gelu
  /// ``ComputeBackend/tanhGelu(_:)``
  case tanhGelu
  /// It is added to what y has, as a residual stream wants it.
  case add
}

extension ComputeBackend {
  /// The rows after a step, `[n, in]`, in memory of their own: the plain counterpart of what
  /// ``multiply(_:_:bias:after:then:into:)`` does on the way.
  ///
  /// - Precondition: `x` is as wide as the step requires.
  package func rows(_ x: borrowing Matrix, after step: InputStep) -> Matrix {
    switch step {
    case .none: return Matrix(rowCount: x.rowCount, columnCount: x.columnCount, elements: x.elements)
    case .norm(let norm):
      var rows = Matrix(rowCount: x.rowCount, columnCount: x.columnCount)
      normalize(x, by: norm, into: &rows)
      return rows
    case .siluGate:
      var rows = Matrix(rowCount: x.rowCount, columnCount: x.columnCount / 2)
      siluGate(x, into: &rows)
      return rows
    case .geluGate:
      var rows = Matrix(rowCount: x.rowCount, columnCount: x.columnCount / 2)
      geluGate(x, into: &rows)
      return rows
    }
  }

  /// Some contiguous rows, after a step: in place, or in a worker's scratch.
  @unsafe func rows(
    _ source: UnsafePointer<Float>, _ rowCount: Int, _ inputCount: Int, after step: InputStep, worker: Int
  ) -> UnsafePointer<Float> {
    switch step {
    case .none: return unsafe source
    case .norm(let norm):
      let target = unsafe workerScratch[worker].floats(rowCount * inputCount)
      unsafe normalize(source, rowCount, by: norm, into: target)
      return unsafe UnsafePointer(target)
    case .siluGate, .geluGate:
      let target = unsafe workerScratch[worker].floats(rowCount * inputCount)
      let gate = if case .siluGate = step { unsafe set.siluGate } else { unsafe set.geluGate }
      unsafe gate(source, target, rowCount, inputCount)
      return unsafe UnsafePointer(target)
    }
  }
}
