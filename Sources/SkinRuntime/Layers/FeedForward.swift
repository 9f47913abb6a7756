package import SkinKernels
package import SkinTensor

/// The feed-forward part of a transformer layer, without norm.
package enum FeedForward: Sendable {
  /// `contract(gelu(expand(x)))`, the exact GELU: ViT and Q-Former.
  case gelu(expand: Linear, contract: Linear)
  /// The same with the GELU by tanh: SigLIP.
  case tanhGelu(expand: Linear, contract: Linear)
  /// `down(silu(gate(x)) * up(x))`, gate and up in one weight: LLaMA (Shazeer 2020, arXiv:2002.05202).
  case gated(gateUp: Linear, down: Linear)
  /// `norm(down(gelu(gate(x)) * up(x)))`, with the tanh form of GELU: Gemma.
  case normalizedGated(gateUp: Linear, down: Linear, outputNorm: Norm)

  /// Adds to each row of the stream, `[n, width]`, what the part computes from it after a step.
  package func apply(
    to stream: inout Matrix, after step: InputStep = .none, with backend: ComputeBackend,
    scratch: inout FeedForwardScratch
  ) {
    switch self {
    case .gelu(let expand, let contract):
      expand.apply(stream, after: step, with: backend, then: .gelu, into: &scratch.wide)
      contract.apply(scratch.wide, with: backend, then: .add, into: &stream)
    case .tanhGelu(let expand, let contract):
      expand.apply(stream, after: step, with: backend, then: .tanhGelu, into: &scratch.wide)
      contract.apply(scratch.wide, with: backend, then: .add, into: &stream)
    case .gated(let gateUp, let down):
      gateUp.apply(stream, after: step, with: backend, into: &scratch.wide)
      down.apply(scratch.wide, after: .siluGate, with: backend, then: .add, into: &stream)
    case .normalizedGated(let gateUp, let down, let outputNorm):
      gateUp.apply(stream, after: step, with: backend, into: &scratch.wide)
      down.apply(scratch.wide, after: .geluGate, with: backend, into: &scratch.output)
      backend.normalizeHeads(&scratch.output, firstColumn: 0, headCount: 1, by: outputNorm)
      backend.add(scratch.output, to: &stream)
    }
  }
}

/// The intermediate rows of a feed-forward part, made once and used by every layer.
package struct FeedForwardScratch: ~Copyable {
  var wide: Matrix
  /// What is normalized before it is added to the stream.
  var output: Matrix

  /// Scratch for at most `rowCount` rows of layers with GELU.
  package init(rowCount: Int, geluWidth: Int) {
    wide = Matrix(rowCount: rowCount, columnCount: geluWidth)
    output = Matrix(rowCount: 0, columnCount: 0)
  }

  /// Scratch for at most `rowCount` rows of gated layers.
  ///
  /// - Parameter normalizedWidth: columns of the stream if what is added to it is normalized first; else 0.
  package init(rowCount: Int, gatedWidth: Int, normalizedWidth: Int = 0) {
    wide = Matrix(rowCount: rowCount, columnCount: 2 * gatedWidth)
    output = Matrix(rowCount: normalizedWidth > 0 ? rowCount : 0, columnCount: normalizedWidth)
  }
}
