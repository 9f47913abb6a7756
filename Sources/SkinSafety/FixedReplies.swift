/// Answers to questions that the model must not answer freely.
///
/// No clinician has reviewed them yet.
public enum FixedReplies {
  /// The class of healthy skin; the guard finds it among the likely classes only where it is established.
  public static let healthySlug = "normal_skin"

  /// The answer to every question about a photo whose first class is healthy skin but is not sure enough.
  public static let unknownHealth =
    GuardTopic.healthIsNotKnown
    + " If it itches, hurts, bleeds, spreads or looks new to you, that counts for more than what the program sees."

  /// What is asked.
  enum Topic: CaseIterable, Hashable, Sendable {
    case dosage
    case stopping
    case pregnancy
    case contagion
    case cancer
  }

  /// The fixed answer to a question; nil if the model may answer.
  ///
  /// A question on several topics gets several answers.
  ///
  /// - Parameters:
  ///   - question: what was asked.
  ///   - topClasses: the slugs of the most probable classes, for what can be caught; the first three count.
  /// - Returns: the answer, or nil.
  public static func reply(to question: String, topClasses: [String]) -> String? {
    let topics = topics(of: Words(question))
    guard !topics.isEmpty else { return nil }
    return topics.map { text($0, topClasses) }.joined(separator: " ")
  }

  static func topics(of question: Words) -> [Topic] {
    Topic.allCases.filter { topic in phrases(topic).contains { $0.occurs(in: question) } }
  }

  /// Every text that a reply can hold.
  static var allTexts: [String] {
    Topic.allCases.map { text($0, []) } + Array(ContagionFacts.facts.values) + [ContagionFacts.caution, unknownHealth]
  }

  private static func text(_ topic: Topic, _ topClasses: [String]) -> String {
    switch topic {
    case .dosage:
      "This program names no amount of any medicine, for nobody and above all not for a child."
        + " Ask a clinician or pharmacist, who know age, weight, other illnesses and other medicines."
    case .stopping:
      "Do not stop or change a prescribed medicine before asking the clinician who prescribed it."
        + " If lips, face or throat swell, or skin blisters or peels, go to emergency care now and take the medicine's"
        + " packet along."
    case .pregnancy:
      "In pregnancy or while breastfeeding, ask a clinician or pharmacist before using any medicine."
        + " Tell them also about creams, herbs and what you used so far."
    case .contagion:
      (topClasses.prefix(3).compactMap { ContagionFacts.fact($0) } + [ContagionFacts.caution])
        .reduce(into: topClasses.isEmpty ? [ContagionFacts.unknown] : []) { $0.append($1) }.joined(separator: " ")
    case .cancer:
      "A picture cannot rule out skin cancer, and no probability here is a promise."
        + " Have a clinician examine a spot within two weeks if it is new, changes, bleeds, itches, does not heal, is"
        + " wider than 6 mm or looks unlike your others."
        + " Examination, with a biopsy if needed, is the only way to know."
    }
  }

  private static func phrases(_ topic: Topic) -> [Phrase] {
    switch topic {
    case .dosage:
      [
        "how much|many|often|frequently * take|give|use|apply|swallow|inject|need|should|can|do|@",
        "dose|doses|dosage|dosing|overdose",
        "mg|ml|milligram~|millilit~|mcg|iu", "how|what many|amount|quantity|strength * @|take|give",
        "how many|much * @",
        "# tablet~|pill~|capsule~|drops|teaspoon~|spoon~", "what amount|quantity|strength", "maximum|safe amount",
        "dosis|dosierung|posologie|wie viel~|wieviel|cuanto|cuantos|combien",
      ]
    case .stopping:
      [
        "stop|stopping|quit|discontinue|skip|cease|halt * taking|medicine~|medication~|tablet~|pill~|drug~|treatment|@",
        "come|coming|get off * medicine~|medication~|steroid~|@", "without|instead * medicine~|medication~|tablets|@",
        "absetzen",
      ]
    case .pregnancy:
      [
        "pregnan~|breastfeed~|lactat~|schwanger~|embaraza~|enceinte|stillen|unborn|fetus|foetus",
        "breast feed~|feeding", "expecting a|my",
      ]
    case .contagion:
      [
        "contag~|infectious|transmissible|transmit~|communicable|ansteck~|catching",
        "catch|get|got|give * from|it|this|to * me|others|someone|anyone|somebody|family|child~|partner|people",
        "spread|pass|give|infect * others|someone|anyone|family|child~|kid~|partner|people|wife|husband|baby|household|around",
        "pass it|this on", "safe to touch|share|kiss|hug", "share * towel~|bed|clothes",
        "go|going|attend * school|kindergarten|daycare|work|swimming|pool|gym",
      ]
    case .cancer:
      [
        "cancer~|melanoma|malign~|carcinoma|tumor|tumour|krebs|metasta~",
        "should|must|need * worry|worried|concerned|afraid|scared|panic",
        "worry|worried|worrying|worrisome|concerning|sorgen|preocup~",
        "harmless|dangerous|benign|serious|harmful|deadly|fatal|gefahrlich|harmlos|peligroso|grave|innocent|suspicious",
        "is|are|my * mole|nevus|naevus|spot|lump|freckle|birthmark * ok|okay|fine|normal|safe|bad|healthy|change~",
        "mole|nevus|naevus|lump|freckle|birthmark|muttermal|lunar",
        "need|have|should|must * see|visit|consult|go|biopsy * doctor~|dermatolog~|clinician|hospital|specialist|emergency|biopsy",
        "can|may|could|should i|we|it wait|ignore",
        "is it|this|that|everything|he|she ok|okay|fine|normal|safe|bad|urgent|healthy|alright",
        "am i ok|okay|fine|safe|healthy|dying", "going to die", "life threatening", "urgent|emergency",
      ]
    }
  }
}
