import SkinCheckpoint
import SkinConfiguration

/// Which rows of which files become which tensors.
extension Converter {
  /// Where every tensor comes from; missing ones are an error that names them all.
  func plan() throws(ConversionError) -> [(entry: TensorEntry, source: TensorSource)] {
    var plan: [TensorName: [SourcePiece]] = [:]
    for (row, layer, entry) in SourceLayout.places(in: configuration) {
      plan[entry.name] =
        switch row.file {
        case .vision: try vision.pieces(row, layer: layer, entry)
        case .query where vision.isSiglip && row.spellings[.siglip] != nil:
          try vision.pieces(row, layer: layer, entry)
        case .query: try connector.pieces(row, layer: layer, entry)
        case .alignment: try alignment.pieces(row, entry)
        case .language: try language.pieces(row, layer: layer, entry)
        }
    }
    let files = [vision.file, connector.file, alignment.file].compactMap(\.self) + language.files
    for file in files where !file.missing.isEmpty {
      throw .missingTensors(path: file.checkpoint.path, names: file.missing)
    }
    try language.checkAdapters()
    return TensorCatalogue(configuration).entries.map { ($0, TensorSource(pieces: plan[$0.name] ?? [])) }
  }

  /// Unused tensors, with their files' paths.
  var surplus: [String] {
    func surplus(_ file: TrackedCheckpoint, _ part: SourceFile) -> [String] {
      file.surplus(besides: GemmaFolder.isOne(file.checkpoint) ? GemmaFolder.foreignPrefixes(of: part) : [])
    }
    var named = [(vision.file, surplus(vision.file, .vision))]
    if let file = connector.file { named.append((file, connector.surplus)) }
    named.append((alignment.file, surplus(alignment.file, .alignment)))
    named += language.files.map { ($0, surplus($0, .language)) }
    return named.flatMap { file, names in names.map { "\(file.checkpoint.path): \($0)" } }
  }
}
