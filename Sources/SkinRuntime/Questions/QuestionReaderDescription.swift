package import SkinConfiguration

/// What a reader of questions says about itself.
package struct QuestionReaderDescription: Hashable, Sendable, Codable {
  private static let newestVersion = 2
  private static let greatestExtent = 1 << 16

  /// The version of the description.
  package let version: Int
  /// What a question can be about.
  package let labels: [String]
  /// From which probabilities on they count.
  package let bounds: QuestionBounds
  let width: Int
  let headCount: Int
  let feedForwardWidth: Int
  let layerCount: Int
  let positionCount: Int
  let pieceCount: Int
  let pieceBytes: Int

  private enum CodingKeys: String, CodingKey {
    case version, labels, bounds, width
    case headCount = "heads"
    case feedForwardWidth = "feed_forward"
    case layerCount = "layers"
    case positionCount = "positions"
    case pieceCount = "pieces"
    case pieceBytes = "piece_bytes"
  }

  /// Whether the extents are such that memory can be taken for them, and the bounds are probabilities.
  var isUsable: Bool {
    let extents = [width, headCount, feedForwardWidth, layerCount, positionCount, pieceCount]
    return version == Self.newestVersion && extents.allSatisfy { (1...Self.greatestExtent).contains($0) }
      && (1...(16 << 20)).contains(pieceBytes) && width.isMultiple(of: headCount) && positionCount >= 3
      && Set(labels).count == labels.count && (1...Self.greatestExtent).contains(labels.count)
      && bounds.areUsable
  }

  var heads: AttentionHeads { AttentionHeads(queryHeadCount: headCount, headWidth: width / headCount) }
}

/// What a reader sees in a question.
package struct QuestionLabels: Sendable {
  /// For each label; they sum to 1.
  package let probabilities: [String: Float]
  /// The reader's description, with the bounds from which on they count.
  package let description: QuestionReaderDescription
}
