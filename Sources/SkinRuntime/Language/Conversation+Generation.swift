import SkinText

// How an answer grows: token by token with drafts, or as the best of several beams.
extension Conversation {
  func search(
    beamCount: Int, logits: [Float], options: GenerationOptions
  ) throws -> (text: String, tokenCount: Int, reason: StopReason) {
    let search = BeamSearch(
      decoder: decoder, options: options, beamCount: beamCount, tokenCount: tokenizer.vocabularySize)
    let best = try search.run(
      after: cache, logits: logits, rule: StopRule(template: template, tokenizer: tokenizer))
    var rule = try StopRule(template: template, tokenizer: tokenizer)
    var text = ""
    for token in best.tokens {
      switch try rule.append(token) {
      case .continue(let piece), .stop(let piece): text += piece
      }
    }
    if best.reason == .limit { text += rule.finish() }
    return (text, best.tokens.count, best.reason)
  }

  func generate(
    logits: [Float], options: GenerationOptions, listener: (String) -> Bool
  ) throws -> (text: String, tokenCount: Int, reason: StopReason) {
    var sampler = Sampler(options)
    var rule = try StopRule(template: template, tokenizer: tokenizer)
    var decoding = DraftedDecoding(decoder: decoder, cache: cache, texts: draftTexts)
    var logits = logits
    var tokens: [Int32] = []
    var text = ""
    while tokens.count < options.tokenLimit {
      let token = sampler.next(after: tokens, logits: drawable(logits))
      tokens.append(token)
      switch try rule.append(token) {
      case .stop(let piece):
        text += piece
        if !piece.isEmpty { _ = listener(piece) }
        return (text, tokens.count, .end)
      case .continue(let piece):
        text += piece
        if !piece.isEmpty, !listener(piece) { return (text, tokens.count, .interrupted) }
      }
      guard tokens.count < options.tokenLimit, decoding.hasRoom else { break }
      logits = try decoding.logits(after: token, room: options.tokenLimit - tokens.count - 1)
    }
    let rest = rule.finish()
    if !rest.isEmpty { _ = listener(rest) }
    return (text + rest, tokens.count, .limit)
  }
}
