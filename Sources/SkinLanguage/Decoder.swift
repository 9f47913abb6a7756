public import SkinConfiguration
public import SkinContainer
public import SkinKernels
import SkinLayers
import SkinQuantization
public import SkinTensor

/// The decoder: a LLaMA that reads tokens and the rows of an image and foretells the next token.
///
/// The weights are used in place from the container. One decoder serves one thread at a time.
///
/// Source: LLaMA, arXiv:2302.13971; transformers, `modeling_llama.py`.
public final class Decoder {
  /// Rows that pass the layers together; a longer prompt goes in several passes.
  private static let batchRowCount = 256
  /// Rows whose logits are computed together.
  private static let logitsRowCount = 32

  /// The decoder's extents.
  public let configuration: LanguageConfiguration
  private let arithmetic: Arithmetic
  private let embedding: WeightMatrix
  private let layers: [DecoderLayer]
  private let outputNorm: Norm
  private let output: Linear
  private let residency: WeightResidency?
  private var rotary: RotaryTable
  private var scratch: DecoderScratch

  /// The decoder of a container.
  ///
  /// - Parameter residency: which layers are given back after each use; nil to keep all.
  /// - Throws: ``ContainerError`` if a tensor is damaged.
  public init(
    _ container: Container, arithmetic: Arithmetic, residency: WeightResidency? = nil
  ) throws(ContainerError) {
    configuration = container.configuration.language
    self.residency = residency
    self.arithmetic = arithmetic
    embedding = try container.weight(.language(.embedding))
    var layers: [DecoderLayer] = []
    for layer in 0..<configuration.layerCount { layers.append(try DecoderLayer(layer, of: container)) }
    self.layers = layers
    outputNorm = try container.rootMeanSquareNorm(
      weight: .language(.outputNorm), epsilon: configuration.normEpsilon)
    output = try container.linear(.language(.output))
    rotary = Self.rotaryTable(positionCount: Self.batchRowCount, configuration)
    scratch = DecoderScratch(
      rowCount: Self.batchRowCount, logitsRowCount: Self.logitsRowCount, configuration: configuration)
  }

  /// A sequence without any position yet.
  public func makeCache() -> KeyValueCache {
    KeyValueCache(layerCount: configuration.layerCount, rowWidth: 2 * configuration.heads.keyValueWidth)
  }

  /// Reads a prompt and returns the logits after its last element, `[vocabulary]`.
  ///
  /// What the cache already holds of the prompt's beginning is not computed again.
  ///
  /// - Parameter imageRows: the soft prompt that the prompt's image rows refer to, `[queries, hidden]`.
  /// - Throws: ``LanguageError`` if the prompt is longer than the context or names an unknown token.
  /// - Precondition: the prompt is not empty and its image rows lie in `imageRows`.
  public func read(
    _ prompt: [PromptElement], imageRows: borrowing Matrix, continuing cache: KeyValueCache
  ) throws(LanguageError) -> [Float] {
    precondition(!prompt.isEmpty, "an empty prompt")
    let known = cache.commonPrefixCount(with: prompt)
    cache.truncate(to: known)
    if known == prompt.count, !cache.logits.isEmpty { return cache.logits }
    // The last position is computed anew if its logits are not there any more.
    var position = min(known, prompt.count - 1)
    cache.truncate(to: position)
    try prepare(positionCount: prompt.count, tokens: prompt[position...], of: [cache])
    while position < prompt.count {
      let rows = position..<min(position + Self.batchRowCount, prompt.count)
      scratch.stream.resize(rowCount: rows.count)
      for (row, element) in prompt[rows].enumerated() { embed(element, imageRows: imageRows, at: row) }
      forward([Segment(cache: cache, firstPosition: position, rowCount: rows.count)])
      cache.elements += prompt[rows]
      position = rows.upperBound
    }
    computeLogits(rows: scratch.stream.rowCount - 1..<scratch.stream.rowCount)
    cache.logits = scratch.logits.elements
    return cache.logits
  }

  /// Appends one token to each of several sequences in one pass over the weights and returns the logits after each.
  ///
  /// - Throws: ``LanguageError`` if a sequence has reached the context's end or a token is unknown.
  public func step(_ tokens: [Int32], of caches: [KeyValueCache]) throws(LanguageError) -> [[Float]] {
    precondition(
      tokens.count == caches.count && tokens.count <= Self.logitsRowCount, "\(tokens.count) tokens in a step")
    let elements = tokens.map { PromptElement.token($0) }
    try prepare(positionCount: (caches.map(\.count).max() ?? 0) + 1, tokens: elements[...], of: caches)
    scratch.stream.resize(rowCount: tokens.count)
    for row in tokens.indices { arithmetic.decodeRow(Int(tokens[row]), of: embedding, into: &scratch.stream, at: row) }
    forward(caches.map { Segment(cache: $0, firstPosition: $0.count, rowCount: 1) })
    computeLogits(rows: 0..<tokens.count)
    let vocabularySize = configuration.vocabularySize
    let logits = scratch.logits.elements
    for (row, cache) in caches.enumerated() {
      cache.elements.append(elements[row])
      cache.logits = Array(logits[row * vocabularySize..<(row + 1) * vocabularySize])
    }
    return caches.map(\.logits)
  }

  /// The log-probability of each continuation of a sequence, all of them in as few passes over the weights as fit.
  ///
  /// The continuations share the sequence's cache: each writes its keys behind the sequence and is gone afterwards.
  ///
  /// - Returns: for each continuation the sum of the log-probabilities of its tokens; 0 for an empty one.
  /// - Throws: ``LanguageError`` if one reaches beyond the context or names an unknown token.
  /// - Precondition: the cache holds a sequence whose logits are known, that is, the last call on it was ``read``.
  public func logProbabilities(of continuations: [[Int32]], after cache: KeyValueCache) throws(LanguageError) -> [Float]
  {
    precondition(!cache.logits.isEmpty, "continuations of a sequence that was not read")
    let longest = continuations.map(\.count).max() ?? 0
    guard longest <= Self.batchRowCount else {
      throw .contextExceeded(neededCount: longest, contextLength: Self.batchRowCount)
    }
    try prepare(
      positionCount: cache.count + longest, tokens: continuations.joined().map { .token($0) }[...], of: [cache])
    let firstLogits = LogProbabilities(cache.logits)
    var sums = continuations.map { tokens in tokens.first.map { firstLogits[$0] } ?? 0 }
    var pending = continuations.indices.filter { continuations[$0].count > 1 }[...]
    while !pending.isEmpty {
      var batch: [Int] = []
      var rowCount = 0
      while let next = pending.first, rowCount + continuations[next].count - 1 <= Self.batchRowCount || batch.isEmpty {
        batch.append(next)
        rowCount += continuations[next].count - 1
        pending.removeFirst()
      }
      score(batch.map { continuations[$0] }, after: cache) { index, logProbability in
        sums[batch[index]] += logProbability
      }
    }
    return sums
  }

  /// One pass over the weights for several continuations; the last token of each is foretold and not read.
  private func score(_ batch: [[Int32]], after cache: KeyValueCache, add: (Int, Float) -> Void) {
    let foretold = batch.enumerated().flatMap { index, tokens in tokens.dropFirst().map { (index, $0) } }
    scratch.stream.resize(rowCount: foretold.count)
    for (row, token) in batch.flatMap({ $0.dropLast() }).enumerated() {
      arithmetic.decodeRow(Int(token), of: embedding, into: &scratch.stream, at: row)
    }
    forward(batch.map { Segment(cache: cache, firstPosition: cache.count, rowCount: $0.count - 1) })
    var firstRow = 0
    while firstRow < foretold.count {
      let rows = firstRow..<min(firstRow + Self.logitsRowCount, foretold.count)
      computeLogits(rows: rows)
      let logits = scratch.logits.elements
      for row in rows {
        let start = (row - firstRow) * configuration.vocabularySize
        let (index, token) = foretold[row]
        add(index, LogProbabilities(logits[start..<start + configuration.vocabularySize])[token])
      }
      firstRow = rows.upperBound
    }
  }

  private func embed(_ element: PromptElement, imageRows: borrowing Matrix, at row: Int) {
    switch element {
    case .token(let token): arithmetic.decodeRow(Int(token), of: embedding, into: &scratch.stream, at: row)
    case .imageRow(let imageRow): scratch.stream.copyRows(imageRow..<imageRow + 1, of: imageRows, to: row)
    }
  }

  private func forward(_ segments: [Segment]) {
    for (index, layer) in layers.enumerated() {
      residency?.readAhead(.language((index + 1) % layers.count))
      layer.apply(index, segments: segments, rotary: rotary, with: arithmetic, scratch: &scratch)
      residency?.release(.language(index))
    }
  }

  private func computeLogits(rows: Range<Int>) {
    scratch.computeLogits(rows: rows, norm: outputNorm, output: output, with: arithmetic)
  }

  /// Checks positions and tokens, and makes room for them.
  private func prepare(
    positionCount: Int, tokens: ArraySlice<PromptElement>, of caches: [KeyValueCache]
  ) throws(LanguageError) {
    guard positionCount <= configuration.contextLength else {
      throw .contextExceeded(neededCount: positionCount, contextLength: configuration.contextLength)
    }
    for case .token(let token) in tokens where token < 0 || token >= configuration.vocabularySize {
      throw .tokenOutsideVocabulary(token, vocabularySize: configuration.vocabularySize)
    }
    if positionCount > rotary.positionCount {
      rotary = Self.rotaryTable(
        positionCount: min(max(positionCount, 2 * rotary.positionCount), configuration.contextLength), configuration)
    }
    for cache in caches { cache.reserve(positionCount) }
  }

  private static func rotaryTable(positionCount: Int, _ configuration: LanguageConfiguration) -> RotaryTable {
    RotaryTable(
      positionCount: positionCount, headWidth: configuration.headWidth, base: configuration.rotaryBase,
      scaling: configuration.rotaryScaling)
  }
}
