package import SkinWords

/// Turns a question typed in another language into English questions that the intents and subjects recognize.
///
/// The phrases were drafted by machine; no native clinician has read them yet.
package enum ForeignQuestion {
  /// The most intents taken from one question.
  private static let intentCount = 3
  /// The prefix of the identifiers of subjects that the model answers.
  private static let subjectPrefix = "about/"

  /// The question in English; nil if it matches no phrase of the language.
  ///
  /// Intents come before subjects, and those about danger come first, in the file's order.
  package static func english(_ question: String, _ phrases: QuestionPhrases) -> String? {
    let words = Words(question)
    let found = phrases.rows.filter { row in row.phrases.contains { occurs($0, in: words) } }.map(\.id)
    let intents = found.filter { !$0.hasPrefix(subjectPrefix) }.prefix(intentCount)
    let asked = intents.isEmpty ? found.prefix(1) : intents
    let english = asked.compactMap { questions[$0] }
    return english.isEmpty ? nil : english.joined(separator: " ")
  }

  /// Whether a phrase is found; one with a plus holds in any order.
  private static func occurs(_ phrase: String, in words: Words) -> Bool {
    phrase.contains("+") ? SignPattern(foreign: phrase).occurs(in: words) : Phrase(foreign: phrase).occurs(in: words)
  }

  /// A plain English question for each intent and subject.
  package static let questions: [String: String] = [
    "self-harm": "I want to die.", "breathing": "It is hard to breathe.", "danger-sign": "The person is confused.",
    "non-fading": "Purple spots stay when I press a glass on them.", "peeling": "The skin comes off.",
    "poison": "Somebody swallowed the cream.", "burn": "It is a scald.", "bite": "A snake bite.",
    "bleeding": "The bleeding does not stop.", "newborn": "The newborn has pus.",
    "breast-sores": "Blisters on the breast.", "pregnancy-danger": "Pregnant with blisters.",
    "weak-immunity": "A rash with chemotherapy.", "fever": "There is fever.", "new-medicine": "A rash after tablets.",
    "eye": "The eye is red.", "spreading-fast": "There is a red streak up the arm.",
    "limb": "The leg is swollen and hot.", "eczema-sores": "There are sudden sores on the eczema.",
    "shingles": "I think it is shingles.",
    "diabetic-foot": "A diabetic foot with a sore.", "jaundice": "The skin has turned yellow.",
    "wound": "The wound has pus.", "nerve": "The eyelid does not close after leprosy.", "violence": "Marks of a belt.",
    "changing-nail": "There is a dark line in the nail.",
    "numb-patch": "The patch is numb.", "from-inside": "I have lost weight.",
    "changing-spot": "The mole has changed.", "how-serious": "Is it serious?",
    "isotretinoin": "Isotretinoin and pregnancy?", "never-use": "What about black salve?",
    "bleach-bath": "What about a bleach bath?",
    "alcohol-medicine": "May I drink beer with the tablets?", "sick-note": "I need a sick note.",
    "privacy": "Is my photo stored?", "language": "Which languages?", "photo-help": "How do I take a better photo?",
    "doctor-said": "The doctor said something different.", "product-reaction": "The cream burns.",
    "lightening": "Does a cream lighten the skin?", "tick": "I found a tick.",
    "no-clinic": "There is no clinic near.", "thanks": "Thank you.", "dose": "What is the dose?",
    "stopping": "May I stop the medication?", "others-medicine": "May I use a friend's leftover pills?",
    "steroid": "Is a steroid needed?", "antibiotic": "Is an antibiotic needed?",
    "counter-medicine": "May I take ibuprofen?", "pregnancy": "What about pregnancy?", "baby": "What about a baby?",
    "side-effects": "What are the side effects?", "not-working": "It does not help.",
    "household": "Is the whole family treated?", "procedure": "Does the operation hurt?",
    "school": "What about school?", "contagion": "Is it contagious?", "sex": "What about sex?",
    "pets": "What about a dog?", "heredity": "Is it hereditary?", "cancer": "Is it cancer?",
    "how-long": "How long will it last?", "cure": "Is it curable?", "spreading": "Will it spread over the body?",
    "scars": "Will it leave scars?", "hair-regrowth": "Will the hair grow again?", "tests": "Is a biopsy needed?",
    "food": "What about food?", "alcohol-smoking": "What about alcohol?", "swimming-sport": "What about swimming?",
    "cosmetics": "What about makeup?", "laundry": "What about the bedding?", "stress": "What about stress?",
    "feelings": "I am ashamed.", "allergy": "Is it an allergy?", "vaccine": "What about a vaccine?",
    "which-doctor": "Which doctor?", "travel": "What about travel?", "program": "How accurate is this program?",
    "tattoo": "What about a tattoo?", "cost": "What is the cost?", "off-topic": "Tell me a joke.",
    "itch": "How to relieve the itch?",
    "washing": "What about soap?", "moisturizer": "What about a moisturizer?", "home-remedies": "What about vinegar?",
    "removal": "May I squeeze it?", "bandage": "What about a bandage?", "sun": "What about the sun?",
    "prevention": "How can it be prevented?", "about/name": "What is it?", "about/cause": "What is the cause?",
    "about/treatment": "What treatment helps?", "about/else": "What else could it be?",
    "about/sensation": "What does it feel like?", "about/care": "How do I look after it?",
  ]
}

extension Phrase {
  /// A phrase in another language, its words normalized like those of a question.
  init(foreign text: String) {
    self.init(stringLiteral: text.split(separator: " ").map { $0 == "*" ? "*" : $0.plain }.joined(separator: " "))
  }
}

extension SignPattern {
  /// A sign in another language, its words normalized like those of a question.
  init(foreign text: String) {
    self.init(
      text.split(separator: "+").map { $0.filter { $0 != " " }[...].plain }.joined(separator: " + "),
      deniesInEnglish: false)
  }
}

extension Substring {
  /// Alternatives of a phrase with plain letters.
  fileprivate var plain: String {
    split(separator: "|").map { word in
      let bare = word.split(separator: "_").map { Words($0.filter { $0 != "~" }).tokens.joined() }.joined(
        separator: "_")
      return (word.hasPrefix("~") ? "~" : "") + bare + (word.hasSuffix("~") ? "~" : "")
    }.joined(separator: "|")
  }
}
