package import SkinConfiguration

/// What an answer does after a token.
package enum StopDecision: Hashable, Sendable {
  /// The answer goes on; this text is safe to show now, often none.
  case `continue`(text: String)
  /// The answer is over; this text is the last of it.
  case stop(text: String)
}

/// Finds the end of an answer token by token and never lets a stop text through.
///
/// An answer ends at the end token, at a stop token sequence, or at a stop text, whichever comes first. Text that may
/// be the beginning of one of these is held back until it is decided. The joined texts are the answer as generated,
/// with the space at its start, as ``Turn/answer`` wants it.
///
/// Source: SkinGPT-4 at 3bf57c9, `skingpt4/conversation/conversation.py`, `StoppingCriteriaSub` and `Chat.answer`.
package struct StopRule: Sendable {
  /// A token and where its text begins in ``held``.
  private struct Recent {
    var token: Int32
    /// Not negative: text that may have to be taken back is held.
    var textStart: Int
  }

  private let endToken: Int32
  private let stopTexts: [[UInt8]]
  private let stopTokens: [[Int32]]
  private let longestStop: Int
  private var detokenizer: StreamingDetokenizer
  /// The last tokens, at most as many as the longest stop sequence has.
  private var recent: [Recent] = []
  /// Text that is decoded but not yet returned.
  private var held: [UInt8] = []
  private var isOver = false

  /// A rule for one answer.
  ///
  /// A stop token that the vocabulary lacks never comes, so such sequences have no effect.
  ///
  /// - Throws: ``TextError/emptyStop(index:)`` if a stop text or sequence is empty.
  package init(template: ConversationTemplate, tokenizer: Tokenizer) throws(TextError) {
    if let index = template.stopTexts.firstIndex(where: \.isEmpty) { throw .emptyStop(index: index) }
    if let index = template.stopTokens.firstIndex(where: \.isEmpty) { throw .emptyStop(index: index) }
    endToken = tokenizer.endToken
    stopTexts = template.stopTexts.map { Array($0.utf8) }
    stopTokens = template.stopTokens
    longestStop = stopTokens.reduce(0) { max($0, $1.count) }
    detokenizer = StreamingDetokenizer(tokenizer, start: .continuing)
  }

  /// Takes the next token of the answer.
  ///
  /// After the end it returns `.stop` without text.
  ///
  /// - Throws: ``TextError/tokenOutOfRange(token:vocabularySize:)``.
  package mutating func append(_ token: Int32) throws(TextError) -> StopDecision {
    guard !isOver else { return .stop(text: "") }
    if token == endToken { return .stop(text: finish()) }
    let textStart = held.count
    held += try detokenizer.append(token).utf8
    recent.append(Recent(token: token, textStart: textStart))
    if recent.count > longestStop { recent.removeFirst() }

    if let end = endOfAnswer() {
      isOver = true
      return .stop(text: take(end))
    }
    return .continue(text: take(safeLength()))
  }

  /// Ends the answer where it is, because no more tokens are wanted.
  ///
  /// - Returns: the text that was held back, which turned out not to be a stop text; empty after `.stop`.
  package mutating func finish() -> String {
    guard !isOver else { return "" }
    isOver = true
    held += detokenizer.finish().utf8
    return take(stopTextStart() ?? held.count)
  }

  /// Where the held text is cut if a stop text or a stop sequence is complete.
  private func endOfAnswer() -> Int? {
    let sequences = stopTokens.compactMap { sequence -> Int? in
      guard sequence.count <= recent.count, recent.suffix(sequence.count).map(\.token) == sequence else { return nil }
      return recent[recent.count - sequence.count].textStart
    }
    return (sequences + [stopTextStart()].compactMap(\.self)).min()
  }

  /// Where the first stop text begins in the held text.
  private func stopTextStart() -> Int? { stopTexts.compactMap { held.firstRange(of: $0)?.lowerBound }.min() }

  /// How much of the held text cannot become part of a stop.
  private func safeLength() -> Int {
    var safe = held.count
    for stop in stopTexts {
      for length in stride(from: min(stop.count - 1, held.count), to: 0, by: -1)
      where held.suffix(length).elementsEqual(stop.prefix(length)) {
        safe = min(safe, held.count - length)
        break
      }
    }
    for stop in stopTokens {
      for length in stride(from: min(stop.count - 1, recent.count), to: 0, by: -1)
      where recent.suffix(length).map(\.token).elementsEqual(stop.prefix(length)) {
        safe = min(safe, recent[recent.count - length].textStart)
        break
      }
    }
    return safe
  }

  /// Removes and returns the first bytes of the held text.
  private mutating func take(_ count: Int) -> String {
    let text = String(decoding: held.prefix(count), as: UTF8.self)
    held.removeFirst(count)
    for index in recent.indices { recent[index].textStart = max(0, recent[index].textStart - count) }
    return text
  }
}
