import Foundation
import SkinConfiguration
package import SkinContainer
import SkinFiles
import SkinQuantization
import SkinText

/// Writes the decoder and its tokenizer as a GGUF file, which llama.cpp and its relatives load.
///
/// Groups of int8 and int4 become Q8_0 and Q4_0 blocks with the same integers and scales, `f16` stays F16, the rest is
/// F32: no number is rounded. Vision and Q-Former have no place in it. One row at a time is in memory.
///
/// Source: ggml, `docs/gguf.md`; llama.cpp, `convert_hf_to_gguf.py`, classes `LlamaModel` and `Gemma3Model`.
package struct GGUFExport {
  private let container: Container
  private let table: TokenizerTable
  private let tensors: GGUFTensors

  /// An export of a container's decoder.
  ///
  /// - Throws: ``ExportError`` if the format cannot express the tokenizer or the shapes.
  package init(_ container: Container) throws(ExportError) {
    self.container = container
    let model: [UInt8]
    do { model = try container.resource(.tokenizer) } catch { throw .container(error) }
    do { table = try TokenizerTable(model: model) } catch { throw .tokenizer(error) }
    let language = container.configuration.language
    if let gemma = language.gemma { try Self.check(gemma, language) }
    tensors = GGUFTensors(
      container,
      SourcePart.all(
        of: container.configuration, in: [.language: language.gemma == nil ? .llamaGGUF : .gemma3GGUF]))
  }

  /// Writes the file, which gets its name once it is complete.
  ///
  /// - Parameter progress: receives the share that is written, 0...1.
  /// - Throws: ``ExportError``; nothing appears under the name then.
  package func write(to path: String, progress: (Double) -> Void = { _ in }) throws(ExportError) {
    var header = GGUFFileHeader()
    addMetadata(to: &header)
    let factors = rotaryFactors
    if let factors {
      header.add(
        GGUFFileHeader.Tensor(name: "rope_freqs.weight", shape: [factors.count], type: .float32))
    }
    tensors.add(to: &header)
    let file = try GrowingFile(path: path, kind: .gguf)
    try file.append(header.bytes)
    if let factors {
      var bytes: [UInt8] = []
      bytes.appendFloats(factors)
      try file.append(bytes)
      try file.pad(to: GGUFFileHeader.alignment)
    }
    try tensors.write(to: file, progress: progress)
    try file.finish()
  }

  /// Checks that what llama.cpp assumes about a Gemma 3 holds.
  ///
  /// Source: llama.cpp, `llama-model.cpp`, `LLM_ARCH_GEMMA3`.
  private static func check(_ gemma: GemmaFeatures, _ language: LanguageConfiguration) throws(ExportError) {
    let usual = (0..<language.layerCount).map { ($0 + 1) % 6 != 0 }
    guard gemma.isWindowed == usual else { throw .unsupported("other layers than every sixth see everything") }
    guard gemma.windowRotaryBase == 10_000 else { throw .unsupported("the rotary base of its windows is not 10,000") }
    let (scale, usualScale) = (gemma.scoreScale, 1 / Float(language.headWidth).squareRoot())
    guard (scale / usualScale - 1).magnitude < 1e-6 else {
      throw .unsupported("its scores are not divided by the root of the head's width")
    }
  }

  // MARK: - Metadata

  private func addMetadata(to header: inout GGUFFileHeader) {
    let language = container.configuration.language
    func count(_ number: Int) -> GGUFFileHeader.Value { .uint32(UInt32(clamping: number)) }
    let family = language.gemma == nil ? "llama" : "gemma3"
    header.add("general.architecture", .string(family))
    header.add("general.name", .string(container.configuration.name))
    header.add("general.description", .string(container.configuration.provenance.statement))
    header.add("general.alignment", count(GGUFFileHeader.alignment))
    header.add("general.quantization_version", .uint32(2))
    header.add("general.file_type", .uint32(fileType))
    header.add("\(family).vocab_size", count(language.vocabularySize))
    header.add("\(family).context_length", count(language.contextLength))
    header.add("\(family).embedding_length", count(language.hiddenWidth))
    header.add("\(family).block_count", count(language.layerCount))
    header.add("\(family).feed_forward_length", count(language.feedForwardWidth))
    header.add("\(family).attention.head_count", count(language.headCount))
    header.add("\(family).attention.head_count_kv", count(language.keyValueHeadCount))
    header.add("\(family).attention.key_length", count(language.headWidth))
    header.add("\(family).attention.value_length", count(language.headWidth))
    header.add("\(family).attention.layer_norm_rms_epsilon", .float32(language.normEpsilon))
    header.add("\(family).rope.dimension_count", count(language.headWidth))
    header.add("\(family).rope.freq_base", .float32(language.rotaryBase))
    if case .linear(let factor) = language.rotaryScaling {
      header.add("\(family).rope.scaling.type", .string("linear"))
      header.add("\(family).rope.scaling.factor", .float32(factor))
    }
    if let gemma = language.gemma {
      header.add("gemma3.attention.sliding_window", count(gemma.windowLength))
    }
    addTokenizer(to: &header, vocabularySize: language.vocabularySize)
  }

  /// A piece as llama.cpp looks for it: user-defined ones in the text itself, so with its spaces.
  private static func spelling(_ piece: TokenizerTable.Piece) -> String {
    piece.type == Int32(SentencePieceFile.userDefined)
      ? piece.text.replacing("\u{2581}", with: " ") : piece.text
  }

  private func addTokenizer(to header: inout GGUFFileHeader, vocabularySize: Int) {
    // Rows without a piece get names that no text has, as in llama.cpp's converter.
    let padding = table.pieces.count..<max(vocabularySize, table.pieces.count)
    header.add("tokenizer.ggml.model", .string("llama"))
    header.add("tokenizer.ggml.pre", .string("default"))
    header.add("tokenizer.ggml.tokens", .strings(table.pieces.map(Self.spelling) + padding.map { "[PAD\($0)]" }))
    header.add("tokenizer.ggml.scores", .floats(table.pieces.map(\.score) + padding.map { _ in -10_000 }))
    header.add("tokenizer.ggml.token_type", .integers(table.pieces.map(\.type) + padding.map { _ in 5 }))
    header.add("tokenizer.ggml.bos_token_id", .uint32(UInt32(clamping: table.beginToken)))
    header.add("tokenizer.ggml.eos_token_id", .uint32(UInt32(clamping: table.endToken)))
    header.add("tokenizer.ggml.unknown_token_id", .uint32(UInt32(clamping: table.unknownToken)))
    header.add("tokenizer.ggml.add_bos_token", .bool(true))
    header.add("tokenizer.ggml.add_eos_token", .bool(false))
    header.add("tokenizer.ggml.add_space_prefix", .bool(table.addsSpacePrefix))
    header.add("tokenizer.ggml.remove_extra_whitespaces", .bool(table.removesExtraWhitespace))
  }

  /// `llama_ftype`: what most weights are.
  private var fileType: UInt32 {
    let layer = container.configuration.language.layerCount - 1
    return switch container.records.first(where: { $0.name == .language(layer, .gateUp) })?.scheme {
    case .float32?, nil: 0
    case .float16?: 1
    case .int4?: 2
    case .int8?, .int8PerRow?: 7
    }
  }

  /// What Llama-3 divides each frequency by; nil for other scalings.
  ///
  /// Source: transformers, `modeling_rope_utils.py`, `_compute_llama3_parameters`.
  private var rotaryFactors: [Float]? {
    let language = container.configuration.language
    guard case .llama3(let factor, let low, let high, let original) = language.rotaryScaling else { return nil }
    return (0..<language.headWidth / 2).map { pair in
      let frequency = pow(Double(language.rotaryBase), -2 * Double(pair) / Double(language.headWidth))
      let wavelength = 2 * Double.pi / frequency
      if wavelength < Double(original) / Double(high) { return 1 }
      if wavelength > Double(original) / Double(low) { return factor }
      let smooth = (Double(original) / wavelength - Double(low)) / Double(high - low)
      return Float(1 / ((1 - smooth) / Double(factor) + smooth))
    }
  }
}
