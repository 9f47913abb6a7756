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
        } catch { Terminal.write("Not understood (\(error)). " + hint(question.kind) + "> ") }
      }
    }
    Terminal.write("\n")
    return true
  }

  private static func hint(_ kind: HistoryQuestion.Kind) -> String {
    switch kind {
    case .codes: "(numbers, none, or Return) "
    case .number: "(a number, or Return) "
    case .yesOrNo: "(yes, no, or Return) "
    }
  }
}
