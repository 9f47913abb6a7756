/// Answers to questions other than the four prompts.
package enum FollowUps {
  /// The most subjects that one answer covers; more would bury what was asked.
  private static let answeredCount = 2
  /// The most signs of danger that one answer names.
  private static let signCount = 2
  /// The most classes that one answer mentions.
  private static let classCount = 3
  /// The most words of a question that a single telling word may decide.
  private static let shortQuestion = 9

  /// What needs care today or at once.
  static let alarms = emergencies + sameDay

  /// The intents about danger, which no review removes.
  static let dangerIntents = alarms + soon

  /// All other intents, narrow ones first.
  static let subjects = narrow + medicines + people + cancerAndCourse + care + life + howSerious + courtesy

  /// All intents, those about danger first.
  package static let intents = dangerIntents + subjects

  /// Said if a question fits no intent.
  package static let declined = FollowUpSentence(
    id: "followup/declined/general",
    text: "I cannot answer that from a photo: ask the clinician. Tell them how long it has been there, how it began and"
      + " changed, whether it itches or hurts, who else has it, and which medicines and creams were used. If it spreads fast, hurts"
      + " much, bleeds, turns black, is near an eye, or comes with fever or feeling very ill, have it seen today.")

  /// Said after a question was declined: what it may have been about.
  static let emergency = FollowUpSentence(
    id: "followup/emergency/general",
    text:
      "Call an ambulance if breathing is hard, lips, tongue or face swell, or the person cannot be woken or is confused."
      + " After a new medicine, in a newborn, in pregnancy or with a weak immune system, ask a clinician today.")

  /// Said after an answer to a question that names something that may be grave.
  static let safetyNet = FollowUpSentence(
    id: "followup/safety-net/general",
    text:
      "If it spreads fast, hurts much, bleeds, turns black, is near an eye, or comes with fever or feeling very ill, have"
      + " it seen today.")

  /// Said if only approved sentences may be said and none of them answers.
  static let noneApproved = FollowUpSentence(
    id: "followup/none-approved/general",
    text: "No sentence that a reviewer approved answers this: ask the clinician.")

  /// Subjects whose general sentence warns and says nothing that calms, so that it may follow a sign of danger.
  private static let firm: Set<String> = [
    "dose", "stopping", "others-medicine", "antibiotic", "removal", "isotretinoin", "counter-medicine", "contagion",
  ]

  /// The intents that match a question: signs of danger first.
  package static func asked(_ question: String) -> [FollowUpIntent] {
    let words = Words(question).corrected
    let signs = dangerIntents.filter { $0.isAsked(words) }
    let found = subjects.filter { $0.isAsked(words) }
    let left = found.reduce(into: Set<String>()) { $0.formUnion(widerThan[$1.id] ?? []) }
    let precise = signs + found.filter { !left.contains($0.id) }
    guard precise.isEmpty, words.tokens.count <= shortQuestion, !isAboutDisease(question) else { return precise }
    return subjects.filter { $0.isHinted(words) }
  }

  /// The answer to a question by its intents; nil if it fits none.
  ///
  /// A sign of danger is answered first, and nothing that calms comes after it.
  ///
  /// - Parameter topClasses: the slugs of the likely classes, most probable first.
  package static func answer(to question: String, topClasses: [String]) -> [FollowUpSentence]? {
    let found = asked(question)
    guard !found.isEmpty else { return nil }
    func among(_ list: [FollowUpIntent]) -> [FollowUpIntent] {
      found.filter { intent in list.contains { $0.id == intent.id } }
    }
    let urgent = among(alarms).prefix(signCount)
    let early = among(soon).prefix(urgent.isEmpty ? signCount : 1)
    let subjects = found.filter { intent in !dangerIntents.contains { $0.id == intent.id } }
    guard urgent.isEmpty, early.isEmpty else {
      let next = urgent.isEmpty || early.isEmpty ? subjects.first { firm.contains($0.id) } : nil
      return (Array(urgent) + Array(early) + [next].compactMap(\.self)).flatMap { sentences($0, []) }
    }
    let answer = subjects.prefix(answeredCount).flatMap { sentences($0, topClasses) }
    return mayBeGrave(Words(question).corrected) && !answer.contains { Self.namesDanger($0) }
      ? answer + [safetyNet] : answer
  }

  /// Whether a question is about the description, the cause, the treatment or the list of likely diseases.
  package static func isAboutDisease(_ question: String) -> Bool {
    let words = Words(question).corrected
    let plain = otherQuestions.reduce(words) { $0.without($1) }
    return diseaseQuestions.contains { $0.occurs(in: plain) }
      || words.tokens.count <= 3 && briefQuestions.contains { $0.occurs(in: plain) }
  }

  /// Whether a question names something that may be grave, although it describes no sign.
  static func mayBeGrave(_ question: Words) -> Bool { hints.contains { $0.occurs(in: question) } }

  private static func namesDanger(_ sentence: FollowUpSentence) -> Bool {
    ["how-serious", "thanks", "no-clinic", "spreading"].contains { sentence.id == "followup/\($0)/general" }
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
    var all = [declined, emergency, safetyNet, noneApproved]
    for intent in intents {
      all += sentences(intent, [])
      for slug in intent.byClass.keys.sorted() { all += sentences(intent, [slug]).dropLast() }
    }
    return all
  }

  private static let hints: [SignPattern] = [
    "blister~|pus|pustul~|swell~|swollen|bleed~|bled|blood|black|purple|pain~|hurts|sick|vomit~|throbb~|burning",
    "newborn~|pregnan~|diabet~|immun~|spread~|worse|weak|faint|breath~|tired|peel~|infected|open_sore|hot",
  ]

  private static let briefQuestions: [Phrase] = [
    "why|whats|what|cause|treatment|diagnosis|symptoms|causes|name", "treat|explain|describe",
  ]

  /// Phrases that only look like questions about the disease.
  private static let otherQuestions: [Phrase] = [
    "what is your|the_time|the_date|the_price|my_name|the_weather|the_point", "what|how about", "tell me a|your",
    "what are you", "what|whats|is # # ",
    "what time|day|if", "whats the weather|time|price|score",
    "what should|can|do i|we eat|wear|drink|say|tell|bring|buy",
    "how do i|you|we pay|book|sue|know", "why are_you|cant_you|wont_you|did_you|should_i",
  ]

  private static let diseaseQuestions: [Phrase] = [
    "what|whats|wat|wats is|was|s|are|could|can|might|may|would|do|does * this|it|that|these|those|wrong|rash|spots|bump~|thing|condition|disease~|patch~|lump|mark|problem|have|having|looking|name|called|difference",
    "whats|wats * this|that|it|wrong|these|going|happening|causing|the_rash|on",
    "what|which kind|type|sort|colou~|features|signs|symptoms|disease~|condition|treatment|medicine|helps|cause~|causing|illness|infection|skin",
    "which disease~|condition|colou~|features|signs|symptoms|other",
    "what|something|anything else", "what * wrong|going on|happening|called|be_done", "what * helps|help",
    "describe|explain", "detail|details|detailed|features", "photo|picture|image * shows|show|see",
    "you see|saw|notice|think",
    "can|do you tell|know * it|this", "name of|for|the it|this|disease|condition", "this|it called",
    "why do|did|does|is|are|has|have|am|would|me|now|my|only",
    "cause|causes|caused|causing|reason|origin", "treat|treats|treated|treatment~|treating|therap~|rid_of", "diagnos~",
    "differential", "look|looks|looking like|similar|different", "difference between|from", "similar to",
    "dark|black|brown|darker|asian|pale|white skin", "skin colour|color|tone",
    "how did|do|does i|we|he|she|you|this|it|one|people * get|got|catch|start|begin|happen|treat|come|cure|heal|look",
    "what should|can|do|must|to|shall|could i|we|she|he|do * do|use|try|put|give|take", "what to do", "what now",
    "look after|care for it|this|him|her|them", "medication * recommended|recommend|help|for",
    "could|can|might|is|was|may|are it|this|that|these|they * be|eczema|psoriasis|acne|rosacea|ringworm|fungus|fungal|scabies|impetigo|herpes|hives|lichen|vitiligo|lupus|wart|warts|molluscum|measles|chickenpox|infection|infected|bites|bedbugs|bedbug|bug|spider|mosquitoes|boil|cyst",
    "how sure|certain|heal", "where * come|comes from", "more about|information|info", "how * heal|treated",
    "was ist|kann|sind", "que es", "quest ce", "warum",
  ]
}
