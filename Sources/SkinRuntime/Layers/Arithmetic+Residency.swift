package import SkinContainer
package import SkinKernels

extension Arithmetic {
  /// Gives the pages of a part back, by all workers, if they do not stay.
  package func release(_ part: WeightResidency.Part, of residency: WeightResidency?) {
    guard let residency else { return }
    forEach(residency.pieceCount(of: part)) { residency.release(piece: $0, of: part) }
  }
}
