import SkinConfiguration

/// What finds the tensors of a source file by name.
protocol PieceReader {
  /// Whether the file has a tensor.
  func has(_ name: String) -> Bool
  /// A tensor of some rows and columns; none if it is missing, which is recorded.
  func matrix(_ name: String, rows: Int, columns: Int) throws(ConversionError) -> [SourcePiece]
  /// All elements of a tensor in one row; none if it is missing, which is recorded.
  func vector(_ name: String, count: Int) throws(ConversionError) -> [SourcePiece]
}

extension PieceReader {
  /// What a tensor of the container is made of.
  ///
  /// - Parameters:
  ///   - prefix: what precedes every name of the dialect.
  ///   - numbers: the dialect whose numbers the file has, if its names were converted to another dialect's.
  ///   - language: the decoder's extents, for its heads.
  /// - Throws: ``ConversionError`` if a tensor has another shape, or the dialect has no such tensor.
  func pieces(
    _ row: SourceRow, _ dialect: SourceDialect, layer: Int, _ entry: TensorEntry, prefix: String = "",
    numbers: SourceDialect? = nil, language: LanguageConfiguration? = nil
  ) throws(ConversionError) -> [SourcePiece] {
    let spellings = row.spellings[dialect] ?? []
    let isThere = { (terms: [SourceTerm]) in
      terms.first?.name(layer: layer).map { has(prefix + $0) } ?? false
    }
    guard let terms = spellings.first(where: isThere) ?? spellings.last else {
      throw .mismatch("checkpoints of this kind have no \(entry.name)")
    }
    let counts = row.counts(entry, terms: terms.count, language)
    let transforms = numbers.flatMap { row.spellings[$0]?.first } ?? terms
    guard transforms.count == terms.count else { throw .mismatch("\(entry.name) is spelled in two ways") }
    var pieces: [SourcePiece] = []
    for (index, (term, count)) in zip(terms, counts).enumerated() {
      guard let name = term.name(layer: layer).map({ prefix + $0 }) else {
        pieces.append(.constant(0, count: count))
        continue
      }
      let found: [SourcePiece]
      switch entry.kind {
      case .vector: found = try vector(name, count: count)
      case .table: found = try vector(name, count: entry.rowCount * entry.columnCount)
      case .weight where term.transform == .transposed, .floatWeight where term.transform == .transposed:
        found = try matrix(name, rows: entry.columnCount, columns: count).map { .transposed($0) }
      case .weight, .floatWeight: found = try matrix(name, rows: count, columns: entry.columnCount)
      }
      // Interleaved heads are put in order where a GGUF gets its folder's names.
      pieces += transforms[index].transform == .minusOne ? found.map { .raised($0, by: 1) } : found
    }
    return pieces
  }
}

extension TrackedCheckpoint: PieceReader {
  func matrix(_ name: String, rows: Int, columns: Int) throws(ConversionError) -> [SourcePiece] {
    try piece(name, rows: rows, columns: columns)
  }
}
