/// One row of the tensor catalogue: a tensor that a container of some configuration must hold.
package struct TensorEntry: Hashable, Sendable {
  /// What the strongest compression of a tensor is.
  package enum Kind: Hashable, Sendable {
    /// A norm, a bias, a constant: always float32, used as it is.
    case vector
    /// A table whose rows are added or read, never multiplied with: float32, row-major.
    case table
    /// A small matrix that is multiplied with and stays in float32, in the kernels' layout.
    case floatWeight
    /// A matrix that is multiplied with, in any scheme.
    case weight
  }

  /// The part of the model that a tensor belongs to; each has its own default scheme.
  package enum Part: String, Hashable, Sendable, CaseIterable {
    case vision, query, language
  }

  /// The name in the container.
  package let name: TensorName
  /// `[rows, columns]`; a vector is `[1, count]`.
  package let rowCount: Int
  /// Elements of a row.
  package let columnCount: Int
  /// How far it may be compressed.
  package let kind: Kind
  /// Whose tensor it is.
  package let part: Part
}

/// The table of all tensors of a configuration, which converter and runtime read alike, in order of execution.
package struct TensorCatalogue: Sendable {
  /// One row per tensor, in order of execution.
  package private(set) var entries: [TensorEntry] = []

  /// The catalogue of a configuration; see `TensorName` for what each tensor is.
  package init(_ configuration: ModelConfiguration) {
    addVision(configuration.vision, imageSize: configuration.image.size)
    if let query = configuration.queryTransformer { addQuery(query, vision: configuration.vision) }
    let hiddenWidth = configuration.language.hiddenWidth
    if case .pooledPatches = configuration.connector {
      add(.query(.inputNormWeight), 1, configuration.vision.width, .vector, .query)
    }
    add(.query(.alignment), hiddenWidth, configuration.alignmentInputWidth, .floatWeight, .query)
    add(.query(.alignmentBias), 1, hiddenWidth, .vector, .query)
    addLanguage(configuration.language)
  }

  private mutating func add(
    _ name: TensorName, _ rowCount: Int, _ columnCount: Int, _ kind: TensorEntry.Kind, _ part: TensorEntry.Part
  ) {
    entries.append(
      TensorEntry(name: name, rowCount: rowCount, columnCount: columnCount, kind: kind, part: part))
  }

  private mutating func addVision(_ vision: VisionConfiguration, imageSize: Int) {
    let width = vision.width
    let side = imageSize / vision.patchSize
    add(.vision(.patchEmbedding), width, 3 * vision.patchSize * vision.patchSize, .floatWeight, .vision)
    add(.vision(.patchEmbeddingBias), 1, width, .vector, .vision)
    if vision.hasClassToken { add(.vision(.classToken), 1, width, .vector, .vision) }
    add(.vision(.positionEmbedding), (vision.hasClassToken ? 1 : 0) + side * side, width, .table, .vision)
    for layer in 0..<vision.layerCount {
      for part in VisionPart.allCases {
        let name = TensorName.vision(layer, part)
        switch part {
        case .queryKeyValue: add(name, 3 * width, width, .weight, .vision)
        case .queryKeyValueBias: add(name, 1, 3 * width, .vector, .vision)
        case .attentionOutput: add(name, width, width, .weight, .vision)
        case .expand: add(name, vision.feedForwardWidth, width, .weight, .vision)
        case .expandBias: add(name, 1, vision.feedForwardWidth, .vector, .vision)
        case .contract: add(name, width, vision.feedForwardWidth, .weight, .vision)
        case .attentionNormWeight, .attentionNormBias, .attentionOutputBias, .feedForwardNormWeight,
          .feedForwardNormBias, .contractBias:
          add(name, 1, width, .vector, .vision)
        }
      }
    }
    add(.vision(.outputNormWeight), 1, width, .vector, .vision)
    add(.vision(.outputNormBias), 1, width, .vector, .vision)
  }

  private mutating func addQuery(_ query: QueryConfiguration, vision: VisionConfiguration) {
    let width = query.width
    add(.query(.tokens), query.queryCount, width, .table, .query)
    add(.query(.inputNormWeight), 1, width, .vector, .query)
    add(.query(.inputNormBias), 1, width, .vector, .query)
    for layer in 0..<query.layerCount {
      for part in QueryPart.allCases where query.hasCrossAttention(layer: layer) || !part.isCrossAttention {
        let name = TensorName.query(layer, part)
        switch part {
        case .queryKeyValue: add(name, 3 * width, width, .weight, .query)
        case .queryKeyValueBias: add(name, 1, 3 * width, .vector, .query)
        case .attentionOutput, .crossQuery, .crossOutput: add(name, width, width, .weight, .query)
        case .crossKeyValue: add(name, 2 * width, vision.width, .weight, .query)
        case .crossKeyValueBias: add(name, 1, 2 * width, .vector, .query)
        case .expand: add(name, query.feedForwardWidth, width, .weight, .query)
        case .expandBias: add(name, 1, query.feedForwardWidth, .vector, .query)
        case .contract: add(name, width, query.feedForwardWidth, .weight, .query)
        case .attentionOutputBias, .attentionNormWeight, .attentionNormBias, .crossQueryBias, .crossOutputBias,
          .crossNormWeight, .crossNormBias, .contractBias, .feedForwardNormWeight, .feedForwardNormBias:
          add(name, 1, width, .vector, .query)
        }
      }
    }
  }

  private mutating func addLanguage(_ language: LanguageConfiguration) {
    let hidden = language.hiddenWidth
    let headRows = (language.headCount + 2 * language.keyValueHeadCount) * language.headWidth
    // Gemma's output layer is its embedding: one tensor serves both.
    if language.gemma == nil { add(.language(.embedding), language.vocabularySize, hidden, .weight, .language) }
    for layer in 0..<language.layerCount {
      for part in LanguagePart.allCases where language.gemma != nil || !part.isGemmas {
        let name = TensorName.language(layer, part)
        switch part {
        case .attentionNorm, .feedForwardNorm, .attentionOutputNorm, .downNorm:
          add(name, 1, hidden, .vector, .language)
        case .queryNorm, .keyNorm: add(name, 1, language.headWidth, .vector, .language)
        case .queryKeyValue: add(name, headRows, hidden, .weight, .language)
        case .attentionOutput: add(name, hidden, language.headCount * language.headWidth, .weight, .language)
        case .gateUp: add(name, 2 * language.feedForwardWidth, hidden, .weight, .language)
        case .down: add(name, hidden, language.feedForwardWidth, .weight, .language)
        }
      }
    }
    add(.language(.outputNorm), 1, hidden, .vector, .language)
    add(.language(.output), language.vocabularySize, hidden, .weight, .language)
  }
}
