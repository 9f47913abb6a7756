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
    let found = phrases.rows.filter { row in row.phrases.contains { Phrase(foreign: $0).occurs(in: words) } }.map(\.id)
    let intents = found.filter { !$0.hasPrefix(subjectPrefix) }.prefix(intentCount)
    let asked = intents.isEmpty ? found.prefix(1) : intents
    let english = asked.compactMap { questions[$0] }
    return english.isEmpty ? nil : english.joined(separator: " ")
  }

  /// A plain English question for each intent and subject.
  package static let questions: [String: String] = [
    "danger-sign": "It is hard to breathe.", "same-day-sign": "The eye is red.",
    "dose": "What is the dose?", "stopping": "May I stop the medication?",
    "others-medicine": "May I use a friend's leftover pills?", "steroid": "Is a steroid needed?",
    "antibiotic": "Is an antibiotic needed?", "counter-medicine": "May I take ibuprofen?",
    "pregnancy": "What about pregnancy?", "baby": "What about a baby?", "school": "What about school?",
    "contagion": "Is it contagious?", "sex": "What about sex?", "pets": "What about a dog?",
    "heredity": "Is it hereditary?", "cancer": "Is it cancer?", "how-long": "How long will it last?",
    "cure": "Is it curable?", "spreading": "Will it spread over the body?", "scars": "Will it leave scars?",
    "hair-regrowth": "Will the hair grow again?", "tests": "Is a biopsy needed?", "food": "What about food?",
    "alcohol-smoking": "What about alcohol?", "swimming-sport": "What about swimming?",
    "cosmetics": "What about makeup?", "laundry": "What about the bedding?", "stress": "What about stress?",
    "feelings": "I am ashamed.", "allergy": "Is it an allergy?", "vaccine": "What about a vaccine?",
    "which-doctor": "Which doctor?", "travel": "What about travel?", "program": "How accurate is this program?",
    "cost": "What is the cost?", "off-topic": "Tell me a joke.", "itch": "How to relieve the itch?",
    "washing": "What about soap?", "moisturizer": "What about a moisturizer?", "home-remedies": "What about vinegar?",
    "removal": "May I squeeze it?", "bandage": "What about a bandage?", "sun": "What about the sun?",
    "prevention": "How can it be prevented?",
    "about/name": "What is it?", "about/cause": "What is the cause?", "about/treatment": "What treatment helps?",
    "about/seek": "Is it time to see a doctor?", "about/else": "What else could it be?",
    "about/sensation": "What does it feel like?", "about/care": "How do I look after it?",
  ]
}

extension Phrase {
  /// A phrase in another language, its words normalized like those of a question.
  init(foreign text: String) {
    let plain = text.split(separator: " ").map { part -> String in
      if part == "*" { return "*" }
      return part.split(separator: "|").map { word in
        let bare = Words(word.filter { $0 != "~" }).tokens.joined()
        return (word.hasPrefix("~") ? "~" : "") + bare + (word.hasSuffix("~") ? "~" : "")
      }.joined(separator: "|")
    }
    self.init(stringLiteral: plain.joined(separator: " "))
  }
}
