import Foundation
package import SkinSafety

/// The questions about a person and their answers, one by one, for readers and for records.
package struct AskedHistory {
  /// An answer as it was given.
  package enum Answer: Hashable {
    /// What was ticked; empty for "none of these".
    case ticked([HistoryQuestion.Answer])
    /// A number.
    case number(Double)
    /// Yes or no.
    case truth(Bool)
  }

  /// Every question with its answer; nil if it was not answered.
  package let lines: [(question: HistoryQuestion, answer: Answer?)]

  /// The questions with the answers of a history, nil if nobody was asked.
  package init(_ history: History?) {
    let given = history.flatMap { try? JSONEncoder().encode($0) }
      .flatMap { try? JSONDecoder().decode([String: Value].self, from: $0) }
    lines = HistoryQuestion.all.map { question in
      switch given?[question.id.rawValue] {
      case .codes(let codes): (question, .ticked(question.answers.filter { codes.contains($0.code) }))
      case .code(let code): (question, .ticked(question.answers.filter { $0.code == code }))
      case .number(let number): (question, .number(number))
      case .truth(let truth): (question, .truth(truth))
      case nil: (question, nil)
      }
    }
  }

  /// The answer in words.
  package static func words(_ answer: Answer?) -> String {
    switch answer {
    case .ticked(let answers) where answers.isEmpty: "none of these"
    case .ticked(let answers): answers.map(\.wording).joined(separator: "; ")
    case .number(let number): number.formatted(.number.grouping(.never).locale(Locale(identifier: "en_US_POSIX")))
    case .truth(let truth): truth ? "yes" : "no"
    case nil: "not answered"
    }
  }

  /// An answer in JSON, whatever its kind.
  private enum Value: Decodable {
    case codes([String])
    case code(String)
    case number(Double)
    case truth(Bool)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let truth = try? container.decode(Bool.self) {
        self = .truth(truth)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let code = try? container.decode(String.self) {
        self = .code(code)
      } else {
        self = .codes(try container.decode([String].self))
      }
    }
  }
}
