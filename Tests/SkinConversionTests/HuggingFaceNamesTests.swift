import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinContainer
import SkinTensor
import Testing

@testable import SkinConversion

/// BLIP-2 and InstructBLIP folders, which hold ViT and Q-Former under names of their own.
struct HuggingFaceNamesTests {
  /// BLIP-2's and InstructBLIP's name of the Q-Former's first norm.
  @Test(arguments: ["qformer.layernorm.", "qformer.embeddings.layernorm."])
  func `one file under Hugging Face's names gives the container of the public files`(norm: String) throws {
    let model = try ConversionCase("tiny")
    let exact = try model.convert().container
    let vision = try Checkpoint(path: model.request.vision).tensors
    let whole = try model.edited(#require(model.request.qformer)) { tensors in
      tensors = Dictionary(uniqueKeysWithValues: tensors.map { (Self.queryName($0.key, norm), $0.value) })
      for (name, tensor) in vision where tensor.elementType.isFloatingPoint {
        guard let elements = try? tensor.elements() else { continue }
        tensors[Self.visionName(name)] = (tensor.shape, elements)
      }
      for layer in 0..<2 {
        let prefix = "vision_model.encoder.layers.\(layer).self_attn."
        guard let query = tensors.removeValue(forKey: prefix + "q_bias"),
          let value = tensors.removeValue(forKey: prefix + "v_bias")
        else { continue }
        let zeros = [Float](repeating: 0, count: query.elements.count)
        tensors[prefix + "qkv.bias"] = ([3 * zeros.count], query.elements + zeros + value.elements)
      }
    }
    model.request.vision = whole
    model.request.qformer = whole
    let renamed = try model.convert().container
    #expect(renamed.configuration.vision == exact.configuration.vision)
    #expect(renamed.configuration.connector == exact.configuration.connector)
    for entry in TensorCatalogue(exact.configuration).entries {
      #expect(try renamed.elements(entry) == exact.elements(entry), "\(entry.name)")
    }
  }

  /// transformers, `convert_instructblip_original_to_pytorch.py`.
  private static func queryName(_ name: String, _ norm: String) -> String {
    name.replacingOccurrences(of: "ln_vision", with: "vision_model.post_layernorm")
      .replacingOccurrences(of: "Qformer.bert.embeddings.LayerNorm.", with: norm)
      .replacingOccurrences(of: "Qformer.bert", with: "qformer")
      .replacingOccurrences(of: "attention.self", with: "attention.attention")
  }

  /// transformers, `convert_blip_2_original_to_pytorch.py`.
  private static func visionName(_ name: String) -> String {
    let names = [
      "cls_token": "vision_model.embeddings.class_embedding",
      "pos_embed": "vision_model.embeddings.position_embedding",
    ]
    if let whole = names[name] { return whole }
    return
      "vision_model."
      + name.replacingOccurrences(of: "patch_embed.proj", with: "embeddings.patch_embedding")
      .replacingOccurrences(of: "blocks.", with: "encoder.layers.")
      .replacingOccurrences(of: ".norm1.", with: ".layer_norm1.")
      .replacingOccurrences(of: ".norm2.", with: ".layer_norm2.")
      .replacingOccurrences(of: ".attn.proj.", with: ".self_attn.projection.")
      .replacingOccurrences(of: ".attn.", with: ".self_attn.")
  }
}
