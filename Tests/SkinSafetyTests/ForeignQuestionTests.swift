import SkinWords
import Testing

@testable import SkinSafety

/// Questions typed in other languages.
@Suite struct ForeignQuestionTests {
  static let spoken = Language.offered.filter { $0 != .english }

  @Test func `each English stand-in asks for its intent and nothing else`() {
    for (id, question) in ForeignQuestion.questions where !id.hasPrefix("about/") {
      #expect(FollowUps.asked(question).first?.id == id, "\(question)")
    }
    for (id, question) in ForeignQuestion.questions where id.hasPrefix("about/") {
      #expect(FollowUps.asked(question).isEmpty && FollowUps.isAboutDisease(question), "\(question)")
    }
    #expect(Set(FollowUps.intents.map(\.id)).isSubset(of: ForeignQuestion.questions.keys))
  }

  @Test(arguments: spoken) func `each language has at least three phrases for everything that can be asked`(
    language: Language
  ) {
    let rows = QuestionPhrases(language).rows
    #expect(Set(rows.map(\.id)) == Set(ForeignQuestion.questions.keys))
    #expect(rows.count == Set(rows.map(\.id)).count)
    let alarms = Set(FollowUps.alarms.map(\.id))
    for row in rows {
      #expect(row.phrases.count >= (alarms.contains(row.id) ? 5 : 3), "\(language): \(row.id)")
      for phrase in row.phrases {
        // A phrase that is plain words is found in itself.
        let words = phrase.split(separator: " ").filter { !["*", "+"].contains($0) }
        let example = words.map { $0.split(separator: "|").first.map { $0.filter { $0 != "~" } } ?? "" }
          .joined(separator: " ").replacing("_", with: " ")
        let file = QuestionPhrases(file: "\(row.id): \(phrase)")
        #expect(ForeignQuestion.english(example, file) == ForeignQuestion.questions[row.id], "\(language): \(phrase)")
      }
    }
    // Signs of danger come first, so that none of them is cut off.
    let signs = FollowUps.dangerIntents.map(\.id)
    #expect(Array(rows.map(\.id).prefix(signs.count)) == signs)
  }

  @Test(arguments: [("होंठ सूजे हैं", "breathing"), ("गला सूजा है", "breathing"), ("कुत्ता काटे", "bite")])
  func `a beginning of a Hindi word holds before a vowel sign`(question: String, id: String) {
    let english = ForeignQuestion.english(question, QuestionPhrases(.hindi)) ?? ""
    #expect(ForeignQuestion.questions[id].map(english.contains) == true, "\(english)")
  }

  @Test(arguments: [("tem pus no corte", "wound"), ("apareceu bolhas no peito", "breast-sores")])
  func `a Portuguese "in the" denies nothing`(question: String, id: String) {
    let english = ForeignQuestion.english(question, QuestionPhrases(.portuguese)) ?? ""
    #expect(ForeignQuestion.questions[id].map(english.contains) == true, "\(english)")
  }

  @Test(arguments: ForeignQuestionSamples.all) func `typed questions find what they ask for`(
    sample: ForeignQuestionSamples.Sample
  ) throws {
    let english = try #require(
      ForeignQuestion.english(sample.question, QuestionPhrases(sample.language)), "\(sample.question)")
    let asked = FollowUps.asked(english).map(\.id)
    #expect(
      asked.contains(sample.id) || (asked.isEmpty && english == ForeignQuestion.questions[sample.id]),
      "\(sample.question): \(asked) \(english)")
  }

  @Test func `what fits nothing stays as it was typed`() {
    #expect(ForeignQuestion.english("xyzzy", QuestionPhrases(.spanish)) == nil)
    #expect(ForeignQuestion.english("¿Es contagioso?", QuestionPhrases(.english)) == nil)
  }
}
