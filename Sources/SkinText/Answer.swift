package import SkinConfiguration

/// What is done to a generated text before people see it as an answer.
package enum Answer {
  /// The answer in a generated text: up to the first stop text, after the last answer marker, without surrounding white
  /// space.
  ///
  /// Source: SkinGPT-4 at 3bf57c9, `skingpt4/conversation/conversation.py`, `Chat.answer`.
  package static func clean(_ text: String, template: ConversationTemplate) -> String {
    var bytes = Array(text.utf8)[...]
    for stop in template.stopTexts where !stop.isEmpty {
      if let range = bytes.firstRange(of: Array(stop.utf8)) { bytes = bytes[..<range.lowerBound] }
    }
    if !template.answerMarker.isEmpty, let last = bytes.ranges(of: Array(template.answerMarker.utf8)).last {
      bytes = bytes[last.upperBound...]
    }
    var scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
    while let first = scalars.first, first.isStripped { scalars.removeFirst() }
    while let last = scalars.last, last.isStripped { scalars.removeLast() }
    return String(scalars)
  }
}

extension Unicode.Scalar {
  /// Whether Python's `str.strip` removes the scalar: Unicode's white space and the four separators below U+0020.
  fileprivate var isStripped: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}
