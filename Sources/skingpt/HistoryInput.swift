import Foundation
import SkinDiagnosis
import SkinSafety

/// The history from a file or from the keyboard.
enum HistoryInput {
  /// Reads a file of coded answers.
  static func read(path: String) throws -> History {
    try History.read(json: try InputFile.read(path))
  }

  /// Asks the short questions; an empty line skips one and keeps what was answered before.
  ///
  /// - Returns: false if the input ended.
  static func ask(_ history: inout History) -> Bool {
    Terminal.write(
      "Short questions about the person, danger signs first. Return skips one; several numbers are fine; 'none' denies all.\n"
    )
    for question in HistoryQuestion.all {
      var text = "\n" + Terminal.wrapped(question.wording) + "\n"
      for (index, answer) in question.answers.enumerated() {
        text += Terminal.wrapped("\(index + 1)  \(answer.wording)", indent: "  ") + "\n"
      }
      Terminal.write(text + hint(question.kind) + "> ")
      while true {
        guard let line = readLine() else { return false }
        do {
          try history.answer(question.id, line)
          break
        } catch {
          Terminal.write(Terminal.wrapped(complaint(error, line, question)) + "\n" + hint(question.kind) + "> ")
        }
      }
    }
    Terminal.write("\n")
    return true
  }

  /// What is wrong with an answer, in words for the person who typed it.
  private static func complaint(_ error: HistoryError, _ line: String, _ question: HistoryQuestion) -> String {
    switch error {
    case .unknownAnswer(_, let answer) where ["yes", "y"].contains(answer.lowercased()):
      return "Which of them? Type the numbers in front of what is true, like 1 or 1,3."
    case .unknownAnswer(_, let answer):
      return "'\(answer)' is not in the list: type numbers from 1 to \(question.answers.count), or none."
    case .outOfRange(_, _, let limit):
      return "That cannot be: type a number from 0 to \(Int(limit))."
    case .wrongKind(_, .number): return "'\(line)' is not a number: type it in digits, like 3 or 0.5."
    case .wrongKind(_, .yesOrNo): return "'\(line)' is neither yes nor no."
    case .contradiction(let words): return "Two answers contradict each other: \(words)."
    case .wrongKind, .notAnObject, .tooLarge, .unknownKey: return "That was not understood."
    }
  }

  private static func hint(_ kind: HistoryQuestion.Kind) -> String {
    switch kind {
    case .codes: "(numbers, none, or Return) "
    case .number: "(a number, or Return) "
    case .yesOrNo: "(yes, no, or Return) "
    }
  }
}
