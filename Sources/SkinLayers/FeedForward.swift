public import SkinKernels
public import SkinTensor

/// The feed-forward part of a transformer layer, without norm and residual.
public enum FeedForward: Sendable {
  /// `contract(gelu(expand(x)))`, the exact GELU: ViT and Q-Former.
  case gelu(expand: Linear, contract: Linear)
  /// `down(silu(gate(x)) * up(x))`, gate and up in one weight: LLaMA (Shazeer 2020, arXiv:2002.05202).
  case gated(gateUp: Linear, down: Linear)

  /// Applies the part to each row: `[n, width] -> [n, width]`.
  public func apply(
    _ x: borrowing Matrix, with arithmetic: Arithmetic, scratch: inout FeedForwardScratch, into y: inout Matrix
  ) {
    switch self {
    case .gelu(let expand, let contract):
      expand.apply(x, with: arithmetic, then: .gelu, into: &scratch.wide)
      contract.apply(scratch.wide, with: arithmetic, into: &y)
    case .gated(let gateUp, let down):
      gateUp.apply(x, with: arithmetic, into: &scratch.wide)
      arithmetic.siluGate(scratch.wide, into: &scratch.gated)
      down.apply(scratch.gated, with: arithmetic, into: &y)
    }
  }
}

/// The intermediate rows of a feed-forward part, made once and used by every layer.
public struct FeedForwardScratch: ~Copyable {
  var wide: Matrix
  var gated: Matrix

  /// Scratch for at most `rowCount` rows of layers with GELU.
  public init(rowCount: Int, geluWidth: Int) {
    wide = Matrix(rowCount: rowCount, columnCount: geluWidth)
    gated = Matrix(rowCount: 0, columnCount: 0)
  }

  /// Scratch for at most `rowCount` rows of gated layers.
  public init(rowCount: Int, gatedWidth: Int) {
    wide = Matrix(rowCount: rowCount, columnCount: 2 * gatedWidth)
    gated = Matrix(rowCount: rowCount, columnCount: gatedWidth)
  }
}
