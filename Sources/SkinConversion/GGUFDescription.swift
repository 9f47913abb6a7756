import SkinCheckpoint
import SkinConfiguration

/// What a GGUF says about its decoder, in the terms of a Hugging Face folder.
///
/// Source: llama.cpp, `gguf-py`, `constants.py`, the keys of an architecture and `tokenizer.ggml.*`.
struct GGUFDescription {
  private let metadata: GGUFMetadata

  init(_ metadata: GGUFMetadata) { self.metadata = metadata }

  /// The prefix of the keys of the decoder's extents.
  private var architecture: String { metadata.string("general.architecture") ?? "llama" }

  /// The decoder's extents.
  ///
  /// - Parameters:
  ///   - vocabularySize: rows of the embedding.
  ///   - isTied: whether there is no output layer of its own.
  func language(vocabularySize: Int, isTied: Bool) throws(ConversionError) -> LanguageDescription {
    func needed(_ key: String) throws(ConversionError) -> Int {
      guard let value = metadata.integer("\(architecture).\(key)") else { throw bad("no \(architecture).\(key)") }
      return value
    }
    guard let epsilon = metadata.float("\(architecture).attention.layer_norm_rms_epsilon") else {
      throw bad("no \(architecture).attention.layer_norm_rms_epsilon")
    }
    let headCount = try needed("attention.head_count")
    let hidden = try needed("embedding_length")
    let headWidth = metadata.integer("\(architecture).attention.key_length") ?? (headCount > 0 ? hidden / headCount : 0)
    if let rotated = metadata.integer("\(architecture).rope.dimension_count"), rotated != headWidth {
      throw bad("rotary positions in \(rotated) of \(headWidth) columns of a head")
    }
    if let experts = metadata.integer("\(architecture).expert_count"), experts > 0 { throw bad("\(experts) experts") }
    var description = LanguageDescription(
      hidden_size: hidden, intermediate_size: try needed("feed_forward_length"),
      num_hidden_layers: try needed("block_count"), num_attention_heads: headCount, rms_norm_eps: epsilon,
      vocab_size: vocabularySize)
    description.num_key_value_heads = metadata.integer("\(architecture).attention.head_count_kv")
    description.head_dim = headWidth
    description.rope_theta = metadata.float("\(architecture).rope.freq_base")
    description.max_position_embeddings = metadata.integer("\(architecture).context_length")
    description.tie_word_embeddings = isTied
    if let kind = metadata.string("\(architecture).rope.scaling.type"), kind != "none" {
      var scaling = LanguageDescription.RopeScaling()
      scaling.rope_type = kind
      scaling.factor = metadata.float("\(architecture).rope.scaling.factor")
      description.rope_scaling = scaling
    } else if let factor = metadata.float("\(architecture).rope.scale_linear") {
      var scaling = LanguageDescription.RopeScaling()
      scaling.rope_type = "linear"
      scaling.factor = factor
      description.rope_scaling = scaling
    }
    if architecture == "gemma3" { addGemma(to: &description, headWidth: headWidth) }
    return description
  }

  /// What llama.cpp assumes about a Gemma 3.
  ///
  /// Source: llama.cpp, `llama-model.cpp`, `LLM_ARCH_GEMMA3`: every sixth layer sees everything, scores are divided by
  /// the root of the head's width (of the hidden width over the heads in the 27B), windowed layers have the base
  /// 10,000.
  private func addGemma(to description: inout LanguageDescription, headWidth: Int) {
    let is27B = description.num_hidden_layers == 62
    description.model_type = LanguageDescription.gemmaType
    description.sliding_window = metadata.integer("gemma3.attention.sliding_window")
    description.query_pre_attn_scalar = Float(
      is27B ? description.hidden_size / max(description.num_attention_heads, 1) : headWidth)
    description.rope_local_base_freq = metadata.float("gemma3.rope.freq_base_swa")
  }

  /// The name that the file gives its model.
  var name: String? { metadata.string("general.name") }

  /// The tokenizer as a `tokenizer.model`: every piece with its score and its kind.
  ///
  /// llama.cpp fills a vocabulary that has fewer pieces than rows with unused pieces `[PAD...]` at its end; they were
  /// not in the original and are left out.
  func tokenizer() throws(ConversionError) -> [UInt8] {
    let model = metadata.string("tokenizer.ggml.model")
    guard model == "llama" else {
      throw bad("its tokenizer is of kind '\(model ?? "none")', not 'llama' (SentencePiece)")
    }
    var pieces: [(text: [UInt8], score: Float, type: Int)]
    do {
      guard let texts = try metadata.strings("tokenizer.ggml.tokens"), !texts.isEmpty else {
        throw bad("no tokenizer.ggml.tokens")
      }
      guard let scores = try metadata.floats("tokenizer.ggml.scores"), scores.count == texts.count,
        let types = try metadata.integers("tokenizer.ggml.token_type"), types.count == texts.count
      else { throw bad("scores or types of its \(texts.count) tokens are missing") }
      pieces = texts.indices.map { index in
        let isSpelledOut = types[index] == SentencePieceFile.userDefined
        return (isSpelledOut ? SentencePieceFile.escaped(texts[index]) : texts[index], scores[index], types[index])
      }
      // llama.cpp calls a `<unk>` that is listed as special a control piece; SentencePiece knows it by its kind.
      if !types.contains(SentencePieceFile.unknown), let unknown = metadata.integer("tokenizer.ggml.unknown_token_id"),
        pieces.indices.contains(unknown)
      {
        pieces[unknown].type = SentencePieceFile.unknown
      }
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch let error as ConversionError { throw error } catch { throw .mismatch("\(error)") }
    var kept = pieces[...]
    while let last = kept.last, last.type == SentencePieceFile.unused, last.text.starts(with: Array("[PAD".utf8)) {
      kept.removeLast()
    }
    func control(_ key: String, _ usual: Int) throws(ConversionError) -> [UInt8] {
      let token = metadata.integer("tokenizer.ggml.\(key)_token_id") ?? usual
      guard pieces.indices.contains(token) else { throw bad("token \(token) as \(key)") }
      return pieces[token].text
    }
    return SentencePieceFile.bytes(
      Array(kept), beginPiece: try control("bos", 1), endPiece: try control("eos", 2),
      addsDummyPrefix: metadata.boolean("tokenizer.ggml.add_space_prefix") ?? true,
      removesExtraWhitespace: metadata.boolean("tokenizer.ggml.remove_extra_whitespaces") ?? false)
  }

  private func bad(_ fact: String) -> ConversionError { .badDescription(path: metadata.path, fact: fact) }
}

/// Writes a `tokenizer.model`.
///
/// Source: SentencePiece 0.2, `sentencepiece_model.proto`.
enum SentencePieceFile {
  static let (unknown, control, userDefined, unused, byte) = (2, 3, 4, 5, 6)

  /// A user-defined piece as SentencePiece spells it: with U+2581 where GGUF files have the space itself.
  ///
  /// Source: llama.cpp, `convert_hf_to_gguf.py`, which writes these spaces; Gemma's runs of spaces are such pieces.
  static func escaped(_ text: [UInt8]) -> [UInt8] { text.flatMap { $0 == 0x20 ? Array("\u{2581}".utf8) : [$0] } }

  static func bytes(
    _ pieces: [(text: [UInt8], score: Float, type: Int)], beginPiece: [UInt8], endPiece: [UInt8], addsDummyPrefix: Bool,
    removesExtraWhitespace: Bool
  ) -> [UInt8] {
    var file: [UInt8] = []
    for piece in pieces { file += self.piece(piece.text, score: piece.score, type: piece.type) }
    let hasBytes = pieces.contains { $0.type == byte }
    // TrainerSpec: model_type BPE, byte_fallback, the texts of bos and eos.
    file += message(
      2,
      number(3, 2) + number(35, hasBytes ? 1 : 0) + message(46, beginPiece) + message(47, endPiece))
    // NormalizerSpec: identity, dummy prefix, removal of spaces, escaping.
    file += message(
      3,
      message(1, Array("identity".utf8)) + number(3, addsDummyPrefix ? 1 : 0)
        + number(4, removesExtraWhitespace ? 1 : 0) + number(5, 1))
    return file
  }

  /// A piece, which may also be appended to a file to extend its vocabulary.
  static func piece(_ text: [UInt8], score: Float, type: Int) -> [UInt8] {
    let bits = score.bitPattern
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
    return message(1, message(1, text) + [0x15] + bytes + number(3, type))
  }

  private static func number(_ field: Int, _ value: Int) -> [UInt8] { variable(field << 3) + variable(value) }

  private static func message(_ field: Int, _ bytes: [UInt8]) -> [UInt8] {
    variable(field << 3 | 2) + variable(bytes.count) + bytes
  }

  /// A number in groups of seven bits, the lowest group first.
  private static func variable(_ value: Int) -> [UInt8] {
    var rest = UInt64(bitPattern: Int64(value))
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
