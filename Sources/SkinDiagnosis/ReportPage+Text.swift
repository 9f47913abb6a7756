extension ReportPage {
  /// Text as it may stand in HTML and XHTML, also inside quotes.
  ///
  /// It works on scalars, so that a combining mark after a bracket hides nothing. Characters that XML forbids, and
  /// those that change the direction of writing, are left out.
  package static func escaped(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;".unicodeScalars
      case "<": output += "&lt;".unicodeScalars
      case ">": output += "&gt;".unicodeScalars
      case "\"": output += "&quot;".unicodeScalars
      case "'": output += "&#39;".unicodeScalars
      default: if isShown(scalar) { output.append(scalar) }
      }
    }
    return String(output)
  }

  /// A text without the characters that ``escaped(_:)`` leaves out.
  package static func shown(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    output.append(contentsOf: text.unicodeScalars.filter(isShown))
    return String(output)
  }

  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\t": true
    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": false
    default: scalar.properties.generalCategory != .control && !scalar.properties.isNoncharacterCodePoint
    }
  }
}
