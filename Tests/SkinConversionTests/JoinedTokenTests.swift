import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinContainer
import SkinTestSupport
import Testing

@testable import SkinConversion

/// MiniGPT-v2: no Q-Former, four visual tokens side by side, an adapter in the alignment's file.
///
/// What the model then computes is held against PyTorch by `GoldenTests`.
struct JoinedTokenTests {
  @Test(arguments: ["tiny-joined", "tiny-joined-wide"])
  func `the connector follows from the alignment's width, and the configuration survives writing`(name: String) throws {
    let model = try ConversionCase(name)
    let container = try model.convert().container
    let rows = name == "tiny-joined" ? 4 : 16
    #expect(container.configuration.connector == .joinedTokens(count: 4))
    #expect(container.configuration.imageRowCount == rows)
    #expect(container.configuration.alignmentInputWidth == 192)
    #expect(
      container.records.filter { $0.name.description.hasPrefix("query.") }.map(\.name) == [
        .query(.alignment), .query(.alignmentBias),
      ])
    let copy = try JSONDecoder().decode(
      ModelConfiguration.self, from: JSONEncoder().encode(container.configuration))
    #expect(copy == container.configuration)
  }

  @Test func `the conversation is MiniGPT-v2's unless a template is given`() throws {
    let model = try ConversionCase("tiny-joined")
    let given = try Converter(model.request).configuration.conversation
    model.request.template = nil
    #expect(try Converter(model.request).configuration.conversation == .miniGPTv2)
    #expect(given == .miniGPTv2)
  }

  @Test(arguments: [(true, 448), (false, 224)])
  func `ViT-g's grid of 16 is for 224 pixels, and for 448 in MiniGPT-v2`(isJoined: Bool, size: Int) throws {
    let model = try ConversionCase("tiny-joined")
    let path = try model.edited(model.request.vision) { tensors in
      func zeros(_ shape: Int...) -> (shape: [Int], elements: [Float]) {
        (shape, [Float](repeating: 0, count: shape.reduce(1, *)))
      }
      tensors = [
        "patch_embed.proj.weight": zeros(1408, 3, 14, 14), "pos_embed": zeros(1, 257, 1408),
        "cls_token": zeros(1, 1, 1408),
        "blocks.0.mlp.fc1.weight": zeros(6144, 1),
      ]
    }
    let source = VisionSource(try Checkpoint(path: path), laterFiles: [])
    let (image, vision) = try source.configuration(ModelDescription(), isJoined: isJoined)
    #expect(image.size == size && vision.headCount == 16 && vision.feedForwardWidth == 6144)
  }

  @Test func `ln_vision is the alignment file's, else the BLIP-2 file's, else as a norm is made`() throws {
    func norm(_ model: ConversionCase) throws -> [Float] {
      let container = try model.convert().container
      return try container.elements(.vision(.outputNormWeight)) + container.elements(.vision(.outputNormBias))
    }
    let model = try ConversionCase("tiny-joined")
    let blip2 = try #require(model.request.qformer)
    #expect(try norm(model) == ConversionCase.elements(blip2, "ln_vision.weight", "ln_vision.bias"))
    model.request.qformer = try model.edited(blip2) { tensors in
      tensors = tensors.filter { $0.key.hasPrefix("ln_vision.") }
    }
    #expect(try norm(model) == ConversionCase.elements(blip2, "ln_vision.weight", "ln_vision.bias"))
    model.request.qformer = nil
    #expect(try norm(model) == [Float](repeating: 1, count: 48) + [Float](repeating: 0, count: 48))
    model.request.alignment = try model.edited(model.request.alignment) { tensors in
      tensors["ln_vision.weight"] = ([48], [Float](repeating: 3, count: 48))
      tensors["ln_vision.bias"] = ([48], [Float](repeating: 2, count: 48))
    }
    let own = [Float](repeating: 3, count: 48) + [Float](repeating: 2, count: 48)
    #expect(try norm(model) == own)
    model.request.qformer = blip2
    #expect(try norm(model) == own)
  }

  @Test func `nothing of a Q-Former that is not needed counts as surplus, nor the adapter`() throws {
    let summary = try ConversionCase("tiny-joined").convert().summary
    #expect(summary.surplus.allSatisfy { !$0.contains("Qformer") && !$0.contains("lora_") })
  }

  @Test func `alpha over rank scales the adapter; model.json may say another alpha`() throws {
    let model = try ConversionCase("tiny-joined")
    let name = TensorName.language(1, .queryKeyValue)
    let merged = try model.convert().container.elements(name)
    let base = try ConversionCase.elements(
      "\(model.request.language)/model.safetensors", "model.layers.1.self_attn.q_proj.weight",
      "model.layers.1.self_attn.k_proj.weight", "model.layers.1.self_attn.v_proj.weight")
    let description = "\(model.folder)/model.json"
    let original = try Data(contentsOf: URL(fileURLWithPath: #require(model.request.description)))
    var json = try #require(JSONSerialization.jsonObject(with: original) as? [String: Any])
    json["adapter"] = ["alpha": 32]
    try JSONSerialization.data(withJSONObject: json).write(to: URL(fileURLWithPath: description))
    model.request.description = description
    let twice = try model.convert().container.elements(name)
    var changed = 0
    for index in base.indices {
      let once = merged[index] - base[index]
      changed += once == 0 ? 0 : 1
      // The sums are rounded to float32 after the addition.
      #expect((twice[index] - base[index] - 2 * once).magnitude <= 2e-6)
    }
    // q and v, not k: two thirds.
    #expect(changed > base.count / 2 && changed <= base.count * 2 / 3)
  }

  @Test func `an adapter with half of a pair, or for layers that are not there, is refused`() throws {
    let model = try ConversionCase("tiny-joined")
    let original = model.request.alignment
    let stem = "llama_model.base_model.model.model.layers.0.self_attn.q_proj"
    model.request.alignment = try model.edited(original) { $0["\(stem).lora_B.default.weight"] = nil }
    #expect {
      try Converter(model.request).run()
    } throws: { error in
      guard case .missingTensors(_, let names)? = error as? ConversionError else { return false }
      return names[0].contains("factor B")
    }
    model.request.alignment = try model.edited(original) { tensors in
      for letter in ["A", "B"] {
        tensors["\(stem.replacing("layers.0", with: "layers.9")).lora_\(letter).default.weight"] =
          tensors["\(stem).lora_\(letter).default.weight"]
      }
    }
    #expect {
      try Converter(model.request).run()
    } throws: { error in
      guard case .mismatch(let reason)? = error as? ConversionError else { return false }
      return reason.contains("layers.9")
    }
  }

  @Test func `a decoder of another size, a Vicuna and a missing Q-Former are named`() throws {
    let model = try ConversionCase("tiny-joined")
    model.request.alignment = try model.edited(model.request.alignment) {
      $0["llama_proj.weight"] = ([4096, 192], .init(repeating: 1, count: 4096 * 192))
    }
    model.request.language = try model.languageFolder("hidden_size", 5120)
    #expect {
      try Converter(model.request)
    } throws: { error in
      guard case .mismatch(let reason)? = error as? ConversionError else { return false }
      return reason.contains("4096 (7B)") && reason.contains("5120 (13B)")
    }
    let vicuna = try ConversionCase("tiny-joined")
    vicuna.request.language = try vicuna.languageFolder("_name_or_path", "vicuna-7b-v0")
    let language = vicuna.request.language
    #expect(
      throws: ConversionError.pairing(path: language, .vicunaForMiniGPTv2(name: "vicuna-7b-v0"))
    ) { try Converter(vicuna.request) }
    vicuna.request.isForced = true
    #expect(throws: Never.self) { try Converter(vicuna.request) }
    let first = try ConversionCase("tiny")
    first.request.qformer = nil
    #expect(throws: ConversionError.noQueryTransformer(path: first.request.alignment)) { try Converter(first.request) }
  }

  @Test func `a pack takes the layer alone, and refuses a file with an adapter`() throws {
    let model = try ConversionCase("tiny-joined")
    _ = try model.convert()
    let pack = AlignmentPackConverter(
      alignment: model.request.alignment, base: model.request.output, output: model.folder + "/own.skpack")
    #expect {
      try pack.run()
    } throws: { error in
      guard case .mismatch(let reason)? = error as? ConversionError else { return false }
      return reason.contains("LoRA")
    }
    let plain = try model.edited(model.request.alignment) { $0 = $0.filter { !$0.key.contains("lora_") } }
    let layer = AlignmentPackConverter(alignment: plain, base: model.request.output, output: pack.output)
    _ = try layer.run()
    #expect(throws: Never.self) { try Container.open(path: model.request.output, alignmentPack: pack.output) }
  }
}
