import SkinFailure

/// Why a configuration cannot be that of a model.
package enum ConfigurationError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// An extent is not in the range that is sensible for it.
  case extent(String, Int, allowed: ClosedRange<Int>)
  /// An extent does not divide another one.
  case indivisible(String, Int, by: String, Int)
  /// A number must be finite and positive.
  case notPositive(String, Float)
  /// A number is not in the range that makes sense for it.
  case range(String, Float, allowed: ClosedRange<Float>)
  /// A list has the wrong length.
  case count(String, Int, expected: Int)
  /// A text of the template has no place for the question.
  case noQuestion(String)

  /// One line for developers.
  package var description: String {
    switch self {
    case .extent(let name, let value, let allowed): "\(name) is \(value) and must be in \(allowed)"
    case .indivisible(let name, let value, let divisor, let by):
      "\(name) \(value) is not a multiple of \(divisor) \(by)"
    case .notPositive(let name, let value): "\(name) is \(value) and must be positive"
    case .range(let name, let value, let allowed): "\(name) is \(value) and must be in \(allowed)"
    case .count(let name, let count, let expected): "\(name) has \(count) entries and must have \(expected)"
    case .noQuestion(let name): "\(name) has no place for the question"
    }
  }
}

extension ModelConfiguration {
  /// The greatest width, count or size of anything; keeps every product of two extents far from overflow.
  private static let greatestExtent = 1 << 20
  /// The most patches: attention costs their square, and no published model reads more than 4096.
  private static let greatestPatchCount = 1 << 14
  /// The most classes, and the most concepts: each is scored.
  private static let greatestListLength = 4096
  /// Means of colours: 0...1 in every published model.
  private static let means: ClosedRange<Float> = -4...4
  /// Standard deviations of colours: about 0.25 to 1 in every published model.
  private static let deviations: ClosedRange<Float> = 0.001...100
  /// Epsilons of norms: from 1e-12 (BERT) to 1e-5 in published models.
  private static let epsilons: ClosedRange<Float> = 1e-20...0.1
  /// Bases of rotary frequencies: from 10,000 to 50 million in published models.
  private static let rotaryBases: ClosedRange<Float> = 10...1e10
  /// Factors by which positions are stretched.
  private static let rotaryFactors: ClosedRange<Float> = 0.001...10_000
  /// Rows of an image that see each other; the decoder reads them in one pass.
  private static let greatestImageRowCount = 256
  /// Factors of embeddings: the root of the hidden width in published models.
  private static let embeddingScales: ClosedRange<Float> = 0.001...1024
  /// Factors of scores: about 0.06 in published models.
  private static let scoreScales: ClosedRange<Float> = 1e-4...10
  /// The greatest number of layers.
  private static let greatestLayerCount = 1024

  /// Checks that every extent is sensible and that they fit each other, so that nothing downstream can trap.
  package func validate() throws(ConfigurationError) {
    try validateImage()
    try validateVision()
    switch connector {
    case .queryTransformer(let query): try Self.validate(query)
    case .joinedTokens(let count):
      try Self.check("joined tokens", count, in: 1...4096)
      try Self.check("patches", patchCount, isMultipleOf: "joined tokens", count)
    case .pooledPatches(let pooling):
      try Self.check("pooled side", pooling.side, in: 1...4096)
      try Self.check("patches of a side", image.size / vision.patchSize, isMultipleOf: "pooled side", pooling.side)
      try Self.check("image rows", imageRowCount, in: 1...Self.greatestImageRowCount)
      try Self.check("pooling norm epsilon", pooling.normEpsilon, in: Self.epsilons)
    }
    try validateLanguage()
    for (name, text) in [("afterImage", conversation.afterImage), ("nextTurn", conversation.nextTurn)]
    where !text.contains(ConversationTemplate.questionMark) {
      throw .noQuestion(name)
    }
    try Self.check("classes", classes.count, in: 0...Self.greatestListLength)
    try Self.check("concepts", concepts.count, in: 0...Self.greatestListLength)
  }

  private func validateImage() throws(ConfigurationError) {
    try Self.check("image size", image.size, in: 1...4096)
    try Self.check("patch size", vision.patchSize, in: 1...image.size)
    try Self.check("image size", image.size, isMultipleOf: "patch size", vision.patchSize)
    for (name, constants) in [("mean", image.mean), ("standard deviation", image.standardDeviation)] {
      guard constants.count == 3 else { throw .count(name, constants.count, expected: 3) }
    }
    let side = image.size / vision.patchSize
    try Self.check("patches", side * side, in: 1...Self.greatestPatchCount)
    for value in image.mean { try Self.check("mean", value, in: Self.means) }
    for value in image.standardDeviation { try Self.check("standard deviation", value, in: Self.deviations) }
  }

  private func validateVision() throws(ConfigurationError) {
    try Self.check("vision width", vision.width)
    try Self.check("vision layers", vision.layerCount, in: 0...Self.greatestLayerCount)
    try Self.check("vision heads", vision.headCount, in: 1...vision.width)
    try Self.check("vision width", vision.width, isMultipleOf: "vision heads", vision.headCount)
    try Self.check("vision feed-forward width", vision.feedForwardWidth)
    try Self.check("vision norm epsilon", vision.normEpsilon, in: Self.epsilons)
    try Self.check("vision output norm epsilon", vision.outputNormEpsilon, in: Self.epsilons)
  }

  private static func validate(_ query: QueryConfiguration) throws(ConfigurationError) {
    try check("queries", query.queryCount, in: 1...4096)
    try check("query width", query.width)
    try check("query layers", query.layerCount, in: 0...greatestLayerCount)
    try check("query heads", query.headCount, in: 1...query.width)
    try check("query width", query.width, isMultipleOf: "query heads", query.headCount)
    try check("query feed-forward width", query.feedForwardWidth)
    try check("cross-attention interval", query.crossAttentionInterval, in: 1...greatestLayerCount)
    try check("query norm epsilon", query.normEpsilon, in: epsilons)
  }

  private func validateLanguage() throws(ConfigurationError) {
    try Self.check("hidden width", language.hiddenWidth)
    try Self.check("decoder layers", language.layerCount, in: 0...Self.greatestLayerCount)
    try Self.check("decoder heads", language.headCount, in: 1...4096)
    try Self.check("key-value heads", language.keyValueHeadCount, in: 1...language.headCount)
    try Self.check("decoder heads", language.headCount, isMultipleOf: "key-value heads", language.keyValueHeadCount)
    try Self.check("head width", language.headWidth, in: 2...4096)
    try Self.check("head width", language.headWidth, isMultipleOf: "pairs of", 2)
    try Self.check("width of all decoder heads", language.headCount * language.headWidth)
    try Self.check("decoder feed-forward width", language.feedForwardWidth)
    try Self.check("vocabulary", language.vocabularySize, in: 3...Self.greatestExtent)
    try Self.check("context", language.contextLength, in: 1...Self.greatestExtent)
    try Self.check("decoder norm epsilon", language.normEpsilon, in: Self.epsilons)
    try Self.check("rotary base", language.rotaryBase, in: Self.rotaryBases)
    if let gemma = language.gemma { try validate(gemma) }
    switch language.rotaryScaling {
    case .none: break
    case .linear(let factor): try Self.check("rotary factor", factor, in: Self.rotaryFactors)
    case .llama3(let factor, let low, let high, let original):
      for value in [factor, low, high - low] { try Self.check("rotary factor", value, in: Self.rotaryFactors) }
      try Self.check("original context", original)
    }
  }

  private func validate(_ gemma: GemmaFeatures) throws(ConfigurationError) {
    guard gemma.isWindowed.count == language.layerCount else {
      throw .count("windowed layers", gemma.isWindowed.count, expected: language.layerCount)
    }
    try Self.check("window", gemma.windowLength)
    try Self.check("window's rotary base", gemma.windowRotaryBase, in: Self.rotaryBases)
    try Self.check("embedding scale", gemma.embeddingScale, in: Self.embeddingScales)
    try Self.check("score scale", gemma.scoreScale, in: Self.scoreScales)
  }

  private static func check(
    _ name: String, _ value: Int, in allowed: ClosedRange<Int> = 1...greatestExtent
  ) throws(ConfigurationError) {
    guard allowed.contains(value) else { throw .extent(name, value, allowed: allowed) }
  }

  private static func check(
    _ name: String, _ value: Int, isMultipleOf divisorName: String, _ divisor: Int
  ) throws(ConfigurationError) {
    guard value % divisor == 0 else { throw .indivisible(name, value, by: divisorName, divisor) }
  }

  /// - Note: NaN lies in no range.
  private static func check(
    _ name: String, _ value: Float, in allowed: ClosedRange<Float>
  ) throws(ConfigurationError) {
    guard allowed.contains(value) else { throw .range(name, value, allowed: allowed) }
  }
}
