import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinContainer
import SkinQuantization
import SkinTensor
import SkinTestSupport
import SkinText
import Testing

@testable import SkinConversion

/// GGUF files of llama.cpp, deltas and adapters; the expected values are torch's (`Tools/reference/input_goldens.py`).
struct InputTests {
  private func path(_ name: String) -> String { Goldens.url("input/\(name)").path }

  private func golden(_ name: String) throws -> [String: SourceTensor] {
    try GGUFNames.folderNames(Checkpoint(path: path(name))).tensors
  }

  @Test(arguments: [("f16.gguf", "tiny"), ("grouped-bf16.gguf", "tiny-grouped")])
  func `a GGUF gives the container that its folder gives`(name: String, preset: String) throws {
    let model = try ConversionCase(preset)
    let wanted = try model.convert().container
    model.request.language = path(name)
    let found = try model.convert().container
    #expect(found.configuration.language == wanted.configuration.language)
    for entry in TensorCatalogue(wanted.configuration).entries where entry.part == .language {
      #expect(try found.elements(entry) == wanted.elements(entry), "\(entry.name)")
    }
    let mine = try Tokenizer(model: found.resource(.tokenizer))
    let original = try Tokenizer(model: wanted.resource(.tokenizer))
    #expect(mine.vocabularySize == original.vocabularySize)
    for text in ["Could you describe the skin disease?", "  12 µm – naïve\n###Human: <Img>", "\u{1F600}"] {
      #expect(mine.encode(text) == original.encode(text))
      #expect(try mine.decode(mine.encode(text)) == original.decode(original.encode(text)))
    }
    for token in 0..<Int32(mine.vocabularySize) {
      #expect(try mine.piece(token) == original.piece(token))
      #expect(try mine.isControl(token) == original.isControl(token))
    }
  }

  @Test(arguments: [("q8_0.gguf", WeightScheme.int8), ("q4_0.gguf", .int4), ("q4_0.gguf", .int8)])
  func `codes are moved without rounding them again`(name: String, scheme: WeightScheme) throws {
    let model = try ConversionCase("tiny", scheme: scheme)
    model.request.language = path(name)
    let (container, summary) = try model.convert()
    let source = try golden(name)
    let part = "model.layers.1."
    let pairs: [(TensorName, [String])] = [
      (.language(1, .queryKeyValue), ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"]),
      (.language(1, .attentionOutput), ["self_attn.o_proj"]),
      (.language(1, .gateUp), ["mlp.gate_proj", "mlp.up_proj"]),
      (.language(1, .down), ["mlp.down_proj"]),
    ]
    for (entry, names) in pairs {
      let wanted = try names.flatMap { try #require(source["\(part)\($0).weight"]).elements() }
      #expect(try container.elements(entry) == wanted, "\(entry)")
      let record = try #require(container.records.first { $0.name == entry })
      #expect(record.scheme == scheme)
      #expect(record.errorMeasures?["moved"] == 1)
      #expect(record.errorMeasures?["largest_error"] == 0)
    }
    #expect(summary.measures.contains { $0.name == .language(.output) && $0.measures["moved"] == 1 })
  }

  @Test
  func `K-quants are refused by name, and decoded when forced`() throws {
    let model = try ConversionCase("tiny")
    model.request.language = path("k-quants.gguf")
    model.request.alignment = path("alignment-256.safetensors")
    #expect(
      throws: ConversionError.roundedTwice(
        path: model.request.language, tensor: "model.embed_tokens.weight", format: "Q4_K", tensorCount: 8)
    ) { try Converter(model.request) }
    model.request.isForced = true
    let container = try model.convert().container
    let source = try golden("k-quants.gguf")
    let parts = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"]
    let wanted = try parts.flatMap { try #require(source["model.layers.0.\($0).weight"]).elements() }
    #expect(try container.elements(.language(0, .queryKeyValue)) == wanted)
    #expect(try container.elements(.language(.output)) == #require(source["lm_head.weight"]).elements())
  }

  @Test(arguments: [false, true])
  func `a delta on quantized weights is refused, forced or not`(isForced: Bool) throws {
    let model = try ConversionCase("tiny")
    model.request.isForced = isForced
    model.request.language = path("q8_0.gguf")
    model.request.delta = path("delta")
    #expect {
      try Converter(model.request)
    } throws: { error in
      guard case .mismatch(let reason)? = error as? ConversionError else { return false }
      return reason.contains("--delta")
    }
  }

  @Test
  func `a group with -128 alone is encoded again`() throws {
    let encoder = PanelEncoder(columnCount: 64, scheme: .int8)
    var integers = [Int8](repeating: 3, count: 64)
    integers[40] = -128
    var measures = EncodingMeasures()
    var panel: [UInt8] = []
    try encoder.move(
      [PanelEncoder.CodedRow(scales: [0x3C00, 0x3C00], integers: integers)], into: &panel, measures: &measures)
    let weight = WeightMatrix(shape: Shape(1, 64), scheme: .int8, copying: panel)
    var matrix = Matrix(rowCount: 1, columnCount: 64)
    weight.decodeRow(0, into: &matrix, at: 0)
    #expect(matrix.elements[..<32] == [Float](repeating: 3, count: 32)[...])
    #expect((matrix.elements[40] + 128).magnitude <= 0.6)
    #expect(measures.movedCount == 32)
    #expect(throws: QuantizationError.notFinite(row: 0, column: 32)) {
      try encoder.move(
        [PanelEncoder.CodedRow(scales: [0, 0x7C00], integers: integers)], into: &panel, measures: &measures)
    }
  }

  @Test
  func `a delta with a row more is added as torch adds binary16`() throws {
    let model = try ConversionCase("tiny")
    model.request.delta = path("delta")
    let (container, summary) = try model.convert()
    let merged = try golden("delta.safetensors")
    #expect(container.configuration.language.vocabularySize == 385)
    func wanted(_ names: String...) throws -> [Float] { try names.flatMap { try #require(merged[$0]).elements() } }
    #expect(try container.elements(.language(.embedding)) == wanted("model.embed_tokens.weight"))
    #expect(try container.elements(.language(.output)) == wanted("lm_head.weight"))
    #expect(try container.elements(.language(.outputNorm)) == wanted("model.norm.weight"))
    for layer in 0..<2 {
      let name = "model.layers.\(layer)."
      #expect(
        try container.elements(.language(layer, .queryKeyValue))
          == wanted(
            name + "self_attn.q_proj.weight", name + "self_attn.k_proj.weight", name + "self_attn.v_proj.weight"))
      #expect(try container.elements(.language(layer, .attentionNorm)) == wanted(name + "input_layernorm.weight"))
      #expect(try container.elements(.language(layer, .down)) == wanted(name + "mlp.down_proj.weight"))
    }
    let tokenizer = try Tokenizer(model: container.resource(.tokenizer))
    #expect(tokenizer.vocabularySize == 385)
    #expect(try tokenizer.isControl(384))
    #expect(try tokenizer.decode([384]) == "")
    #expect(summary.surplus.allSatisfy { !$0.contains("/delta:") })
  }

  @Test
  func `bytes are counted of all files that are read`() throws {
    func readByteCount(_ edit: (ConversionCase) -> Void = { _ in }) throws -> Int {
      let model = try ConversionCase("tiny", scheme: .int8)
      edit(model)
      return try model.convert().summary.pace.readByteCount
    }
    func byteCount(_ name: String) throws -> Int { try golden(name).values.reduce(0) { $0 + $1.byteCount } }
    let plain = try readByteCount()
    let folder = try golden("../pipeline/tiny/language").values.reduce(0) { $0 + $1.byteCount }
    #expect(plain > folder)
    let delta = path("delta")
    #expect(try readByteCount { $0.request.delta = delta } == plain + byteCount("delta"))
    let lora = path("lora")
    #expect(try readByteCount { $0.request.lora = lora } == plain + byteCount("lora/adapter_model.safetensors"))
    for name in ["q8_0.gguf", "q4_0.gguf", "f16.gguf"] {
      let file = path(name)
      #expect(try readByteCount { $0.request.language = file } == plain - folder + byteCount(name), "\(name)")
    }
  }

  @Test
  func `a delta that lacks a tensor or belongs to another width is refused`() throws {
    let model = try ConversionCase("tiny")
    let folder = "\(model.folder)/delta"
    func delta(_ edit: (inout [String: (shape: [Int], elements: [Float])]) -> Void) throws {
      try? FileManager.default.removeItem(atPath: folder)
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let edited = try model.edited(path("delta"), edit)
      try FileManager.default.moveItem(atPath: edited, toPath: folder + "/model.safetensors")
      model.request.delta = folder
    }
    let name = "model.layers.1.mlp.up_proj.weight"
    try delta { $0[name] = nil }
    #expect(throws: ConversionError.missingTensors(path: folder, names: [name])) { try Converter(model.request).run() }
    try delta { $0[name] = ([96, 80], [Float](repeating: 0, count: 96 * 80)) }
    #expect(throws: ConversionError.wrongShape(path: folder, tensor: name, expected: [96, 64], found: [96, 80])) {
      try Converter(model.request).run()
    }
  }

  @Test(arguments: ["lora", "lora-default"])
  func `an adapter in either spelling is merged as torch merges it`(name: String) throws {
    let model = try ConversionCase("tiny")
    let plain = try model.convert().container
    model.request.lora = path(name)
    let container = try model.convert().container
    let merged = try golden("lora.safetensors")
    for layer in 0..<2 {
      let found = try container.elements(.language(layer, .queryKeyValue))
      let untouched = try plain.elements(.language(layer, .queryKeyValue))
      for (index, part) in ["q_proj", "v_proj"].enumerated() {
        let wanted = try #require(merged["model.layers.\(layer).self_attn.\(part).weight"]).elements()
        let rows = Array(found[index * 2 * 4096..<(index * 2 + 1) * 4096])
        // Sums of four products in another order: some last places of values up to 4.
        #expect(zip(rows, wanted).allSatisfy { ($0 - $1).magnitude <= 4e-6 }, "\(part) of \(layer)")
        #expect(rows != Array(untouched[index * 2 * 4096..<(index * 2 + 1) * 4096]))
      }
      #expect(found[4096..<8192] == untouched[4096..<8192])
    }
  }

  @Test
  func `an adapter for weights that are not there is refused`() throws {
    let model = try ConversionCase("tiny")
    let folder = "\(model.folder)/lora"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: path("lora/adapter_config.json"), toPath: folder + "/adapter_config.json")
    let edited = try model.edited(path("lora/adapter_model.safetensors")) { tensors in
      tensors["base_model.model.model.layers.7.self_attn.q_proj.lora_A.weight"] = (
        [4, 64], .init(repeating: 1, count: 256)
      )
    }
    try FileManager.default.moveItem(atPath: edited, toPath: folder + "/adapter_model.safetensors")
    model.request.lora = folder
    #expect {
      try Converter(model.request).run()
    } throws: { error in
      guard case .mismatch(let reason)? = error as? ConversionError else { return false }
      return reason.contains("layers.7")
    }
  }
}
