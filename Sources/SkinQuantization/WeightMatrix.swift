package import SkinTensor

/// A weight, `[rows, columns]`, in the kernels' layout, in memory that something else owns (the mapped file).
///
/// Rows are output features, columns input features: `y = x · Wᵀ`. The layout is described in ``WeightLayout``.
@safe package struct WeightMatrix: @unchecked Sendable {
  /// Output and input features.
  package let shape: Shape
  /// How the elements are written.
  package let scheme: WeightScheme
  /// The panels, aligned to 64 bytes; nothing writes to them while `owner` lives, hence `@unchecked Sendable`.
  package let unsafeBase: UnsafeRawPointer
  private let owner: any AnyObject & Sendable

  /// A weight in memory that `owner` keeps alive.
  ///
  /// - Precondition: `WeightLayout(shape:scheme:).byteCount` bytes at `base`, aligned to 64, stay readable and
  ///   unchanged as long as `owner` lives.
  package init(
    unsafeBase base: UnsafeRawPointer, shape: Shape, scheme: WeightScheme, owner: any AnyObject & Sendable
  ) {
    unsafe unsafeBase = base
    self.shape = shape
    self.scheme = scheme
    self.owner = owner
  }
}
