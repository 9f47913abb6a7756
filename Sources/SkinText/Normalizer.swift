/// Turns the given text into the text that is merged: spaces become U+2581, invalid bytes U+FFFD.
///
/// Identity normalization only; a model with a compiled table is refused when it is read.
///
/// Source: SentencePiece 0.2, `normalizer.cc`, `Normalizer::Normalize`.
struct Normalizer {
  private let addsDummyPrefix: Bool
  private let removesExtraWhitespace: Bool
  /// What stands for a space: U+2581, or a space if the model does not escape.
  private let space: [UInt8]

  /// The normalizer of a model.
  init(_ model: SentencePieceModel) {
    addsDummyPrefix = model.addsDummyPrefix
    removesExtraWhitespace = model.removesExtraWhitespace
    space = model.escapesWhitespace ? UnicodeDecoding.spaceSymbol : [0x20]
  }

  /// The normalized text; valid UTF-8 whatever the input is.
  ///
  /// User-defined symbols are taken as they are, except for their spaces.
  ///
  /// - Complexity: linear in the input, apart from the search for symbols.
  func normalize(_ input: [UInt8], userSymbols: UserSymbols) -> [UInt8] {
    var index = 0
    if removesExtraWhitespace {
      while index < input.count, input[index] == 0x20, userSymbols.isSingleSpace(input, at: index) { index += 1 }
    }
    guard index < input.count else { return [] }
    var result: [UInt8] = []
    result.reserveCapacity(input.count + input.count / 2 + space.count)
    if addsDummyPrefix { result += space }

    var isAfterSpace = removesExtraWhitespace
    while index < input.count {
      let chunk: ArraySlice<UInt8>
      if let length = userSymbols.longestMatch(input, at: index) {
        chunk = input[index..<index + length]
        index += length
      } else if case .character(let length) = UnicodeDecoding(input, at: index) {
        chunk = input[index..<index + length]
        index += length
      } else {
        chunk = UnicodeDecoding.replacement[...]
        index += 1
      }
      let kept = isAfterSpace ? chunk.drop { $0 == 0x20 } : chunk
      for byte in kept {
        if byte == 0x20 { result += space } else { result.append(byte) }
      }
      if let last = kept.last { isAfterSpace = removesExtraWhitespace && last == 0x20 }
    }
    if removesExtraWhitespace {
      // A space symbol that was written as such goes too, as in the reference.
      while result.suffix(space.count) == space[...] { result.removeLast(space.count) }
    }
    return result
  }
}

extension UserSymbols {
  /// Whether the space at an index stands alone, not at the start of a longer symbol.
  fileprivate func isSingleSpace(_ bytes: [UInt8], at index: Int) -> Bool {
    longestMatch(bytes, at: index).map { $0 == 1 } ?? true
  }
}
