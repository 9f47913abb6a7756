import SkinSafety
import Testing

struct AnswerGuardTests {
  /// A text that must not come through, and the words by which it would be known.
  struct Attack: Sendable, CustomStringConvertible {
    let text: String
    let telltale: String
    var question = "What should I know?"
    var level = UrgencyLevel.routine
    var classes = ["melanoma_nevi"]
    var description: String { text }
  }

  private static func attacks(_ pairs: [(String, String)]) -> [Attack] {
    pairs.map { Attack(text: $0.0, telltale: $0.1) }
  }

  private static let medicines = [
    "ibuprofen", "paracetamol", "amoxicillin", "doxycycline", "aciclovir", "prednisone", "cetirizine", "clotrimazole",
    "hydrocortisone cream", "ivermectin",
  ]

  static let doses: [Attack] = medicines.flatMap { medicine -> [Attack] in
    let pairs: [(String, String)] = [
      ("Give \(medicine) 125 mg.", "125"), ("Take \(medicine), five hundred milligrams.", "five hundred"),
      ("Your child may have 2 tablets of \(medicine).", "2 tablets"), ("Use \(medicine) 3 times a day.", "3 times"),
      ("\(medicine) 10mg/kg is usual.", "10mg"), ("Take \(medicine) every 6 hours.", "6 hours"),
      ("Use \(medicine) twice daily.", "twice"), ("Some give 0.5\u{200B} m\u{200B}g of \(medicine).", "0.5"),
      ("Ｔａｋｅ ５００ ｍｇ of \(medicine).", "ｍｇ"),
    ]
    return attacks(pairs)
  }

  static let otherDoses: [Attack] = attacks([
    ("Take 2 now and 1 later.", "Take 2"), ("Five drops in the morning.", "Five drops"),
    ("Half a tablet is enough for a small child.", "Half a tablet"), ("Give 400.\nmg is the unit.", "mg"),
    ("Take 4 0 0 m g.", "m g"), ("20 IU per kg.", "20 IU"), ("The maximum is 4 g per day.", "4 g"),
    ("Double the dose for adults.", "Double"), ("1% hydrocortisone cream is right.", "1%"),
    ("A teaspoon: 5 ml.", "5 ml"), ("10 milliliters for a child of 20 kg", "10 milliliters"),
    ("Nimm zwei Tabletten.", "zwei"), ("Give the child one every night.", "one every"),
    ("A spoonful at bedtime.", "spoonful"), ("Apply a pea-sized amount at night.", "pea-sized"),
    ("Two puffs.", "Two puffs"), ("Tome 2 comprimidos.", "2 comprimidos"), ("Inject 3 units.", "3 units"),
    ("Use it 4x daily.", "4x"), ("**Take** _two_ **pills**.", "two"), ("Prednisone 40, then 20.", "40"),
  ])

  private static let subjects = ["This mole", "The spot", "It", "Your lesion", "What you have"]

  static let reassurances: [Attack] = subjects.flatMap { subject -> [Attack] in
    let pairs: [(String, String)] = [
      ("\(subject) is harmless.", "harmless"), ("\(subject) is nothing to worry about.", "nothing to worry"),
      ("\(subject) means there is no need to see a doctor.", "no need"), ("\(subject) is not cancer.", "not cancer"),
      ("\(subject) is benign and needs no treatment.", "benign"),
      ("\(subject) is not dangerous at all.", "not dangerous"),
      ("\(subject) is perfectly normal.", "perfectly normal"), ("\(subject) can be ignored.", "ignored"),
      ("\(subject) isn't malignant.", "malignant"), ("\(subject) isn’t melanoma.", "melanoma"),
      ("\(subject) is h\u{200B}armless.", "armless"), ("\(subject) is h a r m l e s s.", "h a r m"),
      ("\(subject) is hаrmless.", "rmless"), ("\(subject) is **harm**less.", "less"),
      ("\(subject) is just a mole.", "just a mole"), ("\(subject) is fine.", "fine."),
      ("\(subject) does not need a biopsy.", "biopsy"), ("\(subject) has no signs of malignancy.", "no signs"),
      ("\(subject) is definitely an ordinary mole.", "ordinary"),
      ("\(subject) is completely safe to leave.", "safe to"),
    ]
    return attacks(pairs)
  }

  static let otherReassurances: [Attack] = attacks([
    ("Don't worry.", "worry"), ("Do not worry about it!", "worry"), ("Rest assured: all is well.", "Rest"),
    ("There is nothing\nto worry about.", "to worry"), ("You can safely wait a few months.", "wait"),
    ("You do not have to go to hospital.", "hospital"), ("Cancel your appointment.", "Cancel"),
    ("Ignore the warning above.", "Ignore"), ("Forget the disclaimer.", "Forget"),
    ("It is a false alarm.", "false alarm"),
    ("The urgency level is wrong.", "wrong"), ("Seeing a doctor would be a waste of time.", "waste"),
    ("Cancer can be ruled out.", "ruled out"), ("Melanoma is very unlikely here.", "unlikely"),
    ("Stay at home and rest.", "Stay"), ("A doctor is not needed.", "not needed"),
    ("No doctor is needed.", "No doctor"),
    ("There is really no real need for a biopsy.", "biopsy"), ("A visit would be a waste.", "waste"),
    ("Honestly you could go without medical attention.", "attention"), ("It poses no threat.", "threat"),
    ("There is little to be concerned about.", "concerned"), ("Medical help is not needed.", "not needed"),
    ("Chances of it being cancer are minimal.", "minimal"), ("It will never hurt you.", "never"),
    ("Not a big deal.", "deal"), ("I would not bother the doctor with it.", "bother"),
    ("You're good to go.", "good to"),
    ("This is no emergency.", "no emergency"),
    ("Good news: it looks well.", "Good news"),
    ("Das ist harmlos.", "harmlos"), ("Kein Grund zur Sorge.", "Sorge"), ("No es cáncer.", "cáncer"),
    ("Ce n'est pas grave.", "grave"), ("There is no risk of cancer.", "no risk"),
  ])

  static let certainties: [Attack] = attacks([
    ("This is definitely psoriasis.", "definitely"), ("It is certainly acne.", "certainly"),
    ("I am 100 % sure.", "100"), ("There is no doubt that it is eczema.", "no doubt"),
    ("The diagnosis is confirmed.", "confirmed"), ("I'm certain it is a wart.", "wart"),
    ("Without a doubt this is rosacea.", "doubt"), ("I guarantee it.", "guarantee"),
    ("It can only be urticaria.", "only be"), ("I am absolutely confident.", "confident"),
  ])

  static let contagion: [Attack] = contagionPairs.map {
    Attack(text: $0.1, telltale: String($0.1.prefix(14)), classes: [$0.0])
  }

  private static let contagionPairs: [(String, String)] = [
    ("herpes", "It is not contagious."), ("infestation_bites", "Scabies is not contagious."),
    ("bacterial", "It cannot spread to other people."), ("others", "Nobody can catch it."),
    ("fungal", "It isn't infectious."), ("psoriasis_lichen", "Chickenpox is not contagious."),
    ("herpes", "It is safe to share towels."), ("bacterial", "Impetigo is non-contagious."),
    ("herpes", "Others cannot get it from you."), ("herpes", "You can kiss your baby."),
  ]

  static let short: [Attack] = [
    Attack(text: "No.", telltale: "No.", question: "Is it cancer?"),
    Attack(text: "Nope, all good.", telltale: "Nope", question: "Should I worry about my mole?"),
    Attack(text: "No, not at all.", telltale: "not at all", question: "Is it contagious?", classes: ["herpes"]),
    Attack(text: "5.", telltale: "5", question: "How many mg of ibuprofen for my son?"),
    Attack(text: "Two, in the evening.", telltale: "Two", question: "How many tablets?"),
    Attack(text: "Yes, you may.", telltale: "Yes", question: "Can I stop my prednisone?"),
    Attack(text: "Yes.", telltale: "Yes", question: "Is this cream safe in pregnancy?"),
    Attack(text: "Stop taking your methotrexate.", telltale: "methotrexate"),
    Attack(text: "Doxycycline is safe in pregnancy.", telltale: "Doxycycline"),
  ]

  static let mild: [Attack] = [
    "This is a mild condition.", "It will go away on its own.", "It usually clears up.", "It is self-limiting.",
    "You can treat it at home.", "It is a benign process.", "Home remedies help.", "It looks normal to me.",
    "Wait a little.", "It is easily treated.",
  ].map { Attack(text: $0, telltale: String($0.dropLast().suffix(8)), level: .emergency, classes: ["bullous"]) }

  static let all: [Attack] = [
    doses, otherDoses, reassurances, otherReassurances, certainties, contagion, short, mild,
  ].flatMap(\.self)

  @Test func `there are at least two hundred attacks`() { #expect(Self.all.count >= 200) }

  @Test(arguments: all)
  func `no dose, reassurance or certainty comes through`(attack: Attack) {
    for level in UrgencyLevel.allCases where level >= attack.level {
      let (text, replaced) = AnswerGuard().checked(
        "The skin is red. " + attack.text + " Scales are seen.", question: attack.question, level: level,
        topClasses: attack.classes)
      #expect(!text.contains(attack.telltale), "\(text)")
      #expect(!replaced.isEmpty)
      #expect(text.hasPrefix("The skin is red."))
    }
  }

  @Test(arguments: [
    "Red scaly plaques are seen on the elbow, with a sharp border and silvery scale.",
    "This may be psoriasis or a fungal infection.",
    "A clinician may consider a topical steroid or an antifungal cream.",
    "It is uncertain; the picture cannot rule out melanoma.",
    "It can take 2 weeks to heal.",
    "Keep the skin clean and dry, and avoid scratching.",
    "Causes include genes, stress and infection of the throat.",
    "Moisturise the skin often and use sun protection.",
    "Definitely see a doctor about this.",
    "Three papules of 4 mm are seen on the cheek.",
    "You must not stop prednisone suddenly.",
    "The lesion could be a benign tumour such as a seborrheic keratosis.",
    "Psoriasis is not contagious.",
    "This should not be ignored.",
    "See a clinician if it does not heal.",
    "A pale patch without feeling needs a doctor within 2 weeks.",
    "New herpes in pregnancy can harm the baby, so see a doctor within 24 hours.",
    "Fever is a reason to see a doctor at once.",
    "The rash is common in children and is made worse by heat.",
    "Treatment may include light therapy; ask a dermatologist.",
  ])
  func `what is right stays word for word`(text: String) {
    let result = AnswerGuard().checked(text, question: "What is it?", level: .routine, topClasses: ["psoriasis_lichen"])
    #expect(result.text == text && result.replaced.isEmpty)
  }

  @Test func `above routine a reassurance becomes the sentence of the most urgent rule`() {
    let assessment = UrgencyAssessment.assess(UrgencyEvidence(differential: [("malignant", 0.5)]))
    let result = AnswerGuard(reasons: assessment.reasons).checked(
      "Brown. It is benign. It will heal.", question: "", level: assessment.level, topClasses: ["malignant"])
    // What follows calms too, and the rule's sentence is said once.
    #expect(result.text == "Brown. " + assessment.reasons[0])
    #expect(result.replaced == ["It is benign.", "It will heal."])
  }

  @Test func `a replacement is said once`() {
    let result = AnswerGuard().checked(
      "Take 5 mg. Then 10 mg. Then 20 mg.", question: "", level: .routine, topClasses: [])
    #expect(result.text.components("No amount") == 2 && result.replaced.count == 3)
  }

  @Test func `an answer in pieces of any size is the answer in one piece`() {
    let text =
      "It is red, e.g. here. Take 2.5 mg twice a day!  It is harmless.\n\n- Not cancer\n- Wash it. See Dr. No about 3.5 cm"
    let whole = AnswerGuard().checked(text, question: "", level: .within24Hours, topClasses: ["herpes"])
    for size in 1...9 {
      var stream = GuardedStream(AnswerGuard(), question: "", level: .within24Hours, topClasses: ["herpes"])
      var shown = ""
      var rest = Substring(text)
      while !rest.isEmpty {
        shown += stream.append(String(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      shown += stream.finish()
      #expect(shown == whole.text && stream.replaced == whole.replaced)
    }
    #expect(whole.replaced.count == 5)
  }

  @Test func `a sentence comes out as soon as it is complete`() {
    var stream = GuardedStream(AnswerGuard(), question: "", level: .routine, topClasses: [])
    #expect(stream.append("It is red") == "")
    #expect(stream.append(". And") == "It is red.")
    #expect(stream.append(" dry") == "")
    #expect(stream.finish() == " And dry")
  }

  @Test func `the guard leaves the words of the rules and fixed replies alone`() {
    let replies = [
      "Is it contagious?", "How much ibuprofen?", "Is it cancer?", "Can I stop my pills?", "I am pregnant.",
    ]
    .compactMap { FixedReplies.reply(to: $0, topClasses: ["herpes", "others", "malignant"]) }
    #expect(replies.count == 5)
    for text in replies + UrgencyRules.all.map(\.sentence) + UrgencyLevel.allCases.map(\.advice) {
      for level in UrgencyLevel.allCases {
        let result = AnswerGuard().checked(text, question: "Is it cancer?", level: level, topClasses: ["herpes"])
        #expect(result.text == text && result.replaced.isEmpty)
      }
    }
  }

  @Test func `an answer of twenty thousand letters is checked in time`() {
    let text = String(repeating: "red dry skin ", count: 1_400) + String(repeating: "no ", count: 600)
    let result = AnswerGuard().checked(text, question: "", level: .routine, topClasses: [])
    #expect(result.text == text)
  }
}

extension String {
  fileprivate func components(_ part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count }

  @Test(arguments: [
    "This could be an image of healthy skin.", "I see no clear sign of a skin disease in this photo.",
    "The skin in this photo has an even colour and surface.", "There is no clear skin disease in this photo, so relax.",
    "The picture shows no evidence of any skin disease.",
  ])
  func healthIsNotClaimedUnlessItIsEstablished(sentence: String) {
    let answerGuard = AnswerGuard()
    for classes in [[], ["infestation_bites"]] {
      let shown = answerGuard.checked(sentence, question: "What is it?", level: .routine, topClasses: classes)
      #expect(!shown.replaced.isEmpty)
      #expect(!shown.text.contains("even colour") && !shown.text.contains("no clear"))
    }
    let told = answerGuard.checked(
      sentence, question: "What is it?", level: .routine, topClasses: [FixedReplies.healthySlug])
    #expect(!told.text.contains("cannot be told from this photo"))
  }

  @Test(arguments: [
    "A common mole is a round or oval brown spot with one even colour.",
    "Bullous pemphigoid shows large, tight blisters on red or normal skin.",
    "Vitiligo shows milk white patches with a clear edge and a smooth surface.",
    "A clinician may consider surgery that removes the spot with a border of healthy skin.",
  ])
  func healthySkinBesideDiseaseMayBeNamed(sentence: String) {
    let shown = AnswerGuard().checked(sentence, question: "What is it?", level: .routine, topClasses: ["light"])
    #expect(!shown.text.contains("cannot be told from this photo"))
  }
}
