package import SkinConfiguration
package import SkinKernels
package import SkinTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The angles of the rotary position embedding, as cosines and sines, `[positions, head width / 2]`.
///
/// Angles are products in float32, as in the reference, so that distant positions agree with it.
///
/// Source: Su et al. 2021, arXiv:2104.09864, section 3.2.2; transformers, `modeling_llama.py`, `LlamaRotaryEmbedding`
/// (rotate-half layout: column i of a head is paired with column i + width / 2).
package struct RotaryTable: ~Copyable {
  let cosines: Matrix
  let sines: Matrix
  private let headWidth: Int

  /// The table for positions up to `positionCount`.
  package init(positionCount: Int, headWidth: Int, base: Float, scaling: RotaryScaling) {
    let half = headWidth / 2
    let frequencies = (0..<half).map { pair in
      Self.scaled(1 / powf(base, Float(2 * pair) / Float(headWidth)), by: scaling)
    }
    var cosines = Matrix(rowCount: positionCount, columnCount: half)
    var sines = Matrix(rowCount: positionCount, columnCount: half)
    for position in 0..<positionCount {
      for pair in 0..<half {
        let angle = Double(Float(position) * frequencies[pair])
        cosines[position, pair] = Float(cos(angle))
        sines[position, pair] = Float(sin(angle))
      }
    }
    self.cosines = cosines
    self.sines = sines
    self.headWidth = headWidth
  }

  /// Positions in the table.
  package var positionCount: Int { cosines.rowCount }

  /// Rotates `headCount` heads that begin at `firstColumn`; row r is at position `firstPosition + r`.
  ///
  /// - Precondition: the positions lie in the table.
  package func rotate(
    _ x: inout Matrix, firstColumn: Int, headCount: Int, firstPosition: Int, with backend: ComputeBackend
  ) {
    backend.rotate(
      &x, firstColumn: firstColumn, headCount: headCount, headWidth: headWidth, cosines: cosines, sines: sines,
      firstPosition: firstPosition)
  }

  private static func scaled(_ frequency: Float, by scaling: RotaryScaling) -> Float {
    switch scaling {
    case .none: return frequency
    case .linear(let factor): return frequency / factor
    case .llama3(let factor, let lowFrequencyFactor, let highFrequencyFactor, let originalContextLength):
      let waveLength = 2 * Float.pi / frequency
      let context = Float(originalContextLength)
      if waveLength > context / lowFrequencyFactor { return frequency / factor }
      if waveLength < context / highFrequencyFactor { return frequency }
      let ramp = (context / waveLength - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor)
      return (1 - ramp) * frequency / factor + ramp * frequency
    }
  }
}
