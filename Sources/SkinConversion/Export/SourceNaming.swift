import SkinConfiguration

/// The checkpoint file to which a tensor goes back.
enum SourceFile: Hashable, CaseIterable {
  /// `eva_vit_g.pth`.
  case vision
  /// `blip2_pretrained_flant5xxl.pth`.
  case query
  /// SkinGPT-4's or MiniGPT-4's file.
  case alignment
  /// The Hugging Face folder.
  case language
}

/// A tensor of the source checkpoints: rows of a container's tensor, or a part of a vector.
struct SourcePart: Hashable {
  let file: SourceFile
  /// The name in the source checkpoint.
  let name: String
  /// Extents in the source checkpoint, outermost first.
  let shape: [Int]
  /// The container's tensor.
  let entry: TensorEntry
  /// Rows of the container's tensor.
  let rows: Range<Int>
  /// Columns of the container's tensor; all of them but for parts of a vector.
  let columns: Range<Int>

  var elementCount: Int { rows.count * columns.count }
}

/// The names that a container's tensors had in the public checkpoints: the converter's sources, backwards.
///
/// Source: SkinGPT-4 at 3bf57c9, `models/eva_vit.py`, `models/Qformer.py`, `models/mini_gpt4.py`; transformers,
/// `modeling_llama.py`.
struct SourceNaming {
  private let configuration: ModelConfiguration
  private let entries: [TensorName: TensorEntry]
  private(set) var parts: [SourcePart] = []

  /// All parts, file by file, in order of execution.
  ///
  /// - Parameter hasKeyBias: the blocks of the ViT whose keys have a bias, which EVA's names cannot say; theirs keep it
  ///   in a fused bias.
  init(_ configuration: ModelConfiguration, hasKeyBias: Set<Int>) {
    self.configuration = configuration
    entries = Dictionary(
      TensorCatalogue(configuration).entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for edge in VisionEdge.allCases { addVision(edge) }
    for layer in 0..<configuration.vision.layerCount {
      for part in VisionPart.allCases { addVision(layer, part, hasKeyBias: hasKeyBias.contains(layer)) }
    }
    for edge in QueryEdge.allCases { addQuery(edge) }
    for layer in 0..<(configuration.queryTransformer?.layerCount ?? 0) {
      for part in QueryPart.allCases { addQuery(layer, part) }
    }
    for edge in LanguageEdge.allCases { addLanguage(edge) }
    for layer in 0..<configuration.language.layerCount {
      for part in LanguagePart.allCases { addLanguage(layer, part) }
    }
  }

  /// Adds a whole tensor; a vector has one extent unless `shape` says more.
  private mutating func add(_ file: SourceFile, _ name: String, _ tensor: TensorName, shape: [Int]? = nil) {
    guard let entry = entries[tensor] else { return }
    let own = entry.kind == .vector ? [entry.columnCount] : [entry.rowCount, entry.columnCount]
    parts.append(
      SourcePart(
        file: file, name: name, shape: shape ?? own, entry: entry, rows: 0..<entry.rowCount,
        columns: 0..<entry.columnCount))
  }

  /// Adds tensors that are fused in the container, `counts` rows or, of a vector, columns each.
  private mutating func add(_ file: SourceFile, _ names: [String], _ counts: [Int], of tensor: TensorName) {
    guard let entry = entries[tensor] else { return }
    var first = 0
    for (name, count) in zip(names, counts) {
      let range = first..<first + count
      let isVector = entry.kind == .vector
      parts.append(
        SourcePart(
          file: file, name: name, shape: isVector ? [count] : [count, entry.columnCount], entry: entry,
          rows: isVector ? 0..<1 : range, columns: isVector ? range : 0..<entry.columnCount))
      first += count
    }
  }

  private mutating func addVision(_ edge: VisionEdge) {
    let vision = configuration.vision
    let patches = entries[.vision(.positionEmbedding)]?.rowCount ?? 0
    switch edge {
    case .patchEmbedding:
      add(
        .vision, "patch_embed.proj.weight", .vision(edge), shape: [vision.width, 3, vision.patchSize, vision.patchSize])
    case .patchEmbeddingBias: add(.vision, "patch_embed.proj.bias", .vision(edge))
    case .classToken: add(.vision, "cls_token", .vision(edge), shape: [1, 1, vision.width])
    case .positionEmbedding: add(.vision, "pos_embed", .vision(edge), shape: [1, patches, vision.width])
    case .outputNormWeight: add(.query, "ln_vision.weight", .vision(edge))
    case .outputNormBias: add(.query, "ln_vision.bias", .vision(edge))
    }
  }

  private mutating func addVision(_ layer: Int, _ part: VisionPart, hasKeyBias: Bool) {
    let tensor = TensorName.vision(layer, part)
    let width = configuration.vision.width
    let name: String
    switch part {
    case .attentionNormWeight: name = "norm1.weight"
    case .attentionNormBias: name = "norm1.bias"
    case .queryKeyValue: name = "attn.qkv.weight"
    case .queryKeyValueBias:
      let block = "blocks.\(layer).attn."
      if hasKeyBias { return add(.vision, block + "qkv.bias", tensor) }
      guard let entry = entries[tensor] else { return }
      for (biasName, first) in [("q_bias", 0), ("v_bias", 2 * width)] {
        parts.append(
          SourcePart(
            file: .vision, name: block + biasName, shape: [width], entry: entry, rows: 0..<1,
            columns: first..<first + width))
      }
      return
    case .attentionOutput: name = "attn.proj.weight"
    case .attentionOutputBias: name = "attn.proj.bias"
    case .feedForwardNormWeight: name = "norm2.weight"
    case .feedForwardNormBias: name = "norm2.bias"
    case .expand: name = "mlp.fc1.weight"
    case .expandBias: name = "mlp.fc1.bias"
    case .contract: name = "mlp.fc2.weight"
    case .contractBias: name = "mlp.fc2.bias"
    }
    add(.vision, "blocks.\(layer).\(name)", tensor)
  }

  private mutating func addQuery(_ edge: QueryEdge) {
    switch edge {
    case .tokens:
      guard let query = configuration.queryTransformer else { return }
      add(.query, "query_tokens", .query(edge), shape: [1, query.queryCount, query.width])
    case .inputNormWeight: add(.query, "Qformer.bert.embeddings.LayerNorm.weight", .query(edge))
    case .inputNormBias: add(.query, "Qformer.bert.embeddings.LayerNorm.bias", .query(edge))
    case .projection: add(.alignment, "llama_proj.weight", .query(edge))
    case .projectionBias: add(.alignment, "llama_proj.bias", .query(edge))
    }
  }

  private mutating func addQuery(_ layer: Int, _ part: QueryPart) {
    let tensor = TensorName.query(layer, part)
    let block = "Qformer.bert.encoder.layer.\(layer)."
    let width = configuration.queryTransformer?.width ?? 0
    func joined(_ stem: String, _ names: [String], _ kind: String) -> [String] {
      names.map { "\(block)\(stem).self.\($0).\(kind)" }
    }
    let name: String
    switch part {
    case .queryKeyValue:
      return add(
        .query, joined("attention", ["query", "key", "value"], "weight"), [width, width, width], of: tensor)
    case .queryKeyValueBias:
      return add(.query, joined("attention", ["query", "key", "value"], "bias"), [width, width, width], of: tensor)
    case .crossKeyValue:
      return add(.query, joined("crossattention", ["key", "value"], "weight"), [width, width], of: tensor)
    case .crossKeyValueBias:
      return add(.query, joined("crossattention", ["key", "value"], "bias"), [width, width], of: tensor)
    case .attentionOutput: name = "attention.output.dense.weight"
    case .attentionOutputBias: name = "attention.output.dense.bias"
    case .attentionNormWeight: name = "attention.output.LayerNorm.weight"
    case .attentionNormBias: name = "attention.output.LayerNorm.bias"
    case .crossQuery: name = "crossattention.self.query.weight"
    case .crossQueryBias: name = "crossattention.self.query.bias"
    case .crossOutput: name = "crossattention.output.dense.weight"
    case .crossOutputBias: name = "crossattention.output.dense.bias"
    case .crossNormWeight: name = "crossattention.output.LayerNorm.weight"
    case .crossNormBias: name = "crossattention.output.LayerNorm.bias"
    case .expand: name = "intermediate_query.dense.weight"
    case .expandBias: name = "intermediate_query.dense.bias"
    case .contract: name = "output_query.dense.weight"
    case .contractBias: name = "output_query.dense.bias"
    case .feedForwardNormWeight: name = "output_query.LayerNorm.weight"
    case .feedForwardNormBias: name = "output_query.LayerNorm.bias"
    }
    add(.query, block + name, tensor)
  }

  private mutating func addLanguage(_ edge: LanguageEdge) {
    switch edge {
    case .embedding: add(.language, "model.embed_tokens.weight", .language(edge))
    case .outputNorm: add(.language, "model.norm.weight", .language(edge))
    case .output: add(.language, "lm_head.weight", .language(edge))
    }
  }

  private mutating func addLanguage(_ layer: Int, _ part: LanguagePart) {
    let tensor = TensorName.language(layer, part)
    let block = "model.layers.\(layer)."
    let language = configuration.language
    let keyRows = language.keyValueHeadCount * language.headWidth
    switch part {
    case .attentionNorm: add(.language, block + "input_layernorm.weight", tensor)
    case .queryKeyValue:
      add(
        .language, ["q", "k", "v"].map { "\(block)self_attn.\($0)_proj.weight" },
        [language.headCount * language.headWidth, keyRows, keyRows], of: tensor)
    case .attentionOutput: add(.language, block + "self_attn.o_proj.weight", tensor)
    case .feedForwardNorm: add(.language, block + "post_attention_layernorm.weight", tensor)
    case .gateUp:
      add(
        .language, ["gate", "up"].map { "\(block)mlp.\($0)_proj.weight" },
        [language.feedForwardWidth, language.feedForwardWidth], of: tensor)
    case .down: add(.language, block + "mlp.down_proj.weight", tensor)
    }
  }
}
