import SkinTensor

/// Reads a LLaMA's GGUF, as llama.cpp writes it.
///
/// Tensors get the names, the shapes (dimensions reversed) and the row order of the Hugging Face folder that the file was
/// made from: q and k rows, which llama.cpp interleaves, come out as they were. Quantized rows stay whole meanwhile.
///
/// Source: llama.cpp, `convert_hf_to_gguf.py`, `LlamaModel.permute`; `gguf-py`, `constants.py`.
enum GGUFFile {
  private static let architecture = "llama"
  private static let edges = [
    "token_embd.weight": "model.embed_tokens.weight", "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
  ]
  private static let parts = [
    "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
  ]
  /// Numbers of `ggml_type` that no tensor of a readable file has, for a message that names them.
  private static let unreadTypes: [UInt32: String] = [
    9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S",
    20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
  ]
  private static let elementTypes: [UInt32: ElementType] = [
    0: .float32, 1: .float16, 24: .int8, 25: .int16, 26: .int32, 27: .int64, 28: .float64, 30: .bfloat16,
  ]
  private static let blockFormats: [UInt32: BlockFormat] = [
    2: .q4_0, 3: .q4_1, 6: .q5_0, 7: .q5_1, 8: .q8_0, 12: .q4_K, 13: .q5_K, 14: .q6_K,
  ]

  static func read(_ bytes: MappedBytes) throws(CheckpointError) -> (tensors: [SourceTensor], metadata: GGUFMetadata) {
    func malformed(_ fact: String) -> CheckpointError { .malformed(path: bytes.path, fact: fact) }
    let header = try GGUFHeader(bytes)
    let metadata = GGUFMetadata(header, bytes)
    guard let found = metadata.string("general.architecture") else { throw malformed("no general.architecture") }
    guard found == architecture else { throw .otherArchitecture(path: bytes.path, name: found) }
    if let parts = metadata.integer("split.count"), parts > 1 { throw .splitFile(path: bytes.path, partCount: parts) }
    let headCount = metadata.integer("llama.attention.head_count")
    let keyValueHeadCount = metadata.integer("llama.attention.head_count_kv") ?? headCount
    var tensors: [SourceTensor] = []
    var ranges: [Range<Int>] = []
    for tensor in header.tensors {
      let (name, part) = sourceName(tensor.name)
      let heads = part == "attn_q" ? headCount : part == "attn_k" ? keyValueHeadCount : nil
      guard let read = try self.tensor(tensor, name, header, bytes) else {
        throw malformed("\(tensor.name) of shape \(tensor.extents) at \(tensor.offset) reaches beyond the end")
      }
      if part == "attn_q" || part == "attn_k" {
        guard let heads, heads > 0, heads <= read.rowCount / 2, read.rowCount.isMultiple(of: 2 * heads) else {
          throw malformed("\(tensor.name) has \(read.rowCount) rows for \(heads ?? 0) heads")
        }
        tensors.append(read.deinterleaved(headWidth: read.rowCount / heads))
      } else {
        tensors.append(read)
      }
      if read.byteCount > 0 { ranges.append(read.byteOffset..<read.byteOffset + read.byteCount) }
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    for (range, next) in zip(ranges, ranges.dropFirst()) where range.upperBound > next.lowerBound {
      throw malformed("tensors overlap at \(next.lowerBound)")
    }
    return (tensors, metadata)
  }

  private static func tensor(
    _ tensor: GGUFHeader.Tensor, _ name: String, _ header: GGUFHeader, _ bytes: MappedBytes
  ) throws(CheckpointError) -> SourceTensor? {
    let shape = Array(tensor.extents.reversed())
    let (offset, overflow) = header.dataOffset.addingReportingOverflow(tensor.offset)
    guard !overflow else { return nil }
    if let elementType = elementTypes[tensor.type] {
      return SourceTensor(name: name, shape: shape, elementType: elementType, bytes: bytes, byteOffset: offset)
    }
    guard let block = blockFormats[tensor.type] else {
      let type = unreadTypes[tensor.type] ?? "type \(tensor.type)"
      throw .unreadBlocks(path: bytes.path, tensor: tensor.name, type: type)
    }
    return SourceTensor(name: name, shape: shape, block: block, bytes: bytes, byteOffset: offset)
  }

  /// Hugging Face's name of a tensor, and which part of a layer it is; others keep their own.
  private static func sourceName(_ name: String) -> (name: String, part: String) {
    if let edge = edges[name] { return (edge, "") }
    let words = name.split(separator: ".", omittingEmptySubsequences: false)
    guard words.count == 4, words[0] == "blk", words[3] == "weight", let layer = Int(words[1]),
      let part = parts[String(words[2])]
    else { return (name, "") }
    return ("model.layers.\(layer).\(part).weight", String(words[2]))
  }
}
