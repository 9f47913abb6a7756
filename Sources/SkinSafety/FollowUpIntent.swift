/// A question that people ask about a photo, as data: how it is recognized and what is answered.
///
/// The questions come from the lists of public health pages, named beside each; the answers follow what standard
/// references agree on. No clinician has reviewed them yet.
package struct FollowUpIntent: Hashable, Sendable {
  /// A short stable name.
  package let id: String
  /// Phrases that identify the question.
  let phrases: [Phrase]
  /// Phrases that make it a different question.
  var exceptions: [Phrase] = []
  /// What is true whatever the photo shows.
  let general: String
  /// What depends on the class; said only for likely classes.
  var byClass: [String: String] = [:]
  /// Where such questions are collected or answered.
  package let source: String

  func isAsked(_ question: Words) -> Bool {
    let plain = exceptions.reduce(question) { $0.without($1) }
    return phrases.contains { $0.occurs(in: plain) }
  }
}

/// A part of an answer, with an identifier under which it can be reviewed and translated.
package struct FollowUpSentence: Hashable, Sendable {
  /// `followup/INTENT/general` or `followup/INTENT/CLASS`.
  package let id: String
  /// The text to show.
  package let text: String
}

/// Answers to questions other than the four prompts.
package enum FollowUps {
  /// The most intents that one answer covers.
  private static let answeredCount = 3
  /// The most classes that one answer mentions.
  private static let classCount = 3

  /// The intents about danger, which no review removes.
  static let dangerIntents = [dangerSign, sameDaySign]

  /// All intents, those about danger first.
  package static let intents =
    dangerIntents + medicines + people + cancerAndCourse + care + life

  /// Said if a question fits no intent.
  package static let declined = FollowUpSentence(
    id: "followup/declined/general",
    text: "I cannot answer that from a photo: ask the clinician. Tell them how long it has been there, how it began and"
      + " changed, whether it itches or hurts, who else has it, and which medicines and creams were used. If it spreads fast, hurts"
      + " much, bleeds, turns black, is near an eye, or comes with fever or feeling very ill, have it seen today.")

  /// Said if only approved sentences may be said and none of them answers.
  static let noneApproved = FollowUpSentence(
    id: "followup/none-approved/general",
    text: "No sentence that a reviewer approved answers this: ask the clinician.")

  /// The intents that match a question, in their order.
  package static func asked(_ question: String) -> [FollowUpIntent] {
    let words = Words(question)
    return Array(intents.filter { $0.isAsked(words) }.prefix(answeredCount))
  }

  /// The answer to a question by its intents; nil if it fits none.
  ///
  /// - Parameter topClasses: the slugs of the likely classes, most probable first.
  package static func answer(to question: String, topClasses: [String]) -> [FollowUpSentence]? {
    let found = asked(question)
    guard let first = found.first else { return nil }
    guard first.id == dangerSign.id else { return found.flatMap { sentences($0, topClasses) } }
    // What an emergency needs must not be buried: of other subjects one, and that without diseases.
    let next = found.first { other in !dangerIntents.contains { $0.id == other.id } }
    return [first, next].compactMap(\.self).flatMap { sentences($0, []) }
  }

  /// Whether a question is about the description, the cause, the treatment or the list of likely diseases.
  package static func isAboutDisease(_ question: String) -> Bool {
    let words = Words(question)
    return diseaseQuestions.contains { $0.occurs(in: words) }
  }

  /// The sentences of an intent: those of the likely classes that have their own, then the general one.
  static func sentences(_ intent: FollowUpIntent, _ topClasses: [String]) -> [FollowUpSentence] {
    let own = topClasses.prefix(classCount).compactMap { slug in
      intent.byClass[slug].map { FollowUpSentence(id: "followup/\(intent.id)/\(slug)", text: $0) }
    }
    return own + [FollowUpSentence(id: "followup/\(intent.id)/general", text: intent.general)]
  }

  /// Every sentence that an answer can contain.
  package static var allSentences: [FollowUpSentence] {
    var all = [declined, noneApproved]
    for intent in intents {
      all += sentences(intent, [])
      for slug in intent.byClass.keys.sorted() { all += sentences(intent, [slug]).dropLast() }
    }
    return all
  }

  private static let diseaseQuestions: [Phrase] = [
    "what is|are|s|was|could|can|might|may|do|does|kind|else|other|causes|cause|caused|causing|helps|treatment|medicine|disease~|condition|colou~|features|signs|symptoms",
    "whats", "which disease~|condition|colou~|features|signs|symptoms|other",
    "describe|explain|detail~|features|picture|photo|image|see|seen|look|looks|looking|name",
    "why", "cause~|reason|origin", "treat~|therap~|medication~|remedy|rid|heal", "diagnos~",
    "else|differential|similar",
    "skin colour|color|tone", "dark|black|brown|darker skin", "come from", "how did|do|does|is|can", "tell me",
    "sure|certain",
    "was ist|kann|sind", "que es", "quest ce", "warum", "worsen|worse|better",
  ]
}
