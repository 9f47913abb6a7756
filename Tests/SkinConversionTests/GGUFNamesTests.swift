import Foundation
import SkinCheckpoint
import SkinTestSupport
import Testing

@testable import SkinConversion

/// A decoder's GGUF under the names of its folder; files of llama.cpp's own converter, see
/// `Tools/reference/input_goldens.py`.
struct GGUFNamesTests {
  static func tensors(_ name: String) throws -> [String: SourceTensor] {
    try GGUFNames.folderNames(Checkpoint(path: Goldens.url("input/\(name)").path)).tensors
  }

  @Test(arguments: [("f16.gguf", "tiny"), ("grouped-bf16.gguf", "tiny-grouped")])
  func `names, shapes and row order are those of the folder that llama.cpp converted`(
    name: String, preset: String
  ) throws {
    let found = try Self.tensors(name)
    let source = try Checkpoint(path: Goldens.url("pipeline/\(preset)/language").path).tensors
    #expect(Set(found.keys) == Set(source.keys))
    for (key, wanted) in source {
      let tensor = try #require(found[key])
      #expect(tensor.shape == wanted.shape, "\(key)")
      #expect(try tensor.elements() == wanted.elements(), "\(key)")
      #expect(try tensor.rows(1..<min(3, tensor.rowCount)) == wanted.rows(1..<min(3, wanted.rowCount)), "\(key)")
    }
  }

  @Test
  func `quantized rows of q and k come back in their order`() throws {
    let found = try Self.tensors("q4_0.gguf")
    let pairs = [
      ("model.layers.1.self_attn.q_proj.weight", "blk.1.attn_q.weight"),
      ("model.layers.1.self_attn.k_proj.weight", "blk.1.attn_k.weight"),
      ("model.layers.1.mlp.down_proj.weight", "blk.1.ffn_down.weight"),
      ("model.layers.1.input_layernorm.weight", "blk.1.attn_norm.weight"),
    ]
    for (name, golden) in pairs {
      let wanted = try #require(Checkpoint(path: Goldens.url("input/q4_0.safetensors").path).tensors[golden])
      #expect(try #require(found[name]).elements() == wanted.elements(), "\(name)")
    }
  }
}
