import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinContainer
import SkinTestSupport
import SkinText
import Testing

@testable import SkinConversion

/// A Gemma 3 decoder on its way into a container and back; its arithmetic is tested in `GemmaTests`.
struct GemmaConversionTests {
  /// The golden decoder, some keys of whose `config.json` have other values; nil removes a key.
  private func windowed(_ values: [String: Any?] = [:]) throws -> ConversionCase {
    let model = try ConversionCase("tiny")
    let target = "\(model.folder)/gemma"
    try FileManager.default.copyItem(atPath: Goldens.url("gemma/windowed").path, toPath: target)
    let url = URL(fileURLWithPath: "\(target)/config.json")
    var json = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    for (key, value) in values { json[key] = value }
    try JSONSerialization.data(withJSONObject: json).write(to: url)
    model.request.language = target
    return model
  }

  @Test func `the description says windows, scales and both rotary bases`() throws {
    let language = try windowed().convert().container.configuration.language
    let gemma = try #require(language.gemma)
    #expect(gemma.isWindowed == [true, true, true, true, true, false, true])
    #expect(gemma.windowLength == 8 && gemma.embeddingScale == 8 && gemma.windowRotaryBase == 10_000)
    #expect(gemma.scoreScale == 1 / Float(24).squareRoot())
    #expect(language.rotaryBase == 1_000_000 && language.headWidth == 32 && language.keyValueHeadCount == 2)
    #expect(LanguageDescription.bfloat16(Float(640).squareRoot()) == 25.25)
    #expect(LanguageDescription.bfloat16(Float(2560).squareRoot()) == 50.5)
    #expect(LanguageDescription.bfloat16(1.00390625) == 1 && LanguageDescription.bfloat16(1.01171875) == 1.015625)
  }

  @Test(
    arguments: [
      ("attn_logit_softcapping", 50.0), ("final_logit_softcapping", 30.0), ("use_bidirectional_attention", true),
      ("hidden_activation", "gelu"), ("tie_word_embeddings", false), ("attention_bias", true), ("sliding_window", nil),
      ("query_pre_attn_scalar", nil), ("layer_types", ["full_attention"]),
      ("model_type", "gemma2"),
    ] as [(String, (any Sendable)?)])
  func `what would change the backend is refused`(key: String, value: (any Sendable)?) throws {
    let model = try windowed([key: value])
    #expect(throws: ConversionError.self, "\(key)") { try Converter(model.request) }
  }

  @Test func `the weights are the folder's, norms one more`() throws {
    let model = try windowed()
    let container = try model.convert().container
    let source = model.request.language
    let norm = try ConversionCase.elements(source, "model.layers.3.post_feedforward_layernorm.weight")
    #expect(try container.elements(.language(3, .downNorm)) == norm.map { $0 + 1 })
    let query = try ConversionCase.elements(source, "model.layers.3.self_attn.q_norm.weight")
    #expect(try container.elements(.language(3, .queryNorm)) == query.map { $0 + 1 })
    #expect(
      try container.elements(.language(.output)) == ConversionCase.elements(source, "model.embed_tokens.weight"))
    #expect(container.records.map(\.name) == TensorCatalogue(container.configuration).entries.map(\.name))
  }

  @Test func `checkpoints that were written are read back to the same model`() throws {
    let model = try windowed()
    let container = try model.convert().container
    let folder = "\(model.folder)/checkpoints"
    try CheckpointsExport(container).write(to: folder)
    let again = try ConversionCase("tiny")
    again.request.language = "\(folder)/language"
    let twin = try again.convert().container
    #expect(twin.configuration.language == container.configuration.language)
    for entry in TensorCatalogue(container.configuration).entries where entry.part == .language {
      let (found, wanted) = (try twin.elements(entry), try container.elements(entry))
      #expect(found.count == wanted.count)
      // A norm's weight loses its last places where one is taken away.
      #expect(zip(found, wanted).allSatisfy { ($0 - $1).magnitude <= 1e-7 }, "\(entry.name)")
    }
  }

  @Test func `a GGUF that was written is read back to the same model, or refused in words`() throws {
    let odd = try windowed().convert().container
    #expect(throws: ExportError.self) { try GGUFExport(odd) }
    let model = try windowed(["query_pre_attn_scalar": 32])
    let container = try model.convert().container
    let path = "\(model.folder)/model.gguf"
    try GGUFExport(container).write(to: path)
    let again = try ConversionCase("tiny")
    again.request.language = path
    let twin = try again.convert().container
    #expect(twin.configuration.language == container.configuration.language)
    for entry in TensorCatalogue(container.configuration).entries where entry.part == .language {
      #expect(try twin.elements(entry) == container.elements(entry), "\(entry.name)")
    }
  }

  @Test func `runs of spaces are one token, from a folder and from a GGUF, which spells them with spaces`() throws {
    let model = try windowed(["query_pre_attn_scalar": 32])
    let file = URL(fileURLWithPath: "\(model.request.language)/tokenizer.model")
    let table = try TokenizerTable(model: Array(Data(contentsOf: file)))
    var pieces = table.pieces.map { (text: Array($0.text.utf8), score: $0.score, type: Int($0.type)) }
    let runs = [2, 3].map { String(repeating: "\u{2581}", count: $0) }
    for (offset, run) in runs.enumerated() {
      pieces[pieces.count - 2 + offset] = (Array(run.utf8), 0, SentencePieceFile.userDefined)
    }
    try Data(
      SentencePieceFile.bytes(
        pieces, beginPiece: Array("<s>".utf8), endPiece: Array("</s>".utf8), addsDummyPrefix: false,
        removesExtraWhitespace: false)
    ).write(to: file)
    let container = try model.convert().container
    let path = "\(model.folder)/model.gguf"
    try GGUFExport(container).write(to: path)
    let texts = try #require(try Checkpoint(path: path).gguf?.strings("tokenizer.ggml.tokens"))
    #expect(texts[(pieces.count - 2)..<pieces.count].map { String(decoding: $0, as: UTF8.self) } == ["  ", "   "])
    let again = try ConversionCase("tiny")
    again.request.language = path
    for found in [container, try again.convert().container] {
      let tokenizer = try Tokenizer(model: found.resource(.tokenizer))
      let tokens = try tokenizer.encode("a  b   c").map { try tokenizer.piece($0) }
      #expect(tokens == ["a", runs[0], "b", runs[1], "c"])
    }
  }
}
