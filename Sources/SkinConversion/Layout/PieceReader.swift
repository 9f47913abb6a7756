import SkinConfiguration

/// What finds the tensors of a source file by name.
protocol PieceReader {
  /// Whether the file has a tensor.
  func has(_ name: String) -> Bool
  /// A tensor of some rows and columns; nothing, and a note, if it is missing.
  func matrix(_ name: String, rows: Int, columns: Int) throws(ConversionError) -> [SourcePiece]
  /// All elements of a tensor in one row; nothing, and a note, if it is missing.
  func vector(_ name: String, count: Int) throws(ConversionError) -> [SourcePiece]
}

extension PieceReader {
  /// What a tensor of the container is made of.
  ///
  /// - Parameters:
  ///   - prefix: what stands before every name of the dialect.
  ///   - language: the decoder's extents, for its heads.
  /// - Throws: ``ConversionError`` if a tensor has another shape, or the dialect has no such tensor.
  func pieces(
    _ row: SourceRow, _ dialect: SourceDialect, layer: Int, _ entry: TensorEntry, prefix: String = "",
    language: LanguageConfiguration? = nil
  ) throws(ConversionError) -> [SourcePiece] {
    let spellings = row.spellings[dialect] ?? []
    let isThere = { (terms: [SourceTerm]) in
      terms.first?.name(layer: layer).map { has(prefix + $0) } ?? false
    }
    guard let terms = spellings.first(where: isThere) ?? spellings.last else {
      throw .mismatch("checkpoints of this kind have no \(entry.name)")
    }
    let counts = row.counts(entry, terms: terms.count, language)
    var pieces: [SourcePiece] = []
    for (term, count) in zip(terms, counts) {
      guard let name = term.name(layer: layer).map({ prefix + $0 }) else {
        pieces.append(.constant(0, count: count))
        continue
      }
      switch entry.kind {
      case .vector: pieces += try vector(name, count: count)
      case .table: pieces += try vector(name, count: entry.rowCount * entry.columnCount)
      case .weight, .floatWeight: pieces += try matrix(name, rows: count, columns: entry.columnCount)
      }
    }
    return pieces
  }
}

extension TrackedCheckpoint: PieceReader {
  func matrix(_ name: String, rows: Int, columns: Int) throws(ConversionError) -> [SourcePiece] {
    try piece(name, rows: rows, columns: columns)
  }
}
