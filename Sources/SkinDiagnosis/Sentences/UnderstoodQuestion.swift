import SkinContainer
package import SkinRuntime
import SkinSafety

/// A question with what the model's reader sees in it.
package struct UnderstoodQuestion {
  /// Whether it is one of the program's own, to which there is no fixed reply.
  let isOwn: Bool
  /// What the reader sees; nil for the program's own questions, for other languages, and if there is no reader.
  let reading: QuestionReading?
  /// The question that the model is asked, if it is to answer.
  let asked: String

  /// Reads a question.
  ///
  /// - Throws: `ContainerError` if the reader cannot be used, `LanguageError` if it makes numbers that are none.
  package init(_ question: String, _ model: SkinModel) throws {
    isOwn = EvaluationPrompts.all.contains(question)
    guard !isOwn, QuestionReading.isReadable(question), let labels = try model.labels(of: question) else {
      reading = nil
      asked = question
      return
    }
    let unknown = Set(labels.probabilities.keys).subtracting(QuestionReading.labels)
    guard unknown.isEmpty else {
      throw ContainerError.malformed(
        path: model.container.path, fact: "the reader of questions has labels without an answer: \(unknown.sorted())")
    }
    let read = QuestionReading(labels.probabilities, bounds: labels.description.bounds)
    reading = read
    // A question that the phrases know keeps its words, which say more: whose skin it is, what else it may be.
    asked = QuestionSubject.fields(of: question).isEmpty ? read.ownQuestion ?? question : question
  }
}
