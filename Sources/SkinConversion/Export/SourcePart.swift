import SkinConfiguration
import SkinContainer

/// A tensor of the source checkpoints: rows of a container's tensor, or a part of a vector.
struct SourcePart: Hashable {
  let file: SourceFile
  /// The name in the source checkpoint.
  let name: String
  /// Extents in the source checkpoint, outermost first.
  let shape: [Int]
  /// What the source checkpoint does to the numbers.
  let transform: SourceTransform
  /// The container's tensor.
  let entry: TensorEntry
  /// Rows of the container's tensor.
  let rows: Range<Int>
  /// Columns of the container's tensor; all of them, except for parts of a vector.
  let columns: Range<Int>

  var elementCount: Int { rows.count * columns.count }

  /// All parts of a container in some dialects, in the order of the table.
  ///
  /// - Parameters:
  ///   - dialects: how the tensors of each file are spelled; files without a dialect are left out.
  ///   - hasKeyBias: the blocks of the ViT whose keys have a bias, which EVA's separate biases cannot say; they keep it
  ///     in a fused one.
  static func all(
    of configuration: ModelConfiguration, in dialects: [SourceFile: SourceDialect], hasKeyBias: Set<Int> = []
  ) -> [SourcePart] {
    SourceLayout.places(in: configuration).flatMap { row, layer, entry -> [SourcePart] in
      guard let spellings = dialects[row.file].flatMap({ row.spellings[$0] }), let first = spellings.first else {
        return []
      }
      let isSplitBias = row.tensor == .visionLayer(.queryKeyValueBias) && !hasKeyBias.contains(layer)
      let terms = isSplitBias ? spellings.last ?? first : first
      let counts = row.counts(entry, terms: terms.count, configuration.language)
      var start = 0
      return zip(terms, counts).compactMap { term, count in
        let range = start..<start + count
        start += count
        guard let name = term.name(layer: layer) else { return nil }
        let isVector = entry.kind == .vector
        return SourcePart(
          file: row.file, name: name,
          shape: row.shape.extents(
            isVector ? 1 : count, isVector ? count : entry.columnCount, entry.kind, configuration.vision),
          transform: term.transform, entry: entry, rows: isVector ? 0..<1 : range,
          columns: isVector ? range : 0..<entry.columnCount)
      }
    }
  }

  /// The container's rows in the order in which the source checkpoint has them.
  func order(_ language: LanguageConfiguration) -> [Int] {
    switch transform {
    case .none, .minusOne, .transposed: Array(rows)
    case .interleavedQueryHeads:
      Self.interleaved(rows, headCount: language.headCount, headWidth: language.headWidth)
    case .interleavedKeyHeads:
      Self.interleaved(rows, headCount: language.keyValueHeadCount, headWidth: language.headWidth)
    }
  }

  /// Rows of rotate-half heads in the order of rotated pairs: place `2 i + p` of a head is its row `p width / 2 + i`.
  static func interleaved(_ rows: Range<Int>, headCount: Int, headWidth: Int) -> [Int] {
    let half = headWidth / 2
    return (0..<headCount).flatMap { head in
      (0..<headWidth).map { place in rows.lowerBound + head * headWidth + place % 2 * half + place / 2 }
    }
  }
}

extension SourceShape {
  /// Extents of some rows of a tensor.
  fileprivate func extents(
    _ rowCount: Int, _ columnCount: Int, _ kind: TensorEntry.Kind, _ vision: VisionConfiguration
  ) -> [Int] {
    switch self {
    case .own: kind == .vector ? [columnCount] : [rowCount, columnCount]
    case .batch: [1, rowCount, columnCount]
    case .patches: [rowCount, 3, vision.patchSize, vision.patchSize]
    }
  }
}

extension [SourcePart] {
  /// Reads all rows of all parts, in order; one tensor at a time is open.
  ///
  /// - Parameters:
  ///   - body: receives each row's number.
  ///   - ended: is called after the last row of each part.
  ///   - progress: receives the share of elements that were read, 0...1.
  func forEachRow(
    of container: Container, _ body: (SourcePart, Int, TensorReader) throws(ExportError) -> Void,
    ended: (SourcePart) throws(ExportError) -> Void = { _ in }, progress: (Double) -> Void
  ) throws(ExportError) {
    let total = Double(Swift.max(1, reduce(0) { $0 + $1.elementCount }))
    var done = 0
    var reader: TensorReader?
    for part in self {
      let current: TensorReader
      do {
        current =
          if let reader, reader.entry == part.entry { reader } else { try TensorReader(part.entry, of: container) }
      } catch { throw .container(error) }
      reader = current
      for row in part.order(container.configuration.language) { try body(part, row, current) }
      try ended(part)
      done += part.elementCount
      progress(Double(done) / total)
    }
  }
}
