/// Checks what the model wrote against the urgency and against rules that hold for every answer.
///
/// It works sentence by sentence: a sentence with a dose, a reassurance, a false certainty, or advice to stop a
/// medicine is replaced by a fixed text, which appears once per answer. It matches phrases and understands nothing: it
/// is the last of several nets, after the fixed replies and the urgency, which the model cannot touch. No clinician has
/// reviewed it yet.
///
/// The phrase tables alone let paraphrases through: they caught 21 of 100 held-out answers of an obedient model. So
/// ``CautionCheck`` backs them up: beside a red flag, it replaces whatever is not plainly a description or advice to be
/// examined; with it, 94 of the 100 were caught. The same person wrote the answers and the lists.
package struct AnswerGuard: Hashable, Sendable {
  /// The reasons of the urgency, most urgent first; the first stands in place of a reassurance above routine.
  package var reasons: [String]

  /// A guard with the reasons of an assessment; without any, it uses the level's own advice.
  package init(reasons: [String] = []) { self.reasons = reasons }

  /// Checks a whole answer.
  ///
  /// - Parameters:
  ///   - text: the model's words.
  ///   - question: what was asked; a bare "no" after "is it cancer?" is a reassurance.
  ///   - level: the urgency.
  ///   - topClasses: the slugs of the most probable classes.
  /// - Returns: the text to show and the sentences that were replaced.
  package func checked(
    _ text: String, question: String, level: UrgencyLevel, topClasses: [String]
  ) -> (text: String, replaced: [String]) {
    var stream = GuardedStream(self, question: question, level: level, topClasses: topClasses)
    let shown = stream.append(text)
    let rest = stream.finish()
    return (shown + rest, stream.replaced)
  }

  /// The text that replaces a sentence; nil if the sentence may stay.
  ///
  /// The context is the words just before it, unless a sentence ended there.
  func replacement(
    for sentence: Words, text: some StringProtocol, context: [String], question: AskedQuestion, level: UrgencyLevel,
    topClasses: [String]
  ) -> String? {
    guard !Self.ownSentences.contains(sentence) else { return nil }
    let words = Words(tokens: context + sentence.tokens)
    // The corpus' own sentences contain no dose and no promise, but may be out of place under the other topics. One
    // that says a disease is not contagious may stand unless the first class may be contagious.
    let isOurs = CorpusDigests.contains(text) && !CautionCheck.namesGrowth(words)
    let mayBeCaughtFirst = topClasses.first.map { ContagionFacts.mayBeCaught.contains($0) } ?? true
    let topics = GuardTopic.allCases.filter {
      !isOurs || $0 == .contagion && mayBeCaughtFirst || $0 == .health || $0 == .reassurance && level > .routine
    }
    for topic in topics where breaks(topic, words, sentence, question, level, topClasses) {
      guard topic == .reassurance else { return topic.replacement }
      if level > .routine { return reasons.first ?? level.advice }
      return question.topics.contains(.cancer) || CautionCheck.namesGrowth(words) ? topic.replacement : level.advice
    }
    if CautionCheck.namesAmount(words, isAsked: question.asksAmount), !CorpusDigests.contains(text) {
      return GuardTopic.dose.replacement
    }
    if CautionCheck.claimsAuthority(words, text: text) { return GuardTopic.certainty.replacement }
    if level > .notAssessed || question.isGrave, !CautionCheck.mayStand(words, text: text) {
      return level > .notAssessed ? reasons.first ?? level.advice : GuardTopic.caution
    }
    return nil
  }

  private func breaks(
    _ topic: GuardTopic, _ words: Words, _ sentence: Words, _ question: AskedQuestion, _ level: UrgencyLevel,
    _ topClasses: [String]
  ) -> Bool {
    let plain = topic.exempt.reduce(words) { $0.without($1) }
    let isBareAnswer = sentence.tokens.first.map { Self.bareAnswers.contains($0) } ?? false
    switch topic {
    case .dose:
      if question.topics.contains(.dosage), Self.bareAmounts.contains(where: { $0.occurs(in: plain) }) { return true }
    case .reassurance:
      if isBareAnswer, question.topics.contains(.cancer) { return true }
      if level > .routine, GuardTopic.mildReassurances.contains(where: { $0.occurs(in: plain) }) { return true }
    case .contagion:
      let mayBeCaught =
        topClasses.isEmpty || topClasses.contains { ContagionFacts.mayBeCaught.contains($0) }
        || ContagionFacts.namesContagious(words) || question.namesContagious
      guard mayBeCaught else { return false }
      if isBareAnswer, question.topics.contains(.contagion) { return true }
    case .stopping: if isBareAnswer, question.topics.contains(.stopping) { return true }
    case .pregnancy: if isBareAnswer, question.topics.contains(.pregnancy) { return true }
    case .certainty: break
    case .health: guard !topClasses.contains(FixedReplies.healthySlug) else { return false }
    }
    return topic.phrases.contains { $0.occurs(in: plain) }
  }

  private static let bareAnswers: Set<String> = [
    "no", "nope", "nah", "not", "never", "yes", "yeah", "yep", "sure", "absolutely", "of", "dont", "nein", "ja", "non",
    "oui", "si", "certainly", "definitely", "course", "correct", "right", "exactly", "fine", "ok", "okay",
  ]

  private static let bareAmounts: [Phrase] = [
    "# !day~|week~|month~|year~|hour~|minute~|to|or|photo~|picture~|step~", "once|twice|thrice|daily|nightly",
    "adult * dose|amount", "same * adult~|as",
  ]

  /// The module's own sentences, which stay as they are.
  private static let ownSentences: Set<Words> = {
    let texts: [[String]] = [
      GuardTopic.allCases.map(\.replacement), UrgencyRules.all.map(\.sentence),
      [GuardTopic.caution, UrgencyRules.baseSentence, UrgencyRules.uncertainSentence],
      [UrgencyRules.longestWaitSentence, UrgencyRules.unaskedBesideLevel, UrgencyRules.unaskedBesideRefusal],
      [UrgencyRules.partlyAskedBesideLevel], UrgencyRules.dangerSignQuestions, UrgencyLevel.allCases.map(\.advice),
      FixedReplies.allTexts,
    ]
    return Set(texts.joined().flatMap { SentenceCutter.sentences(of: $0).map { Words($0) } })
  }()
}

/// What the guard must know about a question.
struct AskedQuestion: Hashable, Sendable {
  let topics: [FixedReplies.Topic]
  let namesContagious: Bool
  /// Whether it mentions a possible red flag.
  let isGrave: Bool
  /// Whether it may be about an amount of a medicine.
  let asksAmount: Bool

  init(_ text: String) {
    let words = Words(text)
    topics = FixedReplies.topics(of: words)
    namesContagious = ContagionFacts.namesContagious(words)
    isGrave = CautionCheck.isGrave(words)
    asksAmount = topics.contains(.dosage) || CautionCheck.asksAmount(words)
  }
}

extension Words {
  /// The words with every match of a phrase replaced by a barrier.
  func without(_ phrase: Phrase) -> Words {
    var words = self
    while let range = phrase.firstRange(in: words) {
      words = Words(
        tokens: words.tokens[..<range.lowerBound] + [Phrase.barrier] + words.tokens[range.upperBound...])
    }
    return words
  }
}
