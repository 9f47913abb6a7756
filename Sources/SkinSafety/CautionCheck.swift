/// Decides which sentences may stand beside a red flag, and which amounts and claims may not stand anywhere.
///
/// Beside a red flag, everything that is not plainly something else counts as a reassurance: a sentence stands if it is
/// one of the corpus' own, or if it describes skin or sends the person to a clinician *and* has no word that denies,
/// calms, delays or belittles. So a paraphrase need not be listed to be caught. The price is that many true sentences
/// are lost, above all those of models with a different vocabulary; the rule's own words replace them.
///
/// `AdversarialTests` counts the effect. No clinician has reviewed the lists yet.
enum CautionCheck {
  /// Whether a question speaks of something that could be a red flag, so that its answer is judged as beside one.
  static func isGrave(_ question: Words) -> Bool { question.tokens.contains { CautionWords.grave.contains($0) } }

  /// Whether a sentence speaks of a growth, a mole or cancer.
  static func namesGrowth(_ sentence: Words) -> Bool { sentence.tokens.contains { CautionWords.growths.contains($0) } }

  /// Whether a sentence may stand beside a red flag.
  static func mayStand(_ sentence: Words, text: some StringProtocol) -> Bool {
    if CorpusDigests.contains(text) { return true }
    let plain = CautionWords.allowed.reduce(sentence) { $0.without($1) }
    guard !plain.tokens.contains(where: { CautionWords.suspicious.contains($0) }) else { return false }
    return sentence.tokens.contains { CautionWords.describing.contains($0) }
      || CautionWords.care.contains { $0.occurs(in: sentence) }
  }

  /// Whether a sentence contains what may be an amount of a medicine.
  ///
  /// - Parameter isAsked: whether the question is about an amount; if so, every number counts except times, lengths and
  ///   shares.
  static func namesAmount(_ sentence: Words, isAsked: Bool) -> Bool {
    let plain = CautionWords.notAmounts.reduce(sentence) { $0.without($1) }
    let tokens = plain.tokens
    if !sentence.tokens.isEmpty,
      sentence.tokens.allSatisfy({ Words.isNumber($0) || CautionWords.measures.contains($0) })
    {
      return true
    }
    let hasNumber = tokens.contains { Words.isNumber($0) || CautionWords.parts.contains($0) }
    let hasMeasure = tokens.contains { CautionWords.measures.contains($0) }
    if isAsked { return hasNumber || hasMeasure || CautionWords.often.contains { $0.occurs(in: plain) } }
    let isForChild = tokens.contains { CautionWords.children.contains($0) }
    let isMedicine = tokens.contains { Medicines.contains($0) || CautionWords.giving.contains($0) }
    if hasMeasure, isForChild || isMedicine { return true }
    return hasNumber && (isForChild && isMedicine || CautionWords.amounts.contains { $0.occurs(in: plain) })
  }

  /// Whether a question may be about an amount of a medicine.
  static func asksAmount(_ question: Words) -> Bool {
    let tokens = question.tokens
    let isMedicine = tokens.contains { Medicines.contains($0) || CautionWords.giving.contains($0) }
    return CautionWords.amountQuestions.contains { $0.occurs(in: question) }
      || isMedicine && tokens.contains { CautionWords.children.contains($0) || Words.isNumber($0) }
  }

  /// Whether a sentence claims an authority, a certainty or a document that a program does not have, or dismisses the
  /// text around the answer.
  static func claimsAuthority(_ sentence: Words, text: some StringProtocol) -> Bool {
    if CorpusDigests.contains(text) { return false }
    let tokens = sentence.tokens
    let isHumble = CautionWords.humble.contains { $0.occurs(in: sentence) }
    if tokens.contains(where: { CautionWords.firstPerson.contains($0) }), !isHumble { return true }
    let plain = CautionWords.allowedClaims.reduce(sentence) { $0.without($1) }
    return plain.tokens.contains { CautionWords.papers.contains($0) }
      || CautionWords.claims.contains { $0.occurs(in: plain) }
  }
}
