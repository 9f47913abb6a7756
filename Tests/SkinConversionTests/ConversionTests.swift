import Foundation
import SkinConfiguration
import SkinContainer
import SkinQuantization
import SkinTensor
import SkinTestSupport
import Testing

@testable import SkinConversion

struct ConversionTests {
  @Test(arguments: ["tiny", "tiny-grouped"])
  func `every tensor comes from its rows`(name: String) throws {
    let model = try ConversionCase(name)
    let container = try model.convert().container
    let (vision, language) = (model.request.vision, model.request.language)
    let query = try #require(model.request.qformer)
    let width = container.configuration.vision.width
    #expect(
      try container.elements(.vision(1, .queryKeyValue))
        == ConversionCase.elements(vision, "blocks.1.attn.qkv.weight"))
    let zeros = [Float](repeating: 0, count: width)
    #expect(
      try container.elements(.vision(1, .queryKeyValueBias))
        == ConversionCase.elements(vision, "blocks.1.attn.q_bias") + zeros
        + ConversionCase.elements(vision, "blocks.1.attn.v_bias"))
    #expect(
      try container.elements(.vision(.positionEmbedding)) == ConversionCase.elements(vision, "pos_embed"))
    #expect(
      try container.elements(.vision(.patchEmbedding)) == ConversionCase.elements(vision, "patch_embed.proj.weight"))
    #expect(try container.elements(.vision(.outputNormBias)) == ConversionCase.elements(query, "ln_vision.bias"))
    let layer = "Qformer.bert.encoder.layer.2."
    #expect(
      try container.elements(.query(2, .queryKeyValue))
        == ConversionCase.elements(
          query, layer + "attention.self.query.weight", layer + "attention.self.key.weight",
          layer + "attention.self.value.weight"))
    #expect(
      try container.elements(.query(2, .crossKeyValueBias))
        == ConversionCase.elements(
          query, layer + "crossattention.self.key.bias", layer + "crossattention.self.value.bias"))
    #expect(
      try container.elements(.query(2, .expand))
        == ConversionCase.elements(query, layer + "intermediate_query.dense.weight"))
    #expect(
      try container.elements(.query(.alignment))
        == ConversionCase.elements(model.request.alignment, "llama_proj.weight"))
    let block = "model.layers.1."
    #expect(
      try container.elements(.language(1, .queryKeyValue))
        == ConversionCase.elements(
          language, block + "self_attn.q_proj.weight", block + "self_attn.k_proj.weight",
          block + "self_attn.v_proj.weight"))
    #expect(
      try container.elements(.language(1, .gateUp))
        == ConversionCase.elements(language, block + "mlp.gate_proj.weight", block + "mlp.up_proj.weight"))
    #expect(
      try container.elements(.language(.embedding)) == ConversionCase.elements(language, "model.embed_tokens.weight"))
  }

  @Test(arguments: WeightScheme.allCases)
  func `every entry of the catalogue is there in every scheme, and two runs give the same bytes`(
    scheme: WeightScheme
  ) throws {
    let model = try ConversionCase("tiny", scheme: scheme)
    let (container, summary) = try model.convert()
    let entries = TensorCatalogue(container.configuration).entries
    #expect(container.records.map(\.name) == entries.map(\.name))
    #expect(container.digest == summary.digest)
    let exact = try ConversionCase("tiny").convert().container
    for entry in entries {
      let (found, wanted) = (try container.elements(entry), try exact.elements(entry))
      #expect(wanted.contains { $0 != 0 }, "\(entry.name)")
      let greatest = wanted.map(\.magnitude).max() ?? 0
      let bound = entry.kind == .weight && scheme != .float32 ? greatest * (scheme == .int4 ? 0.15 : 0.01) : 0
      #expect(zip(found, wanted).allSatisfy { ($0 - $1).magnitude <= bound }, "\(entry.name)")
    }
    #expect(try model.convert().summary.digest == summary.digest)
    #expect(
      summary.measures.isEmpty == (scheme == .float32)
        && summary.measures.allSatisfy { ($0.measures["snr_db"] ?? .infinity) > 15 })
  }

  @Test(arguments: [WeightScheme.int4, .float16])
  func `the bytes do not depend on the number of threads`(scheme: WeightScheme) throws {
    let model = try ConversionCase("tiny", scheme: scheme)
    let one = try Converter(model.request).run(threadCount: 1)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: model.request.output))
    for threadCount in [2, 3, 7] {
      #expect(try Converter(model.request).run(threadCount: threadCount).digest == one.digest)
      #expect(try Data(contentsOf: URL(fileURLWithPath: model.request.output)) == bytes)
    }
    #expect(one.pace.readByteCount > 0)
  }

  @Test
  func `an input that changes while it is converted ends the conversion without an output`() throws {
    let test = try ConversionCase("tiny")
    let (own, other) = ("\(test.folder)/alignment.pth", "\(test.folder)/unrelated")
    try FileManager.default.copyItem(atPath: test.request.alignment, toPath: own)
    test.request.alignment = own
    let converter = try Converter(test.request)
    #expect(throws: ConversionError.inputChanged(path: own)) {
      try converter.run(progress: { share in
        guard share < 1, let file = FileHandle(forUpdatingAtPath: own) else { return }
        try? file.write(contentsOf: Data("PK".utf8))
        try? file.close()
      })
    }
    #expect(!FileManager.default.fileExists(atPath: test.request.output))
    // What comes into the folder meanwhile is no input.
    _ = try Converter(test.request).run(progress: { _ in
      _ = FileManager.default.createFile(atPath: other, contents: Data([1]))
    })
    #expect(FileManager.default.fileExists(atPath: test.request.output))
  }

  @Test
  func `tensors that nobody needs are listed`() throws {
    let summary = try ConversionCase("tiny").convert().summary
    let names = Set(summary.surplus.compactMap { $0.split(separator: " ").last.map(String.init) })
    #expect(names.isSuperset(of: ["head.weight", "norm.bias", "fc_norm.weight"]))
    #expect(names.allSatisfy { !$0.hasPrefix("blocks.") && !$0.hasPrefix("model.layers.") })
  }

  @Test
  func `missing tensors are all named and nothing is written`() throws {
    let model = try ConversionCase("tiny")
    let names = ["blocks.1.mlp.fc2.bias", "blocks.0.norm1.weight"]
    model.request.vision = try model.edited(model.request.vision) { tensors in
      for name in names { tensors[name] = nil }
    }
    #expect(throws: ConversionError.missingTensors(path: model.request.vision, names: names.reversed())) {
      try Converter(model.request).run()
    }
    #expect(!FileManager.default.fileExists(atPath: model.request.output))
    #expect(!FileManager.default.fileExists(atPath: model.request.output + ".partial"))
  }

  @Test
  func `a tensor of another shape is refused`() throws {
    let model = try ConversionCase("tiny")
    model.request.vision = try model.edited(model.request.vision) { $0["blocks.0.norm1.weight"] = ([3], [1, 2, 3]) }
    #expect(
      throws: ConversionError.wrongShape(
        path: model.request.vision, tensor: "blocks.0.norm1.weight", expected: [48], found: [3])
    ) { try Converter(model.request).run() }
  }

  @Test
  func `the alignment file overrides tensors of the files before it, and that is listed`() throws {
    let model = try ConversionCase("tiny")
    model.request.alignment = try model.edited(model.request.alignment) { tensors in
      tensors["query_tokens"] = ([1, 8, 32], [Float](repeating: 0.25, count: 8 * 32))
      tensors["visual_encoder.blocks.1.norm2.bias"] = ([48], [Float](repeating: 0.5, count: 48))
      tensors["llama_model.model.norm.weight"] = ([64], [Float](repeating: 2, count: 64))
    }
    let (container, summary) = try model.convert()
    #expect(try container.vector(.query(.tokens))[255] == 0.25)
    #expect(try container.vector(.vision(1, .feedForwardNormBias))[47] == 0.5)
    #expect(try container.vector(.language(.outputNorm))[63] == 2)
    #expect(summary.overridden.count == 3)
    #expect(!summary.surplus.contains { $0.contains("query_tokens") })
  }

  @Test
  func `overriding weights under another layout's names are refused`() throws {
    let model = try ConversionCase("tiny")
    model.request.qformer = try model.edited(#require(model.request.qformer)) { tensors in
      tensors["vision_model.post_layernorm.weight"] = ([48], [Float](repeating: 1, count: 48))
    }
    model.request.alignment = try model.edited(model.request.alignment) { tensors in
      tensors["query_tokens"] = ([1, 8, 32], [Float](repeating: 0.25, count: 8 * 32))
    }
    #expect {
      try Converter(model.request)
    } throws: { error in
      guard case .mismatch(let reason)? = error as? ConversionError else { return false }
      return reason.contains("query_tokens")
    }
  }

  @Test
  func `an untied decoder without an output layer is incomplete`() throws {
    let model = try ConversionCase("tiny")
    model.request.language = try model.languageFolder("max_position_embeddings", 2048)
    let weights = "\(model.request.language)/model.safetensors"
    let edited = try model.edited(weights) { $0["lm_head.weight"] = nil }
    try FileManager.default.removeItem(atPath: weights)
    try FileManager.default.moveItem(atPath: edited, toPath: weights)
    #expect(throws: ConversionError.missingTensors(path: model.request.language, names: ["lm_head.weight"])) {
      try Converter(model.request).run()
    }
  }

  @Test
  func `an alignment for another decoder is refused with both widths`() throws {
    let model = try ConversionCase("tiny")
    model.request.alignment = try model.edited(model.request.alignment) {
      $0["llama_proj.weight"] = ([80, 32], [Float](repeating: 1, count: 80 * 32))
    }
    #expect {
      try Converter(model.request)
    } throws: { error in
      guard case .mismatch(let reason)? = error as? ConversionError else { return false }
      return reason.contains("80") && reason.contains("64")
    }
  }

  @Test
  func `a vocabulary with fewer rows than the tokenizer has pieces is refused`() throws {
    let model = try ConversionCase("tiny")
    model.request.language = try model.languageFolder("vocab_size", 100)
    #expect {
      try Converter(model.request)
    } throws: { error in
      guard case .mismatch(let reason)? = error as? ConversionError else { return false }
      return reason.contains("tokenizer.model") && reason.contains("100")
    }
  }

  @Test
  func `weights that are not finite are refused by name and nothing is written`() throws {
    let model = try ConversionCase("tiny", scheme: .int8)
    model.request.vision = try model.edited(model.request.vision) { $0["blocks.1.mlp.fc1.weight"]?.elements[7] = .nan }
    #expect(
      throws: ConversionError.quantization(tensor: .vision(1, .expand), .notFinite(row: 0, column: 7))
    ) { try Converter(model.request).run() }
    #expect(!FileManager.default.fileExists(atPath: model.request.output))
  }

  @Test
  func `Hugging Face's names give the same weights`() throws {
    let model = try ConversionCase("tiny")
    let exact = try model.convert().container
    model.request.qformer = try model.edited(#require(model.request.qformer)) { tensors in
      tensors = Dictionary(uniqueKeysWithValues: tensors.map { (Self.huggingFaceName($0.key), $0.value) })
    }
    let renamed = try model.convert().container
    for entry in TensorCatalogue(exact.configuration).entries where entry.part == .query {
      #expect(try renamed.elements(entry) == exact.elements(entry), "\(entry.name)")
    }
  }

  /// The name that transformers' `convert_blip_2_original_to_pytorch.py` gives a tensor.
  private static func huggingFaceName(_ name: String) -> String {
    name.replacingOccurrences(of: "ln_vision", with: "vision_model.post_layernorm")
      .replacingOccurrences(of: "Qformer.bert.embeddings.LayerNorm", with: "qformer.layernorm")
      .replacingOccurrences(of: "Qformer.bert", with: "qformer")
      .replacingOccurrences(of: "attention.self", with: "attention.attention")
  }

  private struct Positions: Decodable {
    var side: Int
    var newSide: Int
    var input: [Float]
    var output: [Float]
  }

  @Test
  func `position grids are resized as torch does`() throws {
    for golden in try JSONDecoder().decode([Positions].self, from: Data(Goldens.bytes("checkpoint/positions.json"))) {
      let found = PositionGrid(side: golden.side, newSide: golden.newSide, width: 2).resized(golden.input)
      #expect(found.count == golden.output.count)
      #expect(zip(found, golden.output).allSatisfy { ($0 - $1).magnitude < 1e-5 }, "\(golden.side)")
    }
  }
}
