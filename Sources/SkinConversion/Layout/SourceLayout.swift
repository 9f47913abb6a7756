import SkinConfiguration

/// How tensors are spelled by a family of checkpoints, in one kind of file.
enum SourceDialect: Hashable, Sendable, CaseIterable {
  /// `eva_vit_g.pth`. Source: SkinGPT-4 at 3bf57c9, `models/eva_vit.py`.
  case eva
  /// ln_vision and the Q-Former as BLIP-2 publishes them. Source: SkinGPT-4 at 3bf57c9, `models/Qformer.py`.
  case blip2
  /// A Hugging Face folder of BLIP-2 or InstructBLIP.
  /// Source: transformers, `convert_blip_2_original_to_pytorch.py`, `modeling_instructblip.py`.
  case blip2Folder
  /// The alignment layer. Source: SkinGPT-4 at 3bf57c9, `models/mini_gpt4.py`.
  case miniGPT4
  /// A Hugging Face LLaMA folder. Source: transformers, `modeling_llama.py`.
  case llama
  /// The same in a GGUF. Source: llama.cpp, `gguf-py`, `constants.py`; `convert_hf_to_gguf.py`, `LlamaModel`.
  case llamaGGUF
  /// A Hugging Face folder of a Gemma 3 that reads text. Source: transformers, `modeling_gemma3.py`.
  case gemma3
  /// The same in a GGUF. Source: llama.cpp, `gguf-py`, `constants.py`; `convert_hf_to_gguf.py`, `Gemma3Model`.
  case gemma3GGUF
  /// The vision tower of a Gemma 3 folder. Source: transformers, `modeling_siglip.py`.
  case siglip
  /// What stands between tower and decoder in such a folder. Source: transformers, `modeling_gemma3.py`,
  /// `Gemma3MultiModalProjector`.
  case gemma3Projector
  /// The tower in a GGUF of its own. Source: llama.cpp, `gguf-py`, `constants.py`, `MODEL_ARCH.MMPROJ`.
  case siglipGGUF
  /// What stands behind it in the same file. Source: llama.cpp, `convert_hf_to_gguf.py`, `Gemma3VisionModel`.
  case gemma3ProjectorGGUF
}

/// The checkpoint file that a tensor comes from, and that an export writes it back to.
enum SourceFile: Hashable, Sendable, CaseIterable {
  /// `eva_vit_g.pth`.
  case vision
  /// `blip2_pretrained_flant5xxl.pth`.
  case query
  /// SkinGPT-4's or MiniGPT-4's file.
  case alignment
  /// The decoder's folder or GGUF.
  case language
}

/// What a source file did to a tensor's numbers; a reader undoes it, a writer does it.
enum SourceTransform: Hashable, Sendable {
  /// Nothing.
  case none
  /// The halves of each query head's rows are interleaved. Source: llama.cpp, `LlamaModel.permute`.
  case interleavedQueryHeads
  /// The same with key heads.
  case interleavedKeyHeads
  /// One is subtracted from each number: a folder's norms of Gemma, whose weights are those of `1 + weight`.
  case minusOne
  /// Rows and columns are exchanged.
  case transposed
}

/// A tensor of a source file that is, or is part of, a tensor of the container.
struct SourceTerm: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The name, `#` for the layer's number; nil for zeros that the file leaves out.
  let pattern: String?
  let transform: SourceTransform

  init(stringLiteral pattern: String) { self.init(pattern) }

  init(_ pattern: String?, _ transform: SourceTransform = .none) {
    self.pattern = pattern
    self.transform = transform
  }

  /// Zeros.
  static let zeros = SourceTerm(nil)

  /// The name in a layer.
  func name(layer: Int) -> String? { pattern?.replacing("#", with: "\(layer)") }
}

/// How a container's tensor is made of its terms, which are stacked as rows or, in a vector, concatenated.
enum SourceSplit: Hashable, Sendable {
  /// Terms of equal size.
  case even
  /// Queries, keys and values of the decoder's heads.
  case heads
}

/// Extents of a term in its file.
enum SourceShape: Hashable, Sendable {
  /// `[count]` of a vector, else `[rows, columns]`.
  case own
  /// `[1, rows, columns]`.
  case batch
  /// `[width, 3, patch, patch]`.
  case patches
}

/// A row of the table: one tensor of the container, and what it is made of in every dialect that has it.
///
/// Its extents and the schemes that it may have are `TensorCatalogue`'s, which the runtime reads too.
struct SourceRow: Sendable {
  let tensor: TensorSlot
  let file: SourceFile
  let split: SourceSplit
  let shape: SourceShape
  /// The ways to spell the tensor in each dialect: the first one whose first term is in the file counts, else the last.
  let spellings: [SourceDialect: [[SourceTerm]]]

  init(
    _ tensor: TensorSlot, _ file: SourceFile, split: SourceSplit = .even, shape: SourceShape = .own,
    _ spellings: [SourceDialect: [SourceTerm]], fallbacks: [SourceDialect: [SourceTerm]] = [:]
  ) {
    self.tensor = tensor
    self.file = file
    self.split = split
    self.shape = shape
    self.spellings = spellings.reduce(into: [:]) { $0[$1.key] = [$1.value] + (fallbacks[$1.key].map { [$0] } ?? []) }
  }

  /// Rows of each term, or columns if the tensor is a vector.
  ///
  /// - Parameter terms: how many there are.
  func counts(_ entry: TensorEntry, terms: Int, _ language: LanguageConfiguration?) -> [Int] {
    let total = entry.kind == .vector ? entry.columnCount : entry.rowCount
    guard split == .heads, terms == 3, let language else {
      return [Int](repeating: total / max(terms, 1), count: terms)
    }
    let keyRows = language.keyValueHeadCount * language.headWidth
    return [language.headCount * language.headWidth, keyRows, keyRows]
  }
}

/// The table of all tensors and what each is made of in the files of every family; readers and exports both follow it.
enum SourceLayout {
  /// All rows, in the order in which an export writes them: of each part of a model first what is outside its layers.
  static let rows: [SourceRow] = visionRows + queryRows + languageRows

  private static let bySlot = Dictionary(rows.map { ($0.tensor, $0) }, uniquingKeysWith: { first, _ in first })

  /// The row of a tensor.
  static func row(of slot: TensorSlot) -> SourceRow? { bySlot[slot] }

  /// Every tensor of a configuration with its row and, in layers, the layer's number: part by part, layer by layer.
  static func places(
    in configuration: ModelConfiguration
  ) -> [(row: SourceRow, layer: Int, entry: TensorEntry)] {
    let entries = Dictionary(
      TensorCatalogue(configuration).entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return [visionRows, queryRows, languageRows].flatMap { rows in
      let layered = rows.filter(\.tensor.isInLayer)
      // The layers that the catalogue has: some tensors are in some layers only.
      var layerCount = 0
      while layered.contains(where: { entries[$0.tensor.name(layer: layerCount)] != nil }) { layerCount += 1 }
      let order =
        rows.filter { !$0.tensor.isInLayer }.map { ($0, 0) }
        + (0..<layerCount).flatMap { layer in layered.map { ($0, layer) } }
      return order.compactMap { row, layer in
        entries[row.tensor.name(layer: layer)].map { (row, layer, $0) }
      }
    }
  }
}

/// A tensor of the container, the layer left open.
enum TensorSlot: Hashable, Sendable {
  case vision(VisionEdge)
  case visionLayer(VisionPart)
  case query(QueryEdge)
  case queryLayer(QueryPart)
  case language(LanguageEdge)
  case languageLayer(LanguagePart)

  /// Every tensor that there is.
  static let all: [TensorSlot] =
    VisionEdge.allCases.map { .vision($0) } + VisionPart.allCases.map { .visionLayer($0) }
    + QueryEdge.allCases.map { .query($0) } + QueryPart.allCases.map { .queryLayer($0) }
    + LanguageEdge.allCases.map { .language($0) } + LanguagePart.allCases.map { .languageLayer($0) }

  /// Whether each layer has one.
  var isInLayer: Bool {
    switch self {
    case .vision, .query, .language: false
    case .visionLayer, .queryLayer, .languageLayer: true
    }
  }

  /// The name in the container.
  func name(layer: Int) -> TensorName {
    switch self {
    case .vision(let edge): .vision(edge)
    case .visionLayer(let part): .vision(layer, part)
    case .query(let edge): .query(edge)
    case .queryLayer(let part): .query(layer, part)
    case .language(let edge): .language(edge)
    case .languageLayer(let part): .language(layer, part)
    }
  }
}
