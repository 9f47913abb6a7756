import SkinConfiguration

extension ModelConfiguration {
  /// Whether a new process would keep its user waiting while the decoder reads the text before the photo: from a
  /// billion weights on.
  var hasLargeDecoder: Bool {
    let weights = TensorCatalogue(self).entries.filter { $0.name.description.hasPrefix("language.") }
    return weights.reduce(0) { $0 + $1.rowCount * $1.columnCount } >= 1_000_000_000
  }
}
