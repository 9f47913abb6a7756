import SkinConfiguration

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
  package static let dangerIntents = alarms + soon

  /// All other intents, narrow ones first.
  static let subjects = narrow + medicines + treatment + people + cancerAndCourse + care + life + howSerious + courtesy

  /// All intents, those about danger first.
  package static let intents = dangerIntents + subjects

  /// Said if a question fits no intent.
  package static let declined = FollowUpSentence(
    id: "followup/declined/general",
    text: "I cannot answer that from a photo: ask the clinician. Tell them how long it has been there, how it began and"
      + " changed, whether it itches or hurts, who else has it, and which medicines and creams were used.")

  /// What needs an ambulance, beside an answer that knows of no such sign.
  static let emergency = FollowUpSentence(
    id: "followup/emergency/general",
    text:
      "Call an ambulance now if breathing is hard or hurts, swallowing is hard, the face or tongue swells, somebody"
      + " faints, is confused, cannot be woken, shivers and cannot stop or feels very ill, a face or limb droops or goes weak, cold"
      + " or blue, bleeding does not stop, skin blisters or peels widely, dies or turns black, a swelling spreads fast and"
      + " hurts more than it looks, or new spots that do not fade under a pressed glass come with fever; if you think of"
      + " harming yourself, call your emergency number and speak to somebody today.")

  /// What needs care the same day.
  static let safetyNet = FollowUpSentence(
    id: "followup/safety-net/general",
    text:
      "Have it seen today if it spreads, hurts much, blisters, peels after something that was put on it, is hot, or has"
      + " pus or a bad smell; with fever, vomiting, belly pain or bleeding gums; with new spots that do not fade under a"
      + " pressed glass, a sore eye or worse sight, sores in the mouth or on the genitals, one swollen and sore leg, a puffy"
      + " face or swollen ankles, dark or frothy urine, yellow skin or eyes, or sudden new sores on eczema; in a newborn, in"
      + " pregnancy, or with a weak immune system, also after contact with chickenpox or measles.")

  /// What needs an examination soon.
  static let twoWeeks = FollowUpSentence(
    id: "followup/two-weeks/general",
    text:
      "Have a spot, lump or sore that is new, looks unlike the others, grows, changes, bleeds or does not heal, also on a"
      + " sole, nail or lip or in an old scar, and a patch without feeling examined within two weeks, and so too if you lose"
      + " weight without wanting to, sweat at night, or your heart often races.")

  /// What stands behind every answer that names no sign of danger.
  package static let net = [emergency, safetyNet, twoWeeks]

  /// The same in one sentence, where a small model is sure that the question hides no danger: who reads less reads more
  /// of it.
  package static let briefNet = FollowUpSentence(
    id: "followup/brief-net/general",
    text:
      "Call an ambulance if breathing is hard, the face swells, or somebody is faint, confused or hard to wake; have it"
      + " seen today if it spreads fast, hurts more than it looks, blisters, turns black, is near an eye, or comes with"
      + " fever; and within two weeks if a spot or sore is new, looks unlike the others, changes, bleeds or does not heal."
  )

  /// What stands behind an answer that names no sign of danger.
  package static func net(_ reading: QuestionReading?) -> [FollowUpSentence] {
    reading?.isHarmless == true ? [briefNet] : net
  }

  /// Whether a sentence belongs to what stands behind every answer, whatever a reviewer approved.
  package static func isNet(_ sentence: FollowUpSentence) -> Bool { sentence == briefNet || net.contains(sentence) }

  /// Subjects that are not about the skin, and need no net.
  private static let netless: Set<String> = ["thanks", "privacy", "language"]

  /// Said before what calls for care today, if a question may speak of danger and is not understood.
  static let warning = FollowUpSentence(
    id: "followup/warning/general",
    text: "Something in your question may need care today, and I cannot judge it.")

  /// The answer to a question that nothing answers: honest, and with what calls for care.
  static func decline(_ question: String, _ reading: QuestionReading?) -> [FollowUpSentence] {
    guard let reading, !isRefuted(question, reading) else { return [declined] + net }
    guard reading.warns || isHintedAlone(question, reading) else { return [declined] + net(reading) }
    let kind = reading.likelyDanger(Words(question).corrected).map { sentences($0, []) } ?? []
    return [warning] + kind + [safetyNet, emergency, declined, twoWeeks]
  }

  /// Said if only approved sentences may be said and none of them answers.
  static let noneApproved = FollowUpSentence(
    id: "followup/none-approved/general",
    text: "No sentence that a reviewer approved answers this: ask the clinician.")

  /// The intents of a question by its phrases and by what a small model reads in it, signs of danger first.
  ///
  /// Danger counts if the model finds it, or if a phrase does and the model doubts; where the model is sure of its kind,
  /// a phrase of another kind counts no more. Everything else counts if the model is sure, or if both find it:
  /// ``IntentCertainty`` has the rule of each intent.
  static func asked(_ question: String, _ reading: QuestionReading) -> [FollowUpIntent] {
    let words = Words(question).corrected
    guard !isRefuted(question, reading), !isHintedAlone(question, reading) else { return [] }
    let bounds = reading.bounds
    var signs = dangerIntents.filter {
      IntentCertainty.answersInDoubt($0, words) && !reading.knowsAnother(than: $0, words)
    }
    if let read = reading.sureDanger(words), !signs.contains(where: { $0.id == read.id }) {
      signs.append(read)
      signs.sort { first, second in place(first) < place(second) }
    }
    let known = subjects.filter { $0.isAsked(words) || $0.isHinted(words) }
    guard !signs.isEmpty || reading.probability(of: dangerIntents) < bounds.doubt else {
      return subjects.filter { IntentCertainty.answersInDoubt($0, words) }
    }
    let read = sure(reading).map { [$0] } ?? []
    let supported = known.filter { intent in
      reading.probability(of: [intent]) >= bounds.support && !read.contains { $0.id == intent.id }
    }
    let alone = subjects.filter { IntentCertainty.answersAlone($0, words) }
    return signs + read + supported + alone.filter { intent in !(read + supported).contains { $0.id == intent.id } }
  }

  /// Whether phrases find danger where the model is sure that there is none: then nobody knows enough to answer.
  private static func isRefuted(_ question: String, _ reading: QuestionReading) -> Bool {
    guard reading.refutesDanger else { return false }
    let words = Words(question).corrected
    return dangerIntents.contains { $0.isAsked(words) }
  }

  /// Whether a phrase finds danger where the model sees next to none: its kind is not named, but care today is.
  private static func isHintedAlone(_ question: String, _ reading: QuestionReading) -> Bool {
    guard !reading.refutesDanger, reading.probability(of: dangerIntents) < reading.bounds.doubt else { return false }
    let words = Words(question).corrected
    return dangerIntents.contains { $0.isAsked(words) }
  }

  /// The subject of which the model is sure; of several warnings of which none is sure, the likeliest.
  private static func sure(_ reading: QuestionReading) -> FollowUpIntent? {
    if let best = reading.best(of: subjects), reading.probability(of: [best]) >= reading.bounds.subject { return best }
    let warnings = subjects.filter { IntentCertainty.of($0).reading == .anyWarning }
    return reading.probability(of: warnings) >= reading.bounds.subject ? reading.best(of: warnings) : nil
  }

  private static func place(_ intent: FollowUpIntent) -> Int {
    dangerIntents.firstIndex { $0.id == intent.id } ?? dangerIntents.count
  }

  /// The intents that match a question, signs of danger first; none if they leave too much of it unexplained.
  package static func asked(_ question: String) -> [FollowUpIntent] {
    let words = Words(question).corrected
    let signs = dangerIntents.filter { $0.isAsked(words) }
    let found = subjects.filter { $0.isAsked(words) }
    let left = found.reduce(into: Set<String>()) { $0.formUnion(widerThan[$1.id] ?? []) }
    let precise = found.filter { !left.contains($0.id) }
    if !signs.isEmpty { return signs + precise }
    guard precise.isEmpty, words.tokens.count <= shortQuestion, !isAboutDisease(question) else {
      return QuestionCoverage.explains(precise.flatMap(\.telling), words)
        ? precise : precise.filter { IntentCertainty.answersInDoubt($0, words) }
    }
    let hinted = subjects.filter { $0.isHinted(words) }
    return QuestionCoverage.explains(hinted.flatMap(\.telling), words) ? hinted : []
  }

  /// The answer to a question by its intents; nil if it fits none.
  ///
  /// A sign of danger is answered first, and nothing that calms comes after it. The whole net stands behind it: of 150
  /// answers, five were harmful because the sign that was found was not the one that was meant.
  ///
  /// - Parameters:
  ///   - topClasses: the slugs of the likely classes, most probable first.
  ///   - reading: what a small model reads in the question; nil for the phrases alone.
  package static func answer(
    to question: String, topClasses: [String], reading: QuestionReading? = nil
  ) -> [FollowUpSentence]? {
    let found = reading.map { asked(question, $0) } ?? asked(question)
    guard !found.isEmpty else { return nil }
    func among(_ list: [FollowUpIntent]) -> [FollowUpIntent] {
      found.filter { intent in list.contains { $0.id == intent.id } }
    }
    let danger = among(alarms)
    // Who took too much must not read "do not stop".
    let urgent = danger.first?.id == "poison" ? danger.prefix(1) : danger.prefix(signCount)
    let early = urgent.isEmpty ? among(soon).prefix(signCount) : []
    let subjects = found.filter { intent in !dangerIntents.contains { $0.id == intent.id } }
    let warned = subjects.filter {
      let follows = IntentCertainty.of($0).follows
      return follows == .any || follows == .soon && urgent.isEmpty
    }.prefix(1).flatMap { sentences($0, []) }
    if !urgent.isEmpty {
      // A sign may be another than the one that was found, and may be any.
      return urgent.flatMap { sentences($0, []) } + warned + net
    }
    if !early.isEmpty { return [safetyNet] + early.flatMap { sentences($0, []) } + warned + [emergency] }
    let isNetless = subjects.allSatisfy { netless.contains($0.id) }
    return subjects.prefix(answeredCount).flatMap { sentences($0, topClasses) } + (isNetless ? [] : net(reading))
  }

  /// Whether a question is about the description, the cause, the treatment or the list of likely diseases.
  ///
  /// - Parameter reading: what a small model reads in the question; nil for the phrases alone.
  package static func isAboutDisease(_ question: String, reading: QuestionReading?) -> Bool {
    guard let reading else { return isAboutDisease(question) }
    guard reading.probability(of: dangerIntents) < reading.bounds.doubt, !isRefuted(question, reading),
      !isHintedAlone(question, reading)
    else { return false }
    let needed = isAboutDisease(question) ? reading.bounds.support : reading.bounds.subject
    return reading.ownProbability >= needed
  }

  /// Whether phrases say that a question is about the description, the cause, the treatment or the likely diseases.
  package static func isAboutDisease(_ question: String) -> Bool {
    let words = Words(question).corrected
    let plain = otherQuestions.reduce(words) { $0.without($1) }
    let isAsked =
      diseaseQuestions.contains { $0.occurs(in: plain) }
      || words.tokens.count <= 3 && briefQuestions.contains { $0.occurs(in: plain) }
    return isAsked && QuestionCoverage.explains(diseaseQuestions + briefQuestions, words)
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
    var all = [declined, noneApproved] + net + [briefNet, warning]
    for intent in intents {
      all += sentences(intent, [])
      for slug in intent.byClass.keys.sorted() { all += sentences(intent, [slug]).dropLast() }
    }
    return all
  }

  private static let briefQuestions: [Phrase] = [
    "why|whats|what|cause|treatment|diagnosis|symptoms|causes|name", "treat|explain|describe",
  ]

  /// Phrases that only look like questions about the disease.
  private static let otherQuestions: [Phrase] = [
    "whats your name|names|number|age|job", "what is your|the_time|the_date|the_price|my_name|the_weather|the_point",
    "what|how about", "tell me a|your",
    "what are you", "what|whats|is # # ",
    "what time|day|if", "whats the weather|time|price|score",
    "what will|would * look like", "what should|can|do i|we eat|wear|drink|say|tell|bring|buy",
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
