package import SkinConfiguration
package import SkinContainer
package import SkinKernels
import SkinQuantization
package import SkinTensor

/// The decoder: a LLaMA or a Gemma that reads tokens and the rows of an image and predicts the next token.
///
/// The weights are used in place from the container. A decoder may be used by one thread at a time.
///
/// Source: LLaMA, arXiv:2302.13971; transformers, `modeling_llama.py`.
package final class Decoder {
  /// Rows that pass through the layers together; a longer prompt takes several passes.
  static let batchRowCount = 256
  /// Rows whose logits are computed together.
  package static let logitsRowCount = 32
  /// Rows that ``verify(_:continuing:)`` takes: from 16 on, attention rounds differently than for one row.
  static let verifiedRowCount = 15

  /// The decoder's extents.
  package let configuration: LanguageConfiguration
  let backend: ComputeBackend
  let embedding: WeightMatrix
  private let layers: [DecoderLayer]
  private let outputNorm: Norm
  private let output: Linear
  private let residency: WeightResidency?
  private let cacheFormat: CacheFormat
  private var rotary: RotaryTable
  /// The angles of windowed layers.
  private var windowRotary: RotaryTable
  var scratch: DecoderScratch

  /// The decoder of a container.
  ///
  /// - Parameters:
  ///   - residency: which layers are released after each use; nil to keep all.
  ///   - cacheFormat: how keys and values are kept.
  /// - Throws: ``ContainerError`` if a tensor is damaged.
  package init(
    _ container: Container, backend: ComputeBackend, residency: WeightResidency? = nil,
    cacheFormat: CacheFormat = .float32
  ) throws(ContainerError) {
    self.cacheFormat = cacheFormat
    configuration = container.configuration.language
    self.residency = residency
    self.backend = backend
    output = try container.linear(.language(.output))
    embedding = configuration.gemma == nil ? try container.weight(.language(.embedding)) : output.weight
    var layers: [DecoderLayer] = []
    for layer in 0..<configuration.layerCount { layers.append(try DecoderLayer(layer, of: container)) }
    self.layers = layers
    outputNorm = try container.rootMeanSquareNorm(
      weight: .language(.outputNorm), epsilon: configuration.normEpsilon)
    windowRotary = Self.windowRotaryTable(positionCount: Self.batchRowCount, configuration)
    rotary = Self.rotaryTable(positionCount: Self.batchRowCount, configuration)
    scratch = DecoderScratch(
      rowCount: Self.batchRowCount, logitsRowCount: Self.logitsRowCount, configuration: configuration)
  }

  /// The cache of a sequence that has no positions yet.
  ///
  /// - Parameter windows: which positions layers with a window keep; the logits have the same bits either way.
  package func makeCache(windows: WindowRetention = .usual) -> KeyValueCache {
    KeyValueCache(
      heads: (0..<configuration.layerCount).map { configuration.heads(layer: $0) }, format: cacheFormat,
      retention: windows)
  }

  /// Reads a prompt and returns the logits after its last element, `[vocabulary]`.
  ///
  /// What the cache already holds of the prompt's beginning is not computed again.
  ///
  /// - Parameter imageRows: the soft prompt that the prompt's image rows refer to, `[queries, hidden]`.
  /// - Throws: ``LanguageError`` if the prompt is longer than the context or names an unknown token.
  /// - Precondition: the prompt is not empty and its image rows lie in `imageRows`.
  package func read(
    _ prompt: [PromptElement], imageRows: borrowing Matrix, continuing cache: KeyValueCache
  ) throws(LanguageError) -> [Float] {
    precondition(!prompt.isEmpty, "an empty prompt")
    cache.truncate(to: cache.commonPrefixCount(with: prompt))
    if cache.count == prompt.count, !cache.logits.isEmpty { return cache.logits }
    // The last position is computed anew if its logits are not there any more.
    cache.truncate(to: passStart(min(cache.count, prompt.count - 1), in: prompt))
    var position = cache.count
    try prepare(positionCount: prompt.count, tokens: prompt[position...], of: [cache])
    while position < prompt.count {
      let (rows, isImage) = pass(from: position, of: prompt)
      scratch.stream.resize(rowCount: rows.count)
      for (row, element) in prompt[rows].enumerated() { embed(element, imageRows: imageRows, at: row) }
      forward([Segment(cache: cache, firstPosition: position, rowCount: rows.count, isImage: isImage)])
      cache.elements += prompt[rows]
      position = rows.upperBound
    }
    try computeLogits(rows: scratch.stream.rowCount - 1..<scratch.stream.rowCount, after: [cache])
    cache.logits = scratch.logits.elements(ofRow: 0)
    return cache.logits
  }

  /// Appends one token to each of several sequences in one pass over the weights and returns the logits after each.
  ///
  /// - Throws: ``LanguageError`` if a sequence has reached the context's end or a token is unknown.
  package func step(_ tokens: [Int32], of caches: [KeyValueCache]) throws(LanguageError) -> [[Float]] {
    precondition(
      tokens.count == caches.count && tokens.count <= Self.logitsRowCount, "\(tokens.count) tokens in a step")
    let elements = tokens.map { PromptElement.token($0) }
    try prepare(positionCount: (caches.map(\.count).max() ?? 0) + 1, tokens: elements[...], of: caches)
    scratch.stream.resize(rowCount: tokens.count)
    for row in tokens.indices { embed(tokens[row], at: row) }
    forward(caches.map { Segment(cache: $0, firstPosition: $0.count, rowCount: 1) })
    try computeLogits(rows: 0..<tokens.count, after: caches)
    let rows = logitsRows(tokens.count)
    for (row, cache) in caches.enumerated() {
      cache.elements.append(elements[row])
      cache.logits = rows[row]
    }
    return rows
  }

  /// Appends several tokens to a sequence in one pass over the weights and returns the logits after each.
  ///
  /// The logits have the same bits as those of ``step(_:of:)``, one token after the other.
  ///
  /// - Throws: ``LanguageError`` if the context is full or a token is unknown.
  /// - Precondition: there are from 1 to ``verifiedRowCount`` tokens.
  func verify(_ tokens: [Int32], continuing cache: KeyValueCache) throws(LanguageError) -> [[Float]] {
    precondition((1...Self.verifiedRowCount).contains(tokens.count), "\(tokens.count) tokens to verify")
    return try logits(afterEachOf: tokens[...], continuing: cache)
  }

  /// Appends several tokens to a sequence in one pass over the weights and returns the logits after each,
  /// `[tokens, vocabulary]`.
  ///
  /// A text is read in pieces of ``logitsRowCount`` tokens: all its logits at once would not fit in memory.
  ///
  /// - Throws: ``LanguageError`` if the context is full or a token is unknown.
  /// - Precondition: there are from 1 to ``logitsRowCount`` tokens.
  package func logits(
    afterEachOf tokens: ArraySlice<Int32>, continuing cache: KeyValueCache
  ) throws(LanguageError) -> [[Float]] {
    precondition((1...Self.logitsRowCount).contains(tokens.count), "\(tokens.count) tokens in a pass")
    let elements = tokens.map { PromptElement.token($0) }
    try prepare(positionCount: cache.count + tokens.count, tokens: elements[...], of: [cache])
    scratch.stream.resize(rowCount: tokens.count)
    for (row, token) in tokens.enumerated() { embed(token, at: row) }
    forward([Segment(cache: cache, firstPosition: cache.count, rowCount: tokens.count)])
    try computeLogits(rows: 0..<tokens.count, after: [cache])
    let rows = logitsRows(tokens.count)
    cache.elements += elements
    cache.logits = rows[rows.count - 1]
    return rows
  }

  /// Copies of the first rows of the logits.
  private func logitsRows(_ count: Int) -> [[Float]] {
    var rows: [[Float]] = []
    for row in 0..<count { rows.append(scratch.logits.elements(ofRow: row)) }
    return rows
  }

  private func embed(_ element: PromptElement, imageRows: borrowing Matrix, at row: Int) {
    switch element {
    case .token(let token): embed(token, at: row)
    case .imageRow(let imageRow): scratch.stream.copyRows(imageRow..<imageRow + 1, of: imageRows, to: row)
    }
  }

  /// Puts a token's embedding into a row of the stream.
  func embed(_ token: Int32, at row: Int) {
    backend.decodeRow(Int(token), of: embedding, into: &scratch.stream, at: row)
    if let gemma = configuration.gemma {
      backend.scale(&scratch.stream, rows: row..<row + 1, by: gemma.embeddingScale)
    }
  }

  func forward(_ segments: [Segment]) {
    for (index, layer) in layers.enumerated() {
      residency?.readAhead(.language((index + 1) % layers.count))
      if layer.isWindowed {
        layer.apply(index, segments: segments, rotary: windowRotary, with: backend, scratch: &scratch)
      } else {
        layer.apply(index, segments: segments, rotary: rotary, with: backend, scratch: &scratch)
      }
      backend.release(.language(index), of: residency)
    }
  }

  /// The logits of some rows, all of them finite.
  ///
  /// - Throws: ``LanguageError/notFinite(stage:)``; the sequences are then emptied, since what they hold is useless.
  func computeLogits(rows: Range<Int>, after caches: [KeyValueCache]) throws(LanguageError) {
    scratch.computeLogits(rows: rows, norm: outputNorm, output: output, with: backend)
    guard scratch.logits.isFinite(rows: 0..<rows.count) else {
      for cache in caches { cache.truncate(to: 0) }
      throw .notFinite(stage: "the decoder")
    }
  }

  /// Checks positions and tokens, and makes room for them.
  func prepare(
    positionCount: Int, tokens: ArraySlice<PromptElement>, of caches: [KeyValueCache]
  ) throws(LanguageError) {
    guard positionCount <= configuration.contextLength else {
      throw .contextExceeded(neededCount: positionCount, contextLength: configuration.contextLength)
    }
    for case .token(let token) in tokens where token < 0 || token >= configuration.vocabularySize {
      throw .tokenOutsideVocabulary(token, vocabularySize: configuration.vocabularySize)
    }
    if positionCount > rotary.positionCount {
      let grown = min(max(positionCount, 2 * rotary.positionCount), configuration.contextLength)
      rotary = Self.rotaryTable(positionCount: grown, configuration)
      windowRotary = Self.windowRotaryTable(positionCount: grown, configuration)
    }
    for cache in caches { cache.reserve(positionCount) }
  }

  private static func rotaryTable(positionCount: Int, _ configuration: LanguageConfiguration) -> RotaryTable {
    RotaryTable(
      positionCount: positionCount, headWidth: configuration.headWidth, base: configuration.rotaryBase,
      scaling: configuration.rotaryScaling)
  }
  /// The angles of windowed layers; an empty table if there are none.
  private static func windowRotaryTable(positionCount: Int, _ configuration: LanguageConfiguration) -> RotaryTable {
    RotaryTable(
      positionCount: configuration.gemma == nil ? 0 : positionCount, headWidth: configuration.headWidth,
      base: configuration.gemma?.windowRotaryBase ?? configuration.rotaryBase, scaling: .none)
  }
}
