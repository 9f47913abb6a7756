package import SkinConfiguration

/// Spells a conversation about one photo as the tokens around the image rows.
///
///     openingTokens  [image rows]  tokens(turns)
///
/// What follows the image is one text, tokenized in one go: a later turn may change how the end of an earlier one is
/// cut, so the caller keeps the tokens that agree with its cache and computes the rest. The text has no space between
/// `###Assistant:` and the answer; models that put one there generate it, and ``Turn/answer`` keeps it.
///
/// Source: SkinGPT-4 at 3bf57c9, `skingpt4/conversation/conversation.py`.
package struct Prompt: Sendable {
  /// The template that the texts follow.
  package let template: ConversationTemplate
  /// What precedes the image: the begin token, then the opening.
  package let openingTokens: [Int32]

  private let tokenizer: Tokenizer
  private let afterImage: QuestionFrame
  private let nextTurn: QuestionFrame

  /// A prompt for a model's template.
  ///
  /// - Throws: ``TextError/questionMarkCount(field:found:)`` if a part does not hold the question mark exactly once.
  package init(template: ConversationTemplate, tokenizer: Tokenizer) throws(TextError) {
    self.template = template
    self.tokenizer = tokenizer
    afterImage = try QuestionFrame(template.afterImage, field: "afterImage")
    nextTurn = try QuestionFrame(template.nextTurn, field: "nextTurn")
    openingTokens = [tokenizer.beginToken] + tokenizer.encode(template.opening)
  }

  /// The text that follows the image, up to where the next answer begins or the last one ends.
  ///
  /// - Throws: ``TextError/missingAnswer(turn:)`` if a turn other than the last has no answer.
  package func text(_ turns: [Turn]) throws(TextError) -> String {
    var text = ""
    for (index, turn) in turns.enumerated() {
      text += (index == 0 ? afterImage : nextTurn).filled(with: turn.question)
      if let answer = turn.answer {
        text += answer
      } else if index < turns.count - 1 {
        throw .missingAnswer(turn: index)
      }
    }
    return text
  }

  /// The tokens that follow the image rows, without a begin token; none if there are no turns.
  ///
  /// - Throws: ``TextError/missingAnswer(turn:)`` if a turn other than the last has no answer.
  package func tokens(_ turns: [Turn]) throws(TextError) -> [Int32] { tokenizer.encode(try text(turns)) }
}

/// A part of a template, cut at its question mark.
private struct QuestionFrame {
  private let before: [UInt8]
  private let after: [UInt8]

  /// Cuts a part of a template.
  init(_ text: String, field: String) throws(TextError) {
    let bytes = Array(text.utf8)
    let mark = Array(ConversationTemplate.questionMark.utf8)
    let found = bytes.ranges(of: mark)
    guard let range = found.first, found.count == 1 else {
      throw .questionMarkCount(field: field, found: found.count)
    }
    before = Array(bytes[..<range.lowerBound])
    after = Array(bytes[range.upperBound...])
  }

  /// The part with a question; a question mark inside the question stays as it is.
  func filled(with question: String) -> String { String(decoding: before + question.utf8 + after, as: UTF8.self) }
}
