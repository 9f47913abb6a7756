package import SkinContainer
package import SkinKernels

extension ComputeBackend {
  /// Releases the pages of a part, on all workers, unless they stay.
  package func release(_ part: WeightResidency.Part, of residency: WeightResidency?) {
    guard let residency else { return }
    forEach(residency.pieceCount(of: part)) { residency.release(piece: $0, of: part) }
  }
}
