import SkinCheckpoint
import SkinConfiguration

/// Which rows of which files become which tensors.
extension Converter {
  /// Where every tensor comes from; missing ones are an error that names them all.
  func plan() throws(ConversionError) -> [(entry: TensorEntry, source: TensorSource)] {
    let entries = Dictionary(
      TensorCatalogue(configuration).entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var plan: [TensorName: [SourcePiece]] = [:]
    for edge in VisionEdge.allCases {
      guard let entry = entries[.vision(edge)] else { continue }
      plan[entry.name] = try vision.pieces(edge, entry)
      if edge == .outputNormWeight || edge == .outputNormBias {
        plan[entry.name] = try connector.visionNorm(edge, entry)
      }
    }
    for layer in 0..<configuration.vision.layerCount {
      for part in VisionPart.allCases {
        guard let entry = entries[.vision(layer, part)] else { continue }
        plan[entry.name] = try vision.pieces(layer, part, entry)
      }
    }
    for edge in QueryEdge.allCases {
      guard let entry = entries[.query(edge)] else { continue }
      plan[entry.name] = try connector.pieces(edge, entry) + alignment.pieces(edge, entry)
    }
    for layer in 0..<(configuration.queryTransformer?.layerCount ?? 0) {
      for part in QueryPart.allCases {
        guard let entry = entries[.query(layer, part)] else { continue }
        plan[entry.name] = try connector.pieces(layer, part, entry)
      }
    }
    for edge in LanguageEdge.allCases {
      guard let entry = entries[.language(edge)] else { continue }
      plan[entry.name] = try language.pieces(edge, entry)
    }
    for layer in 0..<configuration.language.layerCount {
      for part in LanguagePart.allCases {
        guard let entry = entries[.language(layer, part)] else { continue }
        plan[entry.name] = try language.pieces(layer, part, entry)
      }
    }
    let files = [vision.file, connector.file, alignment.file].compactMap(\.self) + language.files
    for file in files where !file.missing.isEmpty {
      throw .missingTensors(path: file.checkpoint.path, names: file.missing)
    }
    try language.checkAdapters()
    return TensorCatalogue(configuration).entries.map { ($0, TensorSource(pieces: plan[$0.name] ?? [])) }
  }

  /// Tensors that nobody needs, with their files' paths.
  var surplus: [String] {
    var named = [(vision.file, vision.file.surplus())]
    if let file = connector.file { named.append((file, connector.surplus)) }
    named.append((alignment.file, alignment.file.surplus()))
    named += language.files.map { ($0, $0.surplus()) }
    return named.flatMap { file, names in names.map { "\(file.checkpoint.path): \($0)" } }
  }
}
