import SkinRuntime
import SkinSafety

extension Consultation {
  /// Answers a question with whole sentences that the model chooses from its table.
  ///
  /// - Parameters:
  ///   - question: the question, sanitized, with what the model's reader sees in it.
  ///   - listener: gets each sentence as soon as it is decided; returns whether to go on.
  /// - Throws: `LanguageError` if the question is too long.
  func ask(
    _ question: UnderstoodQuestion, sentences table: SentenceTable, in conversation: Conversation, about report: Report,
    generation: GenerationOptions, listener: (String) -> Bool
  ) throws -> Report.Answer {
    let prompt = question.asked
    let promptTokens = try conversation.check(asking: prompt)
    let plan = SentencePlan(table, report: report, condition: NamedCondition.of(report, table: table))
    var isFirst = true
    func tell(_ place: Int) -> Bool {
      defer { isFirst = false }
      return listener((isFirst ? "" : " ") + table.sentences[place].text)
    }
    var places: [Int]
    let tokenCount: Int
    let stopped: StopReason
    switch plan.answer(to: prompt) {
    case .fixed(let fixed) where fixed.isEmpty:
      let none = FixedReplies.Reply.noneApproved
      _ = listener(none.text)
      return Report.Answer(
        prompt: prompt, text: none.text, sentences: none.sentences, tokens: 0, stopped: .end, promptTokens: promptTokens
      )
    case .fixed(let fixed):
      let told = fixed.prefix { tell($0) }.count
      // The last sentence was shown, even if the listener then stopped.
      places = Array(fixed.prefix(told + 1))
      conversation.note(prompt, answer: places.map { table.sentences[$0].text }.joined(separator: " "))
      tokenCount = 0
      stopped = told < fixed.count ? .interrupted : .end
    case .chosen(let open, let rules):
      let number = Dictionary(uniqueKeysWithValues: open.enumerated().map { ($1, $0) })
      func numbers(_ places: Set<Int>) -> Set<Int> { Set(places.compactMap { number[$0] }) }
      let allowed = AllowedSentences(
        open.map { speech.tokens(ofSentence: $0, of: table, in: conversation) }, openings: numbers(rules.openings),
        required: rules.required.map(numbers), alternatives: rules.alternatives.map(numbers), limit: rules.limit)
      let reply = try conversation.ask(
        prompt, allowed: allowed, text: { table.sentences[open[$0]].text }, options: generation,
        listener: { tell(open[$0]) })
      places = reply.chosen.map { open[$0] }
      tokenCount = reply.tokenCount
      stopped = reply.stopped
    }
    if stopped == .end { places += plan.cautions(after: places).prefix { tell($0) } }
    // Behind the four prompts of a report stand its level and its signs; behind a typed question, the net.
    let isTyped = stopped == .end && !EvaluationPrompts.all.contains(prompt)
    let net = isTyped ? FollowUps.net(question.reading).prefix { listener(" " + $0.text) } : []
    return Report.Answer(
      prompt: prompt, text: (places.map { table.sentences[$0].text } + net.map(\.text)).joined(separator: " "),
      sentences: places.map { table.sentences[$0].id } + net.map(\.id), tokens: tokenCount, stopped: stopped,
      promptTokens: promptTokens)
  }
}
