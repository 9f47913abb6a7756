import Testing

import SkinConfiguration
@testable import SkinSafety

/// What follows from a reading of a question, beside the phrases.
@Suite struct QuestionReadingTests {
  private static let bounds = QuestionBounds(danger: 0.8, warning: 0.3, doubt: 0.15, subject: 0.6, support: 0.1)

  private static func reading(_ probabilities: [String: Float]) -> QuestionReading {
    QuestionReading(probabilities, bounds: bounds)
  }

  private static func answered(_ question: String, _ probabilities: [String: Float]) -> [String] {
    (FollowUps.answer(to: question, topClasses: [], reading: reading(probabilities)) ?? [])
      .filter { !FollowUps.isNet($0) }.map { String($0.id.split(separator: "/")[1]) }
  }

  @Test func `danger that no phrase knows is answered first`() {
    let words = "he is not at all like he was before lunch"
    #expect(FollowUps.asked(words).isEmpty)
    #expect(Self.answered(words, ["danger-sign": 0.85, "itch": 0.15]).first == "danger-sign")
    // Two kinds of danger of which neither is sure count together.
    #expect(Self.answered(words, ["fever": 0.45, "limb": 0.4, "itch": 0.15]).first == "fever")
  }

  @Test func `danger that a phrase knows is answered if the reading doubts, else care today comes first`() {
    #expect(Self.answered("my tongue is swelling", ["food": 0.8, "fever": 0.2]).first == "breathing")
    #expect(Self.answered("i want to kill myself", ["feelings": 0.8, "fever": 0.2]).first == "self-harm")
    for words in ["my tongue is swelling", "i want to kill myself", "what is this swelling of my tongue"] {
      let reading = Self.reading(["disease-name": 0.97, "fever": 0.03])
      let reply = FixedReplies.answer(to: words, topClasses: [], declinesOthers: true, reading: reading)
      #expect(reply?.parts.prefix(3) == [FollowUps.warning, FollowUps.safetyNet, FollowUps.emergency], "\(words)")
      #expect(!FollowUps.isAboutDisease(words, reading: reading))
    }
  }

  @Test(arguments: [
    ("When should I see a doctor?", "how-serious"), ("How soon should this be seen?", "how-serious"),
    ("Do I need to go to hospital?", "how-serious"), ("what are the danger signs", "how-serious"),
    ("how good are you", "program"),
  ]) func `a plain question about haste or trust is answered although the reading knows none of it`(
    question: String, id: String
  ) {
    let unknown: [String: Float] = ["itch": 0.5, "food": 0.5]
    #expect(Self.answered(question, unknown) == [id])
    #expect(Self.answered(question + " because my little one has had this for five weeks now", unknown).isEmpty)
    // Where danger is possible, what calls for care today comes first.
    let reading = Self.reading(["fever": 0.3, "itch": 0.7])
    let reply = FixedReplies.answer(to: question, topClasses: [], declinesOthers: true, reading: reading)
    #expect(reply?.parts.prefix(3) == [FollowUps.warning, FollowUps.safetyNet, FollowUps.emergency])
  }

  @Test func `violence is spoken of only where it is sure itself`() {
    let words = "he steps on the urchin, the points still inside"
    for probability: Float in [0.55, 0.85, 0.94] {
      // Neither as the kind that is sure, nor as the likely one of a decline, nor against a phrase of another kind.
      let reading = Self.reading(["violence": probability, "wound": 0.99 - probability, "itch": 0.01])
      let reply = FixedReplies.answer(to: words, topClasses: [], declinesOthers: true, reading: reading)
      #expect(reply?.parts.prefix(3) == [FollowUps.warning, FollowUps.safetyNet, FollowUps.emergency])
      let tongue = Self.answered("my tongue is swelling", ["violence": probability, "wound": 0.99 - probability])
      #expect(tongue == ["breathing"])
    }
    #expect(Self.answered(words, ["violence": 0.97, "itch": 0.03]).first == "violence")
    // A word of what people do to each other is enough beside danger that is sure, and in a decline beside a likely kind.
    let touched = "someone touched my daughter and she has sores there"
    #expect(Self.answered(touched, ["violence": 0.81, "itch": 0.19]).first == "violence")
    #expect(Self.answered(touched, ["violence": 0.79, "wound": 0.2, "itch": 0.01]).first != "violence")
    for (question, kind) in [(touched, ["warning", "violence"]), (words, ["warning", "safety-net"])] {
      let likely = Self.reading(["violence": 0.65, "itch": 0.35])
      let reply = FixedReplies.answer(to: question, topClasses: [], declinesOthers: true, reading: likely)
      #expect(reply?.parts.prefix(2).map { String($0.id.split(separator: "/")[1]) } == kind)
    }
    // A phrase that knows it counts all the same.
    let told = "my husband beat me with a belt"
    #expect(Self.answered(told, ["violence": 0.55, "wound": 0.4, "itch": 0.05]).contains("violence"))
  }

  @Test func `every intent has one rule with its reason, and no list beside the table`() {
    let named = IntentCertainty.rows.flatMap(\.intents)
    #expect(Set(named).count == named.count && Set(named).isSubset(of: Set(FollowUps.intents.map(\.id))))
    for intent in FollowUps.intents {
      let row = IntentCertainty.of(intent)
      let isDanger = FollowUps.dangerIntents.contains { $0.id == intent.id }
      #expect(row.reason.split(separator: " ").count > 8, "\(intent.id)")
      // What calls for care is answered in doubt; else only what withholds a warning if it is not.
      #expect(isDanger ? row.answersInDoubt && row.phrases == .suffice : true, "\(intent.id)")
      #expect(!row.answersInDoubt || row.phrases == .suffice, "\(intent.id)")
      switch row.reading {
      case .anyDanger: #expect(isDanger && row.follows == .none, "\(intent.id)")
      // Never easier than danger itself.
      case .itself(let least): #expect(isDanger && least > Self.bounds.danger && least <= 1, "\(intent.id)")
      case .anyWarning: #expect(!isDanger && row.follows != .none, "\(intent.id)")
      case .subject: #expect(!isDanger && row.follows == .none, "\(intent.id)")
      }
    }
  }

  @Test(arguments: ["isotretinoin", "never-use", "tick"])
  func `a warning whose phrases mean nothing else stands also in doubt, and a plain question does not`(id: String) {
    let questions = [
      "isotretinoin": "can i get pregnant on accutane", "never-use": "can i pour kerosene on it",
      "tick": "found a tick in my armpit",
    ]
    let question = questions[id] ?? ""
    let unknown: [String: Float] = ["itch": 0.5, "food": 0.5]
    let doubt: [String: Float] = ["fever": 0.2, "itch": 0.4, "food": 0.4]
    #expect(Self.answered(question, unknown).contains(id))
    #expect(Self.answered(question, doubt) == [id])
    #expect(Self.answered("how soon should this be seen", doubt).isEmpty)
    #expect(Self.answered("is it contagious", doubt).isEmpty)
  }

  @Test func `of the warnings the likeliest is said if they are sure together, and behind a sign of danger`() {
    #expect(Self.answered("zzz", ["dose": 0.35, "antibiotic": 0.3, "itch": 0.35]) == ["dose"])
    #expect(Self.answered("zzz", ["itch": 0.35, "food": 0.3, "dose": 0.35]).isEmpty)
    let sign = "my tongue is swelling, can i take my friends antibiotic"
    #expect(Self.answered(sign, ["breathing": 0.5, "antibiotic": 0.5]) == ["breathing", "antibiotic"])
    let cut = "my tongue is swelling, can i cut the wart off myself"
    #expect(Self.answered(cut, ["breathing": 0.5, "removal": 0.5]) == ["breathing"])
  }

  @Test(arguments: [
    ("i was spraying cotton all day, shirt got wet, spit is running from my mouth", "poison"),
    ("diarrhoea since 3 days my small one, eyes going in", "danger-sign"),
    ("spider got my boy, today his pee is the colour of coca cola", "danger-sign"),
  ]) func `signs beside the skin are found by their phrases`(question: String, id: String) {
    #expect(FollowUps.asked(question).first?.id == id)
  }

  @Test func `a phrase of another kind of danger than the one that is sure does not lead`() {
    let words = "his face is swollen and his pee is like cola"
    #expect(FollowUps.asked(words).first?.id == "breathing")
    #expect(Self.answered(words, ["jaundice": 0.99, "breathing": 0.01]) == ["jaundice"])
    #expect(Self.answered(words, ["jaundice": 0.9, "breathing": 0.1]).first == "breathing")
  }

  @Test func `where danger is possible nothing that calms is said`() {
    #expect(Self.answered("which cream for itch", ["itch": 0.8, "fever": 0.2]).isEmpty)
    let reply = FixedReplies.answer(
      to: "which cream for itch", topClasses: ["dermatitis"], declinesOthers: true,
      reading: Self.reading(["itch": 0.8, "fever": 0.2]))
    #expect(reply?.parts.first == FollowUps.declined && reply?.parts.contains(FollowUps.safetyNet) == true)
    #expect(!FollowUps.isAboutDisease("what is it", reading: Self.reading(["disease-name": 0.8, "fever": 0.2])))
  }

  @Test func `where danger is likely what calls for care today comes before the decline`() {
    func parts(_ probabilities: [String: Float]) -> [String]? {
      FixedReplies.answer(
        to: "which cream for itch", topClasses: ["dermatitis"], declinesOthers: true,
        reading: Self.reading(probabilities))?
        .parts.map { String($0.id.split(separator: "/")[1]) }
    }
    #expect(parts(["itch": 0.6, "fever": 0.2, "eye": 0.2])?.prefix(3) == ["warning", "safety-net", "emergency"])
    #expect(parts(["itch": 0.55, "self-harm": 0.45])?.prefix(2) == ["warning", "safety-net"])
    #expect(parts(["itch": 0.35, "self-harm": 0.65])?.prefix(2) == ["warning", "self-harm"])
    #expect(parts(["itch": 0.6, "fever": 0.4])?.contains("declined") == true)
  }

  @Test func `a phrase of danger in a question without any is no alarm, and still no calm`() {
    let words = "my tongue is swelling with pride at these good results"
    let reply = FixedReplies.answer(
      to: words, topClasses: ["dermatitis"], declinesOthers: true,
      reading: Self.reading(["thanks": 0.995, "fever": 0.005]))
    #expect(FollowUps.asked(words).first?.id == "breathing")
    #expect(reply?.parts == [FollowUps.declined] + FollowUps.net)
    #expect(!FollowUps.isAboutDisease(words + ", what is it", reading: Self.reading(["disease-name": 1])))
  }

  @Test func `sores that come suddenly on eczema are seen today, and an overdose leaves no room for going on`() {
    for words in [
      "her eczema got lots of tiny round sores overnight like someone poked her",
      "eczema worse since last nite, punched holes, hes hot",
    ] { #expect(FollowUps.asked(words).first?.id == "eczema-sores", "\(words)") }
    let both = Self.answered("i take methotrexate every day", ["poison": 0.9, "weak-immunity": 0.1])
    #expect(both.first == "poison" && !both.contains("weak-immunity"))
  }

  @Test func `a subject counts if the reading is sure or the phrases agree`() {
    #expect(Self.answered("zzz", ["laundry": 0.7, "itch": 0.3]) == ["laundry"])
    #expect(Self.answered("zzz", ["laundry": 0.5, "itch": 0.5]).isEmpty)
    #expect(Self.answered("is it contagious", ["contagion": 0.2, "pets": 0.5, "other": 0.3]) == ["contagion"])
    #expect(Self.answered("is it contagious", ["contagion": 0.05, "other": 0.95]).isEmpty)
  }

  @Test func `the model answers what it is asked for, and an unsure reading is declined`() {
    #expect(FollowUps.isAboutDisease("zzz", reading: Self.reading(["disease-name": 0.4, "disease-look": 0.3])))
    #expect(!FollowUps.isAboutDisease("zzz", reading: Self.reading(["disease-name": 0.4, "other": 0.6])))
    #expect(FollowUps.isAboutDisease("what is it", reading: Self.reading(["disease-name": 0.2, "other": 0.8])))
    #expect(Self.reading(["disease-cause": 0.5, "disease-name": 0.3]).ownQuestion == "What causes it?")
    for question in ["What is it?", "Describe it.", "What causes it?", "How is it treated?"] {
      #expect(FollowUps.isAboutDisease(question), "\(question)")
    }
  }

  @Test(arguments: [
    "es contagioso", "¿puedo usar esta crema?", "mon bébé ne respire pas bien", "como trato isso", "hivi inaambukiza",
    "mi hijo tiene fiebre y manchas que no desaparecen", "क्या यह फैलता है", "هل هو معد", "was ist das", "?",
  ]) func `another language is not read`(question: String) { #expect(!QuestionReading.isReadable(question)) }

  @Test(arguments: ["Is it contagious?", "itchy bum", "can i put toothpaste on it", "my toddler swallowed the cream"])
  func `English is read`(question: String) { #expect(QuestionReading.isReadable(question)) }

  @Test func `numbers that are none answer nothing`() {
    #expect(Self.answered("zzz", ["laundry": .nan]).isEmpty)
    #expect(!FollowUps.isAboutDisease("zzz", reading: Self.reading(["disease-name": .nan])))
  }
}
