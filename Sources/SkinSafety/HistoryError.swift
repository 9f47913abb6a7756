import SkinFailure

/// Why a history cannot be read.
package enum HistoryError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// The text is not one JSON object.
  case notAnObject
  /// The text is longer than any history.
  case tooLarge(byteCount: Int, limit: Int)
  /// A key that no question has.
  case unknownKey(String)
  /// A value of another kind than the question takes.
  case wrongKind(key: String, expected: HistoryQuestion.Kind)
  /// A code that the question does not have.
  case unknownAnswer(key: String, answer: String)
  /// A number outside the possible range.
  case outOfRange(key: String, value: Double, limit: Double)

  /// Two answers that cannot both be true, as a message to the user.
  case contradiction(String)

  /// One line.
  package var description: String {
    switch self {
    case .notAnObject: "not a JSON object"
    case .tooLarge(let byteCount, let limit): "\(byteCount) bytes, at most \(limit) are read"
    case .unknownKey(let key): "unknown key '\(key)'"
    case .wrongKind(let key, let expected): "'\(key)' is not \(expected.rawValue)"
    case .unknownAnswer(let key, let answer): Self.unknown(answer, of: key)
    case .outOfRange(let key, let value, let limit): "'\(key)' is \(value), expected 0...\(limit)"
    case .contradiction(let words): "two answers contradict each other: \(words)"
    }
  }

  /// Says that an answer is unknown, and lists the possible ones.
  private static func unknown(_ answer: String, of key: String) -> String {
    guard let id = HistoryQuestion.Identifier(rawValue: key) else { return "'\(key)' has no answer '\(answer)'" }
    let known = HistoryQuestion.question(id).answers.map(\.code).joined(separator: ", ")
    let hint = ["yes", "y", "true"].contains(answer.lowercased()) ? "; say which of these is true" : ""
    return "'\(answer)' is not an answer to '\(key)'\(hint): \(known), or none of these"
  }
}
