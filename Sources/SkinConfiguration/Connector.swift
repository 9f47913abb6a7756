/// What lies between the visual tokens and the alignment layer.
package enum Connector: Hashable, Sendable {
  /// A Q-Former, which distils the tokens into queries: MiniGPT-4 and SkinGPT-4.
  case queryTransformer(QueryConfiguration)
  /// The class token's row is dropped, and every `count` neighbouring rows are joined side by side: MiniGPT-v2.
  ///
  /// Source: MiniGPT-v2, arXiv:2310.09478, section 3.1; MiniGPT-4's repository, `minigpt4/models/minigpt_v2.py`.
  case joinedTokens(count: Int)
  /// The mean of each square of neighbouring patches, normalized: Gemma 3.
  case pooledPatches(PooledPatchesConfiguration)
}

/// Pooling of patches.
///
/// Source: transformers, `modeling_gemma3.py`, `Gemma3MultiModalProjector`.
package struct PooledPatchesConfiguration: Hashable, Sendable, Codable {
  /// Patches along a side of the square that becomes one row; 4 in Gemma 3.
  package var side: Int
  /// Epsilon of the norm behind it.
  package var normEpsilon: Float

  /// A pooling of the given extents.
  package init(side: Int, normEpsilon: Float) {
    self.side = side
    self.normEpsilon = normEpsilon
  }
}

extension ModelConfiguration {
  /// The Q-Former, if the model has one.
  package var queryTransformer: QueryConfiguration? {
    if case .queryTransformer(let configuration) = connector { configuration } else { nil }
  }

  /// Patches of an image, without the class token.
  package var patchCount: Int {
    let side = image.size / vision.patchSize
    return side * side
  }

  /// Rows that the decoder reads in place of the image.
  package var imageRowCount: Int {
    switch connector {
    case .queryTransformer(let query): query.queryCount
    case .joinedTokens(let count): patchCount / count
    case .pooledPatches(let pooling): patchCount / (pooling.side * pooling.side)
    }
  }

  /// Width of the rows that the alignment layer reads.
  package var alignmentInputWidth: Int {
    switch connector {
    case .queryTransformer(let query): query.width
    case .joinedTokens(let count): count * vision.width
    case .pooledPatches: vision.width
    }
  }
}

extension ModelConfiguration: Codable {
  /// The key that is present tells the connector; containers from before there were two kinds have a Q-Former.
  private enum CodingKeys: String, CodingKey {
    case name, image, vision, query, joinedTokens, pooledPatches, language, conversation, classes, concepts, provenance
  }

  /// Reads a configuration of a container.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let connector: Connector =
      if container.contains(.joinedTokens), !container.contains(.query) {
        .joinedTokens(count: try container.decode(Int.self, forKey: .joinedTokens))
      } else if container.contains(.pooledPatches), !container.contains(.query) {
        .pooledPatches(try container.decode(PooledPatchesConfiguration.self, forKey: .pooledPatches))
      } else {
        .queryTransformer(try container.decode(QueryConfiguration.self, forKey: .query))
      }
    self.init(
      name: try container.decode(String.self, forKey: .name),
      image: try container.decode(ImageConfiguration.self, forKey: .image),
      vision: try container.decode(VisionConfiguration.self, forKey: .vision), connector: connector,
      language: try container.decode(LanguageConfiguration.self, forKey: .language),
      conversation: try container.decode(ConversationTemplate.self, forKey: .conversation),
      classes: try container.decode([DiagnosisClass].self, forKey: .classes),
      concepts: try container.decode([String].self, forKey: .concepts),
      provenance: try container.decode(Provenance.self, forKey: .provenance))
  }

  /// Writes the configuration as containers hold it.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(image, forKey: .image)
    try container.encode(vision, forKey: .vision)
    switch connector {
    case .queryTransformer(let query): try container.encode(query, forKey: .query)
    case .joinedTokens(let count): try container.encode(count, forKey: .joinedTokens)
    case .pooledPatches(let pooling): try container.encode(pooling, forKey: .pooledPatches)
    }
    try container.encode(language, forKey: .language)
    try container.encode(conversation, forKey: .conversation)
    try container.encode(classes, forKey: .classes)
    try container.encode(concepts, forKey: .concepts)
    try container.encode(provenance, forKey: .provenance)
  }
}
