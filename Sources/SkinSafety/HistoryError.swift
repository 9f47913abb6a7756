public import SkinFailure

/// Why a history cannot be read.
public enum HistoryError: ReportableError, Hashable, Sendable, CustomStringConvertible {
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
  /// A number that cannot be.
  case outOfRange(key: String, value: Double, limit: Double)

  /// One line for developers.
  public var description: String {
    switch self {
    case .notAnObject: "not a JSON object"
    case .tooLarge(let byteCount, let limit): "\(byteCount) bytes, at most \(limit) are read"
    case .unknownKey(let key): "unknown key '\(key)'"
    case .wrongKind(let key, let expected): "'\(key)' is not \(expected.rawValue)"
    case .unknownAnswer(let key, let answer): "'\(key)' has no answer '\(answer)'"
    case .outOfRange(let key, let value, let limit): "'\(key)' is \(value), expected 0...\(limit)"
    }
  }
}
