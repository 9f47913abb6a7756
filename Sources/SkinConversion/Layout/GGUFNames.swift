import SkinCheckpoint

/// A decoder's GGUF read as the Hugging Face folder that it was made from: its names, its order of rows.
///
/// Quantized rows stay whole, and numbers stay those of the file, not those of the folder. Tensors that the table does
/// not know keep their names.
enum GGUFNames {
  /// The dialects of an architecture, by `general.architecture`.
  private static let dialects: [String: (gguf: SourceDialect, folder: SourceDialect)] = [
    "llama": (.llamaGGUF, .llama), "gemma3": (.gemma3GGUF, .gemma3),
  ]

  /// A checkpoint under the folder's names; anything but a GGUF is returned unchanged.
  ///
  /// - Throws: `CheckpointError/malformed(path:fact:)` if rows are not whole heads.
  static func folderNames(_ checkpoint: Checkpoint) throws(CheckpointError) -> Checkpoint {
    guard let metadata = checkpoint.gguf, let architecture = metadata.string("general.architecture"),
      let dialect = dialects[architecture]
    else { return checkpoint }
    let names = names(SourceLayout.languageRows, from: dialect.gguf, to: dialect.folder)
    let headCount = metadata.integer("\(architecture).attention.head_count")
    let keyHeadCount = metadata.integer("\(architecture).attention.head_count_kv") ?? headCount
    return try checkpoint.mapped { tensor throws(CheckpointError) in
      let (pattern, layer) = Self.pattern(of: tensor.name)
      guard let (folder, transform) = names[pattern] else { return tensor }
      let named = tensor.named(folder.replacing("#", with: layer))
      let count: Int? =
        switch transform {
        case .none, .minusOne, .transposed: nil
        case .interleavedQueryHeads: headCount ?? 0
        case .interleavedKeyHeads: keyHeadCount ?? 0
        }
      guard let count else { return named }
      guard count > 0, count <= tensor.rowCount / 2, tensor.rowCount.isMultiple(of: 2 * count) else {
        throw .malformed(
          path: checkpoint.path, fact: "\(tensor.name) has \(tensor.rowCount) rows for \(count) heads")
      }
      return named.deinterleaved(headWidth: tensor.rowCount / count)
    }
  }

  /// The names in one dialect of what another calls otherwise, and what the other does to the numbers.
  static func names(
    _ rows: [SourceRow], from gguf: SourceDialect, to folder: SourceDialect
  ) -> [String: (folder: String, transform: SourceTransform)] {
    var names: [String: (folder: String, transform: SourceTransform)] = [:]
    for row in rows {
      for (from, to) in zip(row.spellings[gguf]?.first ?? [], row.spellings[folder]?.first ?? []) {
        guard let pattern = from.pattern, let name = to.pattern else { continue }
        names[pattern] = (name, from.transform)
      }
    }
    return names
  }

  /// A name with `#` in place of the layer's number, and the number.
  static func pattern(of name: String) -> (pattern: String, layer: String) {
    var words = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let place = words.first == "v" ? 2 : 1
    guard words.count > place + 1, words[place - 1] == "blk", let layer = Int(words[place]), "\(layer)" == words[place]
    else { return (name, "") }
    words[place] = "#"
    return (words.joined(separator: "."), "\(layer)")
  }
}
