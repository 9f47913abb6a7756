package import SkinConfiguration
package import SkinTensor
package import SkinText

/// Why an answer ended.
package enum StopReason: String, Hashable, Sendable, Codable {
  /// The model ended it.
  case end
  /// It reached the token limit.
  case limit
  /// The listener did not want more.
  case interrupted
}

/// What the model answered.
package struct Reply: Hashable, Sendable {
  /// The text, without stop text and surrounding white space.
  package let text: String
  /// Tokens that were generated, including the stop tokens.
  package let tokenCount: Int
  /// Why it ended.
  package let stopped: StopReason
}

/// Questions and answers about one image; the image is read once and kept in the key-value cache.
///
/// At each turn, everything after the image is tokenized again, as in the public code; positions that did not change
/// are not recomputed.
package final class Conversation {
  /// What was asked and answered so far.
  package private(set) var turns: [Turn] = []
  let decoder: Decoder
  let tokenizer: Tokenizer
  private let prompt: Prompt
  let template: ConversationTemplate
  private let imageRows: Matrix
  /// Where drafts come from; nil to draft nothing.
  let draftTexts: DraftTexts?
  private let opening: SharedPrefix
  let cache: KeyValueCache

  /// A conversation about the image whose soft prompt is given, `[queries, hidden]`.
  ///
  /// - Parameters:
  ///   - draftTexts: texts from which tokens are drafted, to save time; they never change an answer.
  ///   - opening: what precedes the image, shared by the conversations of one decoder with one template.
  /// - Throws: `TextError` if the template is not valid.
  package init(
    decoder: Decoder, tokenizer: Tokenizer, template: ConversationTemplate, imageRows: consuming Matrix,
    draftTexts: DraftTexts? = nil, opening: SharedPrefix = SharedPrefix()
  ) throws(TextError) {
    self.opening = opening
    self.draftTexts = draftTexts
    self.decoder = decoder
    self.tokenizer = tokenizer
    self.template = template
    self.imageRows = imageRows
    prompt = try Prompt(template: template, tokenizer: tokenizer)
    cache = opening.cache(of: decoder)
  }

  /// Positions that need not be computed for the next question if it begins like the last.
  package var cachedPositionCount: Int { cache.count }

  /// Forgets all turns; the image stays.
  package func restart() { turns = [] }

  /// Resumes an earlier conversation; the image stays, and what the cache already holds is not read again.
  ///
  /// The oldest turns are left out if they do not all fit into the context beside the question and a quarter of the
  /// context for the answer, or the answer's limit if that is less.
  ///
  /// - Throws: `TextError/missingAnswer(turn:)` if a turn has no answer.
  package func resume(_ earlier: [Turn], asking question: String, tokenLimit: Int) throws(TextError) {
    let contextLength = decoder.configuration.contextLength
    let room = contextLength - min(tokenLimit, contextLength / 4)
    var kept = earlier[...]
    while !kept.isEmpty, try elements(of: kept + [Turn(question: question)]).count > room { kept.removeFirst() }
    turns = Array(kept)
  }

  /// How many positions the prompt of a question takes now, image rows included.
  package func promptTokenCount(asking question: String) throws -> Int { try elements(asking: question).count }

  /// Makes sure that a question and one token of the answer fit into the context.
  ///
  /// - Returns: positions of the prompt.
  /// - Throws: ``LanguageError/contextExceeded(neededCount:contextLength:)``
  @discardableResult package func check(asking question: String) throws -> Int {
    let count = try promptTokenCount(asking: question)
    let needed = count + 1
    let contextLength = decoder.configuration.contextLength
    guard needed <= contextLength else {
      throw LanguageError.contextExceeded(neededCount: needed, contextLength: contextLength)
    }
    return count
  }

  /// The prompt with which a question would be asked now.
  package func elements(asking question: String) throws -> [PromptElement] {
    try elements(of: turns + [Turn(question: question)])
  }

  /// The logits after the prompt of a question, `[vocabulary]`; the question is not added to the conversation.
  package func logits(asking question: String) throws -> [Float] {
    try read(elements(asking: question))
  }

  /// The first greedy tokens of the answer to a question, whatever they are; nothing ends them.
  ///
  /// The question is not added to the conversation.
  ///
  /// - Throws: ``LanguageError`` if that many tokens do not fit into the context.
  package func greedyTokens(count: Int, asking question: String) throws -> [Int32] {
    var logits = try logits(asking: question)
    // The last token needs no position: it is written but not read.
    let needed = cache.count + count - 1
    guard needed <= decoder.configuration.contextLength else {
      throw LanguageError.contextExceeded(
        neededCount: needed, contextLength: decoder.configuration.contextLength)
    }
    var tokens: [Int32] = []
    while tokens.count < count {
      tokens.append(Sampler.greatest(drawable(logits)))
      guard tokens.count < count else { break }
      logits = try decoder.step([tokens[tokens.count - 1]], of: [cache])[0]
    }
    return tokens
  }

  /// The logits of the tokens that have a piece: a decoder may have more rows than its tokenizer has pieces, and what
  /// cannot be spelled is never drawn.
  func drawable(_ logits: [Float]) -> [Float] {
    logits.count > tokenizer.vocabularySize ? Array(logits[..<tokenizer.vocabularySize]) : logits
  }

  /// The log-probability of each of several answers to a question; the question is not added to the conversation.
  ///
  /// - Parameter answers: texts as the model would write them, the space after the answer marker included.
  package func logProbabilities(of answers: [String], to question: String) throws -> [Float] {
    let asked = try elements(asking: question)
    _ = try read(asked)
    let continuations = try answers.map { try tokens(answering: question, $0, after: asked.count) }
    return try decoder.logProbabilities(of: continuations, after: cache)
  }

  /// The log-probability of each of several continuations of an answer's beginning, as the mean over its tokens.
  ///
  /// The question is not added to the conversation. The beginning is read once, so many words cost little.
  ///
  /// - Parameters:
  ///   - words: what may follow the beginning, without surrounding spaces.
  ///   - opening: the answer's beginning, without surrounding spaces.
  /// - Throws: ``LanguageError`` if the question is too long, `TextError`.
  package func meanLogProbabilities(of words: [String], opening: String, question: String) throws -> [Float] {
    let opened = try elements(of: turns + [Turn(question: question, answer: " " + opening)])
    _ = try read(opened)
    let continuations = try words.map { word in
      try tokens(answering: question, " " + opening + " " + word, after: opened.count)
    }
    let sums = try decoder.logProbabilities(of: continuations, after: cache)
    return zip(sums, continuations).map { $0 / Float(max(1, $1.count)) }
  }

  /// The tokens of an answer after a prompt of `count` elements.
  func tokens(answering question: String, _ answer: String, after count: Int) throws(TextError) -> [Int32] {
    try elements(of: turns + [Turn(question: question, answer: answer)]).dropFirst(count).compactMap { element in
      if case .token(let token) = element { token } else { nil }
    }
  }

  /// Asks a question and adds it with its answer to the conversation.
  ///
  /// - Parameter listener: receives the answer piece by piece, never half a character; returns whether to continue.
  package func ask(
    _ question: String, options: GenerationOptions, listener: (String) -> Bool = { _ in true }
  ) throws -> Reply {
    let logits = try logits(asking: question)
    let promptLength = cache.count
    let generated: (text: String, tokenCount: Int, reason: StopReason)
    if case .beams(let count) = options.strategy, count > 1 {
      generated = try search(beamCount: count, logits: logits, options: options)
      _ = listener(Answer.clean(generated.text, template: template))
    } else {
      generated = try generate(logits: logits, options: options, listener: listener)
    }
    cache.truncate(to: promptLength)
    append(Turn(question: question, answer: generated.text))
    return Reply(
      text: Answer.clean(generated.text, template: template), tokenCount: generated.tokenCount,
      stopped: generated.reason)
  }

  /// The logits after a prompt.
  private func read(_ elements: [PromptElement]) throws(LanguageError) -> [Float] {
    let logits = try decoder.read(elements, imageRows: imageRows, continuing: cache)
    opening.keep(prompt.openingTokens.count, of: cache)
    return logits
  }

  /// The logits after some more tokens, which are read together.
  func extend(_ tokens: [Int32]) throws(LanguageError) -> [Float] {
    try decoder.read(cache.elements + tokens.map { .token($0) }, imageRows: imageRows, continuing: cache)
  }

  /// Adds a finished turn.
  func append(_ turn: Turn) { turns.append(turn) }

  private func elements(of turns: some Sequence<Turn>) throws(TextError) -> [PromptElement] {
    let image = (0..<imageRows.rowCount).map { PromptElement.imageRow($0) }
    return prompt.openingTokens.map { .token($0) } + image + (try prompt.tokens(Array(turns))).map { .token($0) }
  }
}
