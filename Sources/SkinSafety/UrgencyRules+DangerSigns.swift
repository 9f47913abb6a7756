extension UrgencyRules {
  /// The danger signs of one level: what to do if one of them is true.
  ///
  /// The groups follow from the rules: a sign belongs to the level that it calls for by itself.
  package struct DangerSigns: Hashable, Sendable {
    /// The level that one of them calls for.
    package let level: UrgencyLevel
    /// What to do if one of them is true; ends in a colon.
    package let demand: String
    /// The signs that the questions ask for, each by itself, in their words.
    package let single: [String]
    /// These and the signs that are urgent together.
    package let signs: [String]

    /// Demand and signs as one reason of a report.
    package var reason: String { demand + " " + signs.joined(separator: "; ") + "." }
  }

  /// The danger signs that the program asks for, most urgent first.
  package static let dangerSigns: [DangerSigns] = [
    DangerSigns(.emergency, "Call an ambulance or go to a hospital now if one of these is true:"),
    DangerSigns(.within24Hours, "See a doctor today, within 24 hours at most, if one of these is true:"),
    DangerSigns(.withinTwoWeeks, "See a doctor within two weeks if one of these is true:"),
  ]

  /// Said before the danger signs where nothing else raises the level.
  package static let unaskedSentence =
    "The danger signs were not asked, and a photo cannot show most of them, so nothing here says that this can wait."
  /// Said before the danger signs where the photo raises the level.
  package static let unaskedBesideLevel =
    "The danger signs were not asked, and a photo cannot show most of them: one that is true makes it more urgent."
  /// Said before the danger signs where the photo or an answer raises the level and some of the signs were asked.
  package static let partlyAskedBesideLevel =
    "Not all danger signs were asked, and a photo cannot show most of them: one that is true makes it more urgent."
  /// Said before the danger signs where the photo is refused.
  package static let unaskedBesideRefusal =
    "Whatever the photo shows, ask about the danger signs: a photo cannot show most of them."
  /// Said after the danger signs.
  package static let personSentence =
    "A baby, a pregnancy, a weak immune system, diabetes or a new medicine can make it more urgent: tell the clinician."

  /// Said before the signs that call for no more haste than the level.
  package static let tellDemand = "Tell the clinician if one of these is true:"
  /// The signs that call for no more haste than a level, but say what it is; nil if there are none.
  package static func signsToTell(at level: UrgencyLevel?) -> [String]? {
    guard let level, level == .withinTwoWeeks || level == .within24Hours else { return nil }
    return dangerSigns.filter { $0.level <= level }.flatMap(\.signs)
  }

  /// Asks for the danger signs that are more urgent than a level; nil stands for a refused photo, which has none.
  ///
  /// - Parameters:
  ///   - level: the level.
  ///   - areSomeAsked: whether some of the signs were asked, but not all.
  package static func dangerSignQuestions(above level: UrgencyLevel?, areSomeAsked: Bool = false) -> [String] {
    let opening =
      switch level {
      case nil: unaskedBesideRefusal
      case .routine, .notAssessed: unaskedSentence
      case .withinTwoWeeks, .within24Hours, .emergency: areSomeAsked ? partlyAskedBesideLevel : unaskedBesideLevel
      }
    let asked = dangerSigns.filter { group in level.map { group.level > $0 } ?? true }
    return asked.isEmpty ? [] : [opening] + asked.map(\.reason) + [personSentence]
  }

  /// Said when no rule raises the level and the danger signs were not asked: asks them.
  package static let dangerSignQuestions = dangerSignQuestions(above: .notAssessed)

  /// Whether a reason asks for danger signs, so that it is no ground for the level.
  package static func isDangerSignQuestion(_ reason: String) -> Bool { questions.contains(reason) }

  private static let questions = Set(
    dangerSigns.map(\.reason)
      + [unaskedSentence, unaskedBesideLevel, partlyAskedBesideLevel, unaskedBesideRefusal, personSentence])
}

extension UrgencyRules.DangerSigns {
  fileprivate init(_ level: UrgencyLevel, _ demand: String) {
    self.level = level
    self.demand = demand
    // What the question about a mole asks is told in one phrase: outside it, "it" would stand for nothing.
    let alone = History.dangerQuestions.filter { $0 != .spot }.flatMap { question in
      HistoryQuestion.question(question).answers.filter { answer in
        let told = History(question, code: answer.code)
        return UrgencyAssessment.matchingRules(UrgencyEvidence(history: told)).first?.level == level
      }
    }
    single = alone.map(\.wording)
    signs = single + HistoryQuestion.together.filter { $0.0 == level }.map(\.1)
  }
}
