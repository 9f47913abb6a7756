import SkinConfiguration
import SkinText

/// An answer made of given sentences.
package struct SentenceReply: Hashable, Sendable {
  /// The sentences that were chosen, in order.
  package let chosen: [Int]
  /// Tokens that were written.
  package let tokenCount: Int
  /// Why it ended.
  package let stopped: StopReason
}

// Answers that consist of whole given sentences.
extension Conversation {
  /// The tokens of a sentence that follows another one.
  package func tokens(ofSentence text: String) -> [Int32] {
    let before = tokenizer.encode("A.")
    let tokens = tokenizer.encode("A. " + text)
    return Array(tokens.dropFirst(tokens.starts(with: before) ? before.count : 0))
  }

  /// Asks a question that is answered with some of the allowed sentences, and adds both to the conversation.
  ///
  /// The logits of all other tokens are masked; a token that is the only one allowed needs no logits, so such tokens
  /// are read together. Strategy, temperature and beams are those of the options.
  ///
  /// - Parameters:
  ///   - text: the text of each sentence.
  ///   - listener: receives the index of each sentence as soon as it is decided; returns whether to continue.
  package func ask(
    _ question: String, allowed: AllowedSentences, text: (Int) -> String, options: GenerationOptions,
    listener: (Int) -> Bool
  ) throws -> SentenceReply {
    let logits = try logits(asking: question)
    let promptLength = cache.count
    let room = min(options.tokenLimit, decoder.configuration.contextLength - promptLength)
    var walk = SentenceWalk(allowed, room: room)
    let reply: SentenceReply
    if case .beams(let count) = options.strategy, count > 1 {
      let search = BeamSearch(decoder: decoder, options: options, beamCount: count, allowed: allowed, ends: ends)
      let best = try search.run(
        after: cache, logits: logits, rule: StopRule(template: template, tokenizer: tokenizer))
      for token in best.tokens {
        guard case .tokens(let next, _) = walk.next, next.contains(token) else { break }
        walk.append(token)
      }
      for index in walk.chosen where !listener(index) { break }
      reply = SentenceReply(chosen: walk.chosen, tokenCount: best.tokens.count, stopped: best.reason)
    } else {
      reply = try choose(&walk, logits: logits, options: options, listener: listener)
    }
    cache.truncate(to: promptLength)
    append(Turn(question: question, answer: " " + reply.chosen.map(text).joined(separator: " ")))
    return reply
  }

  /// Adds a question and a fixed answer to the conversation.
  package func note(_ question: String, answer: String) { append(Turn(question: question, answer: " " + answer)) }

  /// Walks from choice to choice.
  private func choose(
    _ walk: inout SentenceWalk, logits: [Float], options: GenerationOptions, listener: (Int) -> Bool
  ) throws -> SentenceReply {
    var sampler = Sampler(options)
    var logits = logits
    var tokens: [Int32] = []
    var unread: [Int32] = []
    var toldCount = 0
    func reply(_ reason: StopReason) -> SentenceReply {
      SentenceReply(chosen: walk.chosen, tokenCount: tokens.count, stopped: reason)
    }
    while case .tokens(let next, let mayEnd) = walk.next {
      let token: Int32
      if next.count == 1, !mayEnd {
        token = next[0]
      } else {
        if !unread.isEmpty {
          logits = try extend(unread)
          unread = []
        }
        token = sampler.next(after: tokens, logits: logits, among: mayEnd ? next + ends : next)
        // A sentence never begins with what ends an answer.
        if mayEnd, ends.contains(token), !next.contains(token) { return reply(.end) }
      }
      tokens.append(token)
      unread.append(token)
      let wholeCount = walk.chosen.count
      walk.append(token)
      let known = walk.chosen.count > wholeCount ? walk.chosen[wholeCount] : walk.decided
      if toldCount == wholeCount, let known {
        toldCount += 1
        if !listener(known) {
          // The sentence was shown, so it belongs to the answer.
          return SentenceReply(
            chosen: walk.chosen.count > wholeCount ? walk.chosen : walk.chosen + [known], tokenCount: tokens.count,
            stopped: .interrupted)
        }
      }
    }
    return reply(walk.isCutShort ? .limit : .end)
  }

  /// What ends an answer: the end token, and the first token of each stop text after a sentence.
  var ends: [Int32] {
    let before = tokenizer.encode("A.")
    let stops = template.stopTexts.compactMap { stop -> Int32? in
      let tokens = tokenizer.encode("A." + stop)
      return tokens.starts(with: before) ? tokens.dropFirst(before.count).first : nil
    }
    var seen: Set<Int32> = []
    return ([tokenizer.endToken] + stops + template.stopTokens.compactMap(\.first)).filter { token in
      token >= 0 && Int(token) < decoder.configuration.vocabularySize && seen.insert(token).inserted
    }
  }
}
