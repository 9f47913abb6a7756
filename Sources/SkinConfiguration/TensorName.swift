/// The name of a tensor in a container, built here and never typed by hand.
///
/// `TensorName.vision(17, .queryKeyValue)` is `vision.layer.17.qkv`.
package struct TensorName: Hashable, Sendable, CustomStringConvertible, Codable {
  /// The name as the container spells it.
  package let description: String

  /// A name read from a file.
  package init(_ description: String) { self.description = description }

  /// Reads a name as a string.
  package init(from decoder: any Decoder) throws {
    description = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes the name as a string.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// A tensor of a vision block.
  package static func vision(_ layer: Int, _ part: VisionPart) -> TensorName {
    TensorName("vision.layer.\(layer).\(part.rawValue)")
  }

  /// A tensor of the vision transformer outside its blocks.
  package static func vision(_ part: VisionEdge) -> TensorName { TensorName("vision.\(part.rawValue)") }

  /// A tensor of a Q-Former layer.
  package static func query(_ layer: Int, _ part: QueryPart) -> TensorName {
    TensorName("query.layer.\(layer).\(part.rawValue)")
  }

  /// A tensor of the Q-Former outside its layers, or of the alignment.
  package static func query(_ part: QueryEdge) -> TensorName { TensorName("query.\(part.rawValue)") }

  /// A tensor of a decoder layer.
  package static func language(_ layer: Int, _ part: LanguagePart) -> TensorName {
    TensorName("language.layer.\(layer).\(part.rawValue)")
  }

  /// A tensor of the decoder outside its layers.
  package static func language(_ part: LanguageEdge) -> TensorName { TensorName("language.\(part.rawValue)") }
}

/// The tensors of a vision block.
package enum VisionPart: String, Sendable, CaseIterable {
  case attentionNormWeight = "attention_norm.weight"
  case attentionNormBias = "attention_norm.bias"
  /// Rows q, k, v: `[3 * width, width]`.
  case queryKeyValue = "qkv.weight"
  /// q's bias, zeros for k, v's bias: `[3 * width]`.
  case queryKeyValueBias = "qkv.bias"
  case attentionOutput = "attention_output.weight"
  case attentionOutputBias = "attention_output.bias"
  case feedForwardNormWeight = "feed_forward_norm.weight"
  case feedForwardNormBias = "feed_forward_norm.bias"
  case expand = "expand.weight"
  case expandBias = "expand.bias"
  case contract = "contract.weight"
  case contractBias = "contract.bias"
}

/// The tensors of the vision transformer outside its blocks.
package enum VisionEdge: String, Sendable, CaseIterable {
  /// `[width, 3 * patch * patch]`, columns in the order channel, row, column.
  case patchEmbedding = "patch_embedding.weight"
  case patchEmbeddingBias = "patch_embedding.bias"
  /// `[1, width]`.
  case classToken = "class_token"
  /// `[1 + patches, width]`, the class token's row first.
  case positionEmbedding = "position_embedding"
  case outputNormWeight = "output_norm.weight"
  case outputNormBias = "output_norm.bias"
}

/// The tensors of a Q-Former layer; those of the cross-attention exist in some layers only.
package enum QueryPart: String, Sendable, CaseIterable {
  /// Rows q, k, v: `[3 * width, width]`.
  case queryKeyValue = "qkv.weight"
  case queryKeyValueBias = "qkv.bias"
  case attentionOutput = "attention_output.weight"
  case attentionOutputBias = "attention_output.bias"
  case attentionNormWeight = "attention_norm.weight"
  case attentionNormBias = "attention_norm.bias"
  case crossQuery = "cross_query.weight"
  case crossQueryBias = "cross_query.bias"
  /// Rows k, v: `[2 * width, vision width]`.
  case crossKeyValue = "cross_kv.weight"
  case crossKeyValueBias = "cross_kv.bias"
  case crossOutput = "cross_output.weight"
  case crossOutputBias = "cross_output.bias"
  case crossNormWeight = "cross_norm.weight"
  case crossNormBias = "cross_norm.bias"
  case expand = "expand.weight"
  case expandBias = "expand.bias"
  case contract = "contract.weight"
  case contractBias = "contract.bias"
  case feedForwardNormWeight = "feed_forward_norm.weight"
  case feedForwardNormBias = "feed_forward_norm.bias"

  /// Whether the tensor belongs to the cross-attention.
  package var isCrossAttention: Bool { rawValue.hasPrefix("cross_") }
}

/// The tensors of the Q-Former outside its layers, and the alignment.
package enum QueryEdge: String, Sendable, CaseIterable {
  /// The learned queries, `[queries, width]`.
  case tokens
  case inputNormWeight = "input_norm.weight"
  case inputNormBias = "input_norm.bias"
  /// The alignment layer, `[hidden, width]`; without a Q-Former, the width is that of the joined visual tokens.
  case alignment = "projection.weight"
  case alignmentBias = "projection.bias"
}

/// The tensors of a decoder layer.
package enum LanguagePart: String, Sendable, CaseIterable {
  case attentionNorm = "attention_norm.weight"
  /// Rows q, k, v: `[(heads + 2 * key-value heads) * head width, hidden]`.
  case queryKeyValue = "qkv.weight"
  /// Norms of each head of the queries and of the keys, `[head width]`; Gemma's.
  case queryNorm = "query_norm.weight"
  case keyNorm = "key_norm.weight"
  case attentionOutput = "attention_output.weight"
  /// The norm of what attention adds; Gemma's.
  case attentionOutputNorm = "attention_output_norm.weight"
  case feedForwardNorm = "feed_forward_norm.weight"
  /// Rows gate, up: `[2 * feed-forward width, hidden]`.
  case gateUp = "gate_up.weight"
  case down = "down.weight"
  /// The norm of what the feed-forward part adds; Gemma's.
  case downNorm = "down_norm.weight"

  /// Whether only Gemma has such a tensor.
  package var isGemmas: Bool {
    switch self {
    case .queryNorm, .keyNorm, .attentionOutputNorm, .downNorm: true
    case .attentionNorm, .queryKeyValue, .attentionOutput, .feedForwardNorm, .gateUp, .down: false
    }
  }
}

/// The tensors of the decoder outside its layers.
package enum LanguageEdge: String, Sendable, CaseIterable {
  /// `[vocabulary, hidden]`, rows decoded on demand; Gemma's are ``output``'s.
  case embedding = "embedding.weight"
  case outputNorm = "output_norm.weight"
  /// `[vocabulary, hidden]`.
  case output = "output.weight"
}
