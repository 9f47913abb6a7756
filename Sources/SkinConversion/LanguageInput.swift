import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinFiles
import SkinText

/// The decoder as the options name it: a Hugging Face folder or a GGUF, with an optional delta and adapter.
struct LanguageInput {
  private static let embedding = "model.embed_tokens.weight"
  private static let output = "lm_head.weight"
  private static let rotaryFactors = "rope_freqs.weight"
  /// The piece that Vicuna v0 has and LLaMA lacks, in the row after LLaMA's last.
  private static let padPiece = "[PAD]"

  /// The largest `tokenizer.model` that ``Tokenizer`` reads, in bytes.
  private static let largestTokenizer = 64 << 20

  let source: LanguageSource
  let configuration: LanguageConfiguration
  /// A `tokenizer.model`.
  let tokenizer: [UInt8]
  /// The names that the decoder's own files give it.
  let statedNames: [String]
  /// These, and the folder's or the file's.
  let names: [String]

  /// Opens the decoder.
  ///
  /// - Throws: ``ConversionError``
  init(
    _ request: ConversionRequest, _ description: ModelDescription, alignment: AlignmentSource
  ) throws(ConversionError) {
    let checkpoint = try Self.open(request.language)
    let delta: Checkpoint? = if let path = request.delta { try Self.open(path) } else { nil }
    var adapters: [LowRankAdapter] = []
    let alpha = description.adapter?.alpha ?? LowRankAdapter.miniGPTv2Alpha
    if let adapter = try alignment.adapter(alpha: alpha) { adapters.append(adapter) }
    if let path = request.lora { adapters.append(try LowRankAdapter(path: path)) }
    try FileKind.language.check(checkpoint)
    if let delta { try FileKind.language.check(delta) }
    guard let embedding = (delta ?? checkpoint).tensors[Self.embedding] else {
      throw .missingTensors(path: (delta ?? checkpoint).path, names: [Self.embedding])
    }
    var language: LanguageDescription
    let descriptionPath: String
    if let metadata = checkpoint.gguf {
      try Self.check(checkpoint, request)
      descriptionPath = request.language
      language = try GGUFDescription(metadata).language(
        vocabularySize: embedding.rowCount, isTied: checkpoint.tensors[Self.output] == nil)
    } else {
      descriptionPath = request.language + "/config.json"
      try DecoderArithmetic.check(descriptionPath)
      language = try LanguageDescription.read(descriptionPath)
      // A v0 delta has a row more than its base.
      if delta != nil { language.vocab_size = embedding.rowCount }
    }
    configuration = try language.configuration(path: descriptionPath)
    source = LanguageSource(
      checkpoint, configuration, isTied: language.tie_word_embeddings ?? false, laterFiles: [alignment.file],
      delta: delta, adapters: adapters)
    statedNames = [language._name_or_path, checkpoint.gguf.flatMap { GGUFDescription($0).name }].compactMap(\.self)
    names = statedNames + [URL(fileURLWithPath: request.language).lastPathComponent]
    tokenizer = try Self.tokenizer(request, checkpoint, rowCount: configuration.vocabularySize)
  }

  private static func open(_ path: String) throws(ConversionError) -> Checkpoint {
    do { return try GemmaFolder.normalized(GGUFNames.folderNames(try Checkpoint(path: path))) } catch {
      throw .checkpoint(error)
    }
  }

  /// Weights that were rounded in a way other than ours would be rounded twice: refused, unless the user insists.
  ///
  /// llama.cpp's own Q4_0 and Q8_0 files have Q6_K in the output layer or the embedding, which get at least 8 bits
  /// here: these two are let through.
  private static func check(_ checkpoint: Checkpoint, _ request: ConversionRequest) throws(ConversionError) {
    if checkpoint.tensors[rotaryFactors] != nil {
      throw .badDescription(path: checkpoint.path, fact: "rotary factors in a tensor, as Llama 3 has them")
    }
    // A delta belongs to the exact weights, whatever the user insists on.
    if request.delta != nil, let first = checkpoint.tensors.values.filter({ $0.block != nil }).map(\.name).min() {
      throw .mismatch(
        "--delta belongs to the original weights; \(checkpoint.path) has '\(first)' quantized")
    }
    if !request.isForced { try checkpoint.checkRounding(besides: [embedding, output]) }
  }

  /// The tokenizer's file: the delta's if it brings one, else the folder's, or what a GGUF says.
  private static func tokenizer(
    _ request: ConversionRequest, _ checkpoint: Checkpoint, rowCount: Int
  ) throws(ConversionError) -> [UInt8] {
    var found: (path: String, bytes: [UInt8])?
    for folder in [request.delta, request.language].compactMap(\.self) where found == nil {
      let path = folder + "/tokenizer.model"
      let byteCount = FileFacts(path: path)?.byteCount ?? 0
      guard byteCount <= largestTokenizer else {
        throw .tokenizer(path: path, .fileTooLarge(byteCount: byteCount, limit: largestTokenizer))
      }
      found = FileManager.default.contents(atPath: path).map { (path, Array($0)) }
    }
    if found == nil, let metadata = checkpoint.gguf {
      found = (request.language, try GGUFDescription(metadata).tokenizer())
    }
    guard let (path, original) = found else { throw .noDescription(path: request.language + "/tokenizer.model") }
    if let content = ForeignContent(beginning: original) {
      throw .badDescription(path: path, fact: "it is \(content.rawValue)")
    }
    var file = original
    let pieceCount = try Self.pieceCount(file, path)
    guard pieceCount <= rowCount else {
      throw .mismatch("\(path) has \(pieceCount) pieces, the decoder \(rowCount) rows")
    }
    if request.delta != nil, pieceCount == rowCount - 1 {
      file += SentencePieceFile.piece(Array(padPiece.utf8), score: 0, type: SentencePieceFile.control)
      _ = try self.pieceCount(file, path)
    }
    return file
  }

  private static func pieceCount(_ file: [UInt8], _ path: String) throws(ConversionError) -> Int {
    do { return try Tokenizer(model: file).vocabularySize } catch { throw .tokenizer(path: path, error) }
  }
}

extension Checkpoint {
  /// Checks that no weight was rounded in another way than ours.
  ///
  /// - Parameter names: tensors that may be Q6_K.
  /// - Throws: ``ConversionError/roundedTwice(path:tensor:format:tensorCount:)``
  func checkRounding(besides names: [String] = []) throws(ConversionError) {
    let rounded = tensors.values.filter { tensor in
      guard let block = tensor.block, !block.isPlainGroup else { return false }
      return !(block == .q6_K && names.contains(tensor.name))
    }.sorted { $0.name < $1.name }
    if let first = rounded.first, let block = first.block {
      throw .roundedTwice(path: path, tensor: first.name, format: block.rawValue, tensorCount: rounded.count)
    }
  }
}
