/// Texts like those that a model writes, from which its next tokens are drafted.
///
/// A draft costs nothing if it is wrong and saves a pass over the weights if it is right; it never changes an answer.
package struct DraftTexts: Sendable {
  let index: TokenIndex

  /// Texts as tokens, spelled as they would stand in a conversation.
  package init(_ texts: [[Int32]]) {
    var index = TokenIndex(expectedCount: texts.reduce(0) { $0 + $1.count + 1 })
    for text in texts {
      for token in text { index.append(token) }
      index.append(TokenIndex.boundary)
    }
    self.index = index
  }

  /// Tokens of all texts.
  package var tokenCount: Int { index.tokens.count { $0 != TokenIndex.boundary } }
}
