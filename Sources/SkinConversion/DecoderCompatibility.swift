import SkinCheckpoint
import SkinConfiguration

/// Why files that are each intact do not make a model together: the mismatches that occur in practice.
package enum DecoderCompatibilityFault: Hashable, Sendable {
  /// The decoder calls itself Vicuna v1.1 or later; MiniGPT-4's and SkinGPT-4's alignments belong to v0.
  case laterVicuna(name: String)
  /// The BLIP-2 file is that of another decoder family than FLAN-T5-XXL.
  case otherQueryTransformer(name: String)
  /// The Q-Former reads visual tokens of another width than the vision transformer writes.
  case visionWidth(query: Int, vision: Int)
  /// A MiniGPT-v2 alignment reads four visual tokens of ViT-g side by side; this vision transformer's have another
  /// width.
  case joinedWidth(input: Int, vision: Int)
  /// The decoder calls itself a Vicuna; MiniGPT-v2's alignment belongs to Llama-2-chat.
  case vicunaForMiniGPTv2(name: String)
}

/// Detects wrong pairings by shapes, and by names only where shapes cannot tell.
enum DecoderCompatibility {
  /// Widths of the decoders that SkinGPT-4 and MiniGPT-4 were published for.
  private static let publishedWidths = [4096: "7B", 5120: "13B"]
  /// Vicuna v0 has LLaMA's pieces and `[PAD]`; later versions have LLaMA's alone.
  private static let llamaVocabularySize = 32_000
  /// FLAN-T5-XL's width, the rows of its `t5_proj`; FLAN-T5-XXL has 4096.
  private static let smallT5Width = 2048
  /// OPT-2.7B's width, the rows of `language_projection` in its Hugging Face folder.
  private static let optWidth = 2560
  /// MiniGPT-v2 joins this many neighbouring visual tokens side by side.
  static let joinedTokenCount = 4

  /// A width with the size of the published decoder that has it, like `4096 (7B)`.
  static func words(width: Int) -> String { publishedWidths[width].map { "\(width) (\($0))" } ?? "\(width)" }

  /// Checks the decoder's name and, where a Q-Former is used, the BLIP-2 file's surplus parts.
  static func check(
    _ language: LanguageInput, _ connector: ConnectorSource, path: String
  ) throws(ConversionError) {
    let width = language.configuration.hiddenWidth
    guard case .queryTransformer(let query) = connector else {
      guard let name = language.names.first(where: { $0.lowercased().contains("vicuna") }) else { return }
      throw .pairing(path: path, .vicunaForMiniGPTv2(name: name))
    }
    let qformer = query.file.checkpoint
    if let name = laterVicuna(language) { throw .pairing(path: path, .laterVicuna(name: name)) }
    if let name = otherFamily(qformer, hiddenWidth: width) {
      throw .pairing(path: qformer.path, .otherQueryTransformer(name: name))
    }
  }

  /// The decoder family of a BLIP-2 file by the projections that it keeps beside the Q-Former; nil for FLAN-T5-XXL.
  private static func otherFamily(_ qformer: Checkpoint, hiddenWidth: Int) -> String? {
    func rows(_ name: String) -> Int? { qformer.tensors[name]?.rowCount }
    if let rows = rows("opt_proj.weight") { return "OPT of width \(rows)" }
    let projection = rows("language_projection.weight")
    if projection == optWidth { return "OPT-2.7B" }
    let isSmallT5 = (rows("t5_proj.weight") ?? projection) == smallT5Width
    return isSmallT5 && publishedWidths[hiddenWidth] != nil ? "FLAN-T5-XL" : nil
  }

  /// The name by which the decoder is a Vicuna of a later version than v0; nil if nothing says so.
  ///
  /// A version in a name counts. Without one, a Vicuna with LLaMA's 32000 rows is a later one: v0 has 32001.
  private static func laterVicuna(_ language: LanguageInput) -> String? {
    let vicunas = language.names.filter { $0.lowercased().contains("vicuna") && !$0.lowercased().contains("v0") }
    if let name = vicunas.first(where: { $0.lowercased().contains(/v1[._-]?[1-9]/) }) { return name }
    // A folder may be called anything, so only what the files themselves say counts here.
    guard language.configuration.vocabularySize == llamaVocabularySize else { return nil }
    return vicunas.first { language.statedNames.contains($0) }
  }

  /// Checks that the Q-Former reads what the vision transformer writes.
  static func check(_ query: QuerySource, visionWidth: Int) throws(ConversionError) {
    guard let width = query.visualWidth, width != visionWidth else { return }
    throw .pairing(path: query.file.checkpoint.path, .visionWidth(query: width, vision: visionWidth))
  }
}
