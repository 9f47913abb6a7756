import SkinConfiguration
import SkinSafety
package import SkinWords

/// The parts of a report that combine several texts, in one language.
package struct ReportSpeaker: Sendable {
  /// The language.
  package let words: Words

  /// A speaker of a language.
  package init(_ words: Words) { self.words = words }

  /// How far the translation can be trusted; nil in English.
  package var note: String? {
    words.language == .english
      ? nil : words("This translation was drafted by machine; no native clinician has read it yet.")
  }

  /// A reason for an urgency, danger signs as a list.
  package func reason(_ english: String) -> TranslatedReport.Reason {
    guard let asked = UrgencyRules.dangerSigns.first(where: { $0.reason == english }) else {
      return TranslatedReport.Reason(text: sentence(english), signs: [], line: sentence(english))
    }
    let (demand, signs) = (words(asked.demand), asked.signs.map { words($0) })
    let line = words("{sentence}.", ["sentence": demand + " " + signs.joined(separator: words("; "))])
    return TranslatedReport.Reason(text: demand, signs: signs, line: line)
  }

  /// A reason that is a sentence; one that lost its date to a higher level loses it in every language.
  private func sentence(_ english: String) -> String {
    if let named = UrgencyAssessment.named(english) {
      return words(named.template, ["names": named.names.map { words($0) }.joined(separator: words("; "))])
    }
    if words.translates(running: english) { return words.running(english) }
    guard let rule = Self.undated[english], words.translates(running: rule),
      let colon = words.running(rule).firstIndex(where: { $0 == ":" || $0 == "：" })
    else { return words.running(english) }
    let spoken = words.running(rule)
    let why = spoken[spoken.index(after: colon)...].drop(while: \.isWhitespace)
    return words("Also: {why}", ["why": String(why)])
  }

  /// How a class usually looks, and what of it was noted, as sentences.
  package func evidence(_ evidence: ClassEvidence) -> String {
    let appearance = words(evidence.appearance)
    if evidence.standsAlone { return words("{sentence}.", ["sentence": Self.capitalized(appearance)]) }
    let noted = evidence.concepts.map(concept).joined(separator: words(", "))
    return words("Usual: {appearance}.", ["appearance": appearance])
      + (noted.isEmpty ? "" : " " + words("Noted more than on most photos: {concepts}.", ["concepts": noted]))
  }

  /// A condition worth naming with its probability, and a word on haste for one that needs care today.
  package func condition(_ entry: ConditionProbability, in report: Report) -> String {
    let label = (report.differential ?? []).first { $0.class == entry.class }?.label ?? entry.class
    let name =
      entry.condition == ConditionProbability.anotherOfThisGroup
      ? words("another disease of the group {label}", ["label": words(label)]) : words(entry.condition)
    let values = ["name": name, "percent": percent(entry.probability)]
    if UrgencyRules.needsHospital(entry.condition) {
      return words("{name}: {percent} % (needs a hospital now if it is this)", values)
    }
    return UrgencyRules.needsCareToday(entry.condition)
      ? words("{name}: {percent} % (to be seen within 24 hours if it is this)", values)
      : words("{name}: {percent} %", values)
  }

  /// The unusual concepts, as a sentence; nil if there are none.
  package func concepts(_ entries: [ConceptProbability]) -> String? {
    guard !entries.isEmpty else { return nil }
    let names = entries.map { concept(ReportWords.concept($0.name)) }.joined(separator: words(", "))
    return words("Seen beyond what is usual for such a reading: {list}.", ["list": names])
  }

  /// A question and its answer.
  package func answer(_ answer: Report.Answer) -> TranslatedReport.Answer {
    TranslatedReport.Answer(prompt: heading(answer.prompt), text: self.answer(answer.text))
  }

  /// What stands over an answer: the question, or a heading in place of one of the four prompts.
  ///
  /// A prompt asks a model for "features you observed", but the answer says what people usually notice.
  package func heading(_ prompt: String) -> String { words(ReportWords.heading(prompt) ?? prompt) }

  /// The text of an answer, with a note if not all of it is translated.
  package func answer(_ text: String) -> String {
    words.translates(running: text)
      ? words.running(text) : words.running(text) + " " + words("(Part of this answer is there in English only.)")
  }

  /// A piece of an answer as it arrives, with the spaces around it.
  package func piece(_ text: String) -> String {
    guard words.language != .english else { return text }
    let start = text.prefix(while: \.isWhitespace)
    let rest = text.dropFirst(start.count)
    return start + words.running(String(rest))
  }

  /// The program and the model that wrote a report.
  package func version(_ report: Report) -> String {
    let model = report.model
    let version = words(
      "{program}, model {model}",
      [
        "program": "\(report.program.name) \(report.program.version)",
        "model": "\(model.name) (\(model.scheme), \(model.digest.prefix(12)))",
      ])
    guard let fit = model.fit else { return version }
    let photos = fit.clinics.reduce(0) { $0 + $1.photos }
    let dates = Set(fit.clinics.map(\.date)).sorted().joined(separator: words(", "))
    return version + words(", ")
      + words.plural(
        "adapted to {count} photo of its clinic ({dates}, {digest})",
        "adapted to {count} photos of its clinic ({dates}, {digest})", photos,
        ["dates": dates, "digest": String(fit.digest.prefix(12))])
  }

  /// A probability in percent with one digit, like `84.7`, or `84,7` where the language writes it so.
  package func percent(_ probability: Double) -> String { words.written(ReportWords.percent(probability)) }

  /// The answer to a question about the person.
  package func told(_ answer: AskedHistory.Answer?) -> String {
    switch answer {
    case .ticked(let answers) where !answers.isEmpty:
      answers.map { words($0.wording) }.joined(separator: words("; "))
    case .number: words.written(AskedHistory.words(answer))
    case .ticked, .truth, nil: words(AskedHistory.words(answer))
    }
  }

  /// A text that begins with a capital letter, where the language has them.
  package static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  /// A concept's name inside a sentence.
  private func concept(_ shown: String) -> String {
    // In English the name stands as it is shown: the list's own spelling has no space before a bracket.
    guard words.language != .english else {
      return ReportWords.plain[shown].map { "\($0) (\(shown))" } ?? shown
    }
    return Self.concepts[shown].flatMap { words.translates($0) ? words($0).lowercased() : nil } ?? shown
  }

  /// The concepts' names by their form in a sentence.
  private static let concepts = Dictionary(
    PaperLists.concepts.map { (ReportWords.concept($0), $0) }, uniquingKeysWith: { first, _ in first })
  /// The rules' sentences by their text without the date.
  private static let undated = Dictionary(
    (UrgencyRules.all.map(\.sentence) + [UrgencyRules.uncertainSentence]).map { (UrgencyRule.withoutDate($0), $0) },
    uniquingKeysWith: { first, _ in first })
}
