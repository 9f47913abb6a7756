/// One position of the decoder's input.
package enum PromptElement: Hashable, Sendable {
  /// The embedding of a token.
  case token(Int32)
  /// A row of the soft prompt, the image's place in the text.
  case imageRow(Int)
}
