import SkinConfiguration

extension Prompt {
  /// The texts that frame the image in the public code's prompts.
  private static let imageMarkers = ["<Img>", "</Img>", "<ImageHere>"]

  /// A question that cannot end its own turn, speak for the other side, or pretend to hold an image.
  ///
  /// Runs of white space, line breaks and control characters become one space, with none at the ends; stop texts of the
  /// template and image markers are removed, including those that only arise when others are removed. Everything else
  /// stays; letters are compared exactly. The public code does none of this, so ``tokens(_:)`` does not either: the
  /// caller decides.
  ///
  /// - Complexity: linear in the question, times the number of texts to remove.
  package func sanitized(question: String) -> String {
    let forbidden = (template.stopTexts + Self.imageMarkers).map { Array($0.unicodeScalars) }.filter { !$0.isEmpty }
    var kept: [Unicode.Scalar] = []
    for scalar in question.unicodeScalars {
      if scalar.isBlank {
        if let last = kept.last, last != " " { kept.append(" ") }
      } else {
        kept.append(scalar)
      }
      // What is kept never ends in a forbidden text before this scalar, so none can lie further inside.
      while let found = forbidden.first(where: { kept.suffix($0.count).elementsEqual($0) }) {
        kept.removeLast(found.count)
      }
    }
    while kept.last == " " { kept.removeLast() }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: kept)
    return String(result)
  }
}

extension Unicode.Scalar {
  /// Whether the scalar only separates: white space of any kind, a line break or a control character.
  fileprivate var isBlank: Bool { properties.isWhitespace || properties.generalCategory == .control }
}
