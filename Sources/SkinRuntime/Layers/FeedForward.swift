package import SkinKernels
package import SkinTensor

/// The feed-forward part of a transformer layer, without norm.
package enum FeedForward: Sendable {
  /// `contract(gelu(expand(x)))`, the exact GELU: ViT and Q-Former.
  case gelu(expand: Linear, contract: Linear)
  /// `down(silu(gate(x)) * up(x))`, gate and up in one weight: LLaMA (Shazeer 2020, arXiv:2002.05202).
  case gated(gateUp: Linear, down: Linear)

  /// Adds to each row of the stream, `[n, width]`, what the part makes of it after a step.
  package func apply(
    to stream: inout Matrix, after step: InputStep = .none, with arithmetic: Arithmetic,
    scratch: inout FeedForwardScratch
  ) {
    switch self {
    case .gelu(let expand, let contract):
      expand.apply(stream, after: step, with: arithmetic, then: .gelu, into: &scratch.wide)
      contract.apply(scratch.wide, with: arithmetic, then: .add, into: &stream)
    case .gated(let gateUp, let down):
      gateUp.apply(stream, after: step, with: arithmetic, into: &scratch.wide)
      down.apply(scratch.wide, after: .siluGate, with: arithmetic, then: .add, into: &stream)
    }
  }
}

/// The intermediate rows of a feed-forward part, made once and used by every layer.
package struct FeedForwardScratch: ~Copyable {
  var wide: Matrix

  /// Scratch for at most `rowCount` rows of layers with GELU.
  package init(rowCount: Int, geluWidth: Int) { wide = Matrix(rowCount: rowCount, columnCount: geluWidth) }

  /// Scratch for at most `rowCount` rows of gated layers.
  package init(rowCount: Int, gatedWidth: Int) { wide = Matrix(rowCount: rowCount, columnCount: 2 * gatedWidth) }
}
