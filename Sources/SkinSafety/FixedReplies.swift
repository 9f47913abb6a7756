/// Answers to questions that the model must not answer freely.
///
/// No clinician has reviewed them yet.
package enum FixedReplies {
  /// The class of healthy skin; the guard finds it among the likely classes only where it is established.
  package static let healthySlug = "normal_skin"

  /// The answer to every question about a photo whose first class is healthy skin, but not surely enough.
  package static let unknownHealth =
    GuardTopic.healthIsNotKnown
    + " If it itches, hurts, bleeds, spreads or looks new to you, that counts for more than what the program sees."

  /// What the guard must know about a question.
  enum Topic: String, CaseIterable, Hashable, Sendable {
    case dosage = "dose"
    case stopping
    case pregnancy
    case contagion
    case cancer
  }

  /// A fixed answer: its text and the identifiers of its sentences.
  package struct Reply: Hashable, Sendable {
    /// The text to show.
    package let text: String
    /// See ``FollowUpSentence``.
    package let sentences: [String]
    /// The sentences, each once.
    package let parts: [FollowUpSentence]

    init(_ sentences: [FollowUpSentence]) {
      var said: Set<String> = []
      parts = sentences.filter { said.insert($0.text).inserted }
      text = parts.map(\.text).joined(separator: " ")
      self.sentences = parts.map(\.id)
    }

    /// The reply limited to what a reviewer approved.
    ///
    /// Sentences about danger signs stay, and so does the safety net: like the urgency rules, they are not the
    /// reviewer's to remove.
    ///
    /// - Parameter approved: identifiers of sentences.
    /// - Returns: the limited reply, or one that says so if nothing is left.
    package func limited(to approved: Set<String>) -> Reply {
      let kept = parts.filter { part in
        approved.contains(part.id) || FollowUps.isNet(part)
          || FollowUps.dangerIntents.contains { part.id.hasPrefix("followup/\($0.id)/") }
      }
      return kept.allSatisfy(FollowUps.isNet) ? .noneApproved : Reply(kept)
    }

    /// Said if a reviewer approved nothing that answers the question.
    package static let noneApproved = Reply([FollowUps.noneApproved] + FollowUps.net)
  }

  /// The fixed answer to a question; nil if the model may answer.
  ///
  /// - Parameters:
  ///   - question: what was asked.
  ///   - topClasses: the slugs of the most probable classes, for what depends on the class; the first three count.
  ///   - declinesOthers: whether a question that fits no intent, and asks nothing about the disease, is declined.
  ///   - reading: what a small model reads in the question; nil for the phrases alone.
  /// - Returns: the answer, or nil.
  package static func answer(
    to question: String, topClasses: [String], declinesOthers: Bool, reading: QuestionReading? = nil
  ) -> Reply? {
    if let found = FollowUps.answer(to: question, topClasses: topClasses, reading: reading) { return Reply(found) }
    guard declinesOthers, !FollowUps.isAboutDisease(question, reading: reading) else { return nil }
    return Reply(FollowUps.decline(question, reading))
  }

  /// The text of a fixed answer; nil if the model may answer.
  package static func reply(to question: String, topClasses: [String]) -> String? {
    answer(to: question, topClasses: topClasses, declinesOthers: false)?.text
  }

  /// Intents of other names that ask for the same caution.
  private static let alsoAbout: [Topic: Set<String>] = [
    .cancer: ["how-serious", "changing-spot", "changing-nail"], .pregnancy: ["pregnancy-danger", "isotretinoin"],
    .stopping: ["new-medicine", "isotretinoin"],
  ]

  static func topics(of question: Words) -> [Topic] {
    let asked = Set(FollowUps.intents.filter { $0.isAsked(question) }.map(\.id))
    return Topic.allCases.filter { asked.contains($0.rawValue) || !(alsoAbout[$0] ?? []).isDisjoint(with: asked) }
  }

  /// Every text that a reply can contain.
  static var allTexts: [String] { FollowUps.allSentences.map(\.text) + [unknownHealth] }
}
