import SkinSafety
package import SkinWords

/// A question as a person typed it in some language, and as the program asks it.
package struct TypedQuestion: Hashable, Sendable {
  /// As it was typed.
  package let typed: String
  /// In English if it matches the language's phrases, else as it was typed.
  package let asked: String

  /// A question in the language of the words; questions of the program itself stay as they are.
  package init(_ typed: String, _ words: Words) {
    self.typed = typed
    let isOwn = EvaluationPrompts.all.contains(typed)
    asked = isOwn ? typed : ForeignQuestion.english(typed, QuestionPhrases(words.language)) ?? typed
  }

  /// An answer under the question that was typed.
  package func named(_ answer: Report.Answer) -> Report.Answer {
    answer.prompt == asked && asked != typed ? answer.renamed(typed) : answer
  }
}
