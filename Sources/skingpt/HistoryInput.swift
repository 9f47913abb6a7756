import Foundation
import SkinDiagnosis
import SkinSafety
import SkinWords

/// The history from a file, or from the keyboard in some language.
struct HistoryInput {
  private let words: Words

  /// Asks in a language.
  init(_ words: Words) { self.words = words }

  /// Reads a file of coded answers.
  static func read(path: String) throws -> History {
    try History.read(json: try InputFile.read(path))
  }

  /// Asks the short questions; an empty line skips one and keeps what was answered before.
  ///
  /// - Returns: false if the input ended.
  func ask(_ history: inout History) -> Bool {
    Terminal.write(
      words(
        "Short questions about the person, danger signs first. Return skips one; several numbers are fine; 'none' denies all."
      ) + "\n")
    for question in HistoryQuestion.all {
      var text = "\n" + Terminal.wrapped(words(question.wording)) + "\n"
      for (index, answer) in question.answers.enumerated() {
        text += Terminal.wrapped("\(index + 1)  \(words(answer.wording))", indent: "  ") + "\n"
      }
      Terminal.write(text + hint(question.kind) + "> ")
      while true {
        guard let line = readLine() else { return false }
        do {
          try history.answer(question.id, english(line))
          break
        } catch {
          Terminal.write(Terminal.wrapped(complaint(error, line, question)) + "\n" + hint(question.kind) + "> ")
        }
      }
    }
    Terminal.write("\n")
    return true
  }

  /// What was typed, with the language's own yes, no and none in English.
  private func english(_ line: String) -> String {
    let typed = line.lowercased().trimmingCharacters(in: .whitespaces)
    let own = [("yes", words("yes")), ("no", words("no")), ("none", words("none"))]
    return own.first { $0.1.lowercased() == typed }?.0 ?? line
  }

  /// What is wrong with an answer, as a message to the person who typed it.
  private func complaint(_ error: HistoryError, _ line: String, _ question: HistoryQuestion) -> String {
    switch error {
    case .unknownAnswer(_, let answer) where ["yes", "y"].contains(english(answer).lowercased()):
      return words("Which of them? Type the numbers in front of what is true, like 1 or 1,3.")
    case .unknownAnswer(_, let answer):
      return words(
        "'{answer}' is not in the list: type numbers from 1 to {count}, or none.",
        ["answer": answer, "count": "\(question.answers.count)"])
    case .outOfRange(_, _, let limit):
      return words("That cannot be: type a number from 0 to {limit}.", ["limit": "\(Int(limit))"])
    case .wrongKind(_, .number):
      return words("'{answer}' is not a number: type it in digits, like 3 or 0.5.", ["answer": line])
    case .wrongKind(_, .yesOrNo): return words("'{answer}' is neither yes nor no.", ["answer": line])
    case .contradiction(let facts): return words("Two answers contradict each other: {facts}.", ["facts": facts])
    case .wrongKind, .notAnObject, .tooLarge, .unknownKey: return words("That was not understood.")
    }
  }

  private func hint(_ kind: HistoryQuestion.Kind) -> String {
    switch kind {
    case .codes: words("(numbers, none, or Return)") + " "
    case .number: words("(a number, or Return)") + " "
    case .yesOrNo: words("(yes, no, or Return)") + " "
    }
  }
}
