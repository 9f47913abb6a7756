import Foundation

/// Comma-separated values as RFC 4180 defines them: quotes, quotes inside quotes, line breaks inside quotes, CRLF; a
/// byte-order mark is skipped.
enum CommaSeparated {
  /// The rows that are not empty, each with the line where it begins.
  ///
  /// - Throws: ``LabelError`` if the bytes are not UTF-8 or a quote has no end.
  static func rows(_ csv: Data) throws(LabelError) -> [(line: Int, fields: [String])] {
    guard let text = String(data: csv, encoding: .utf8) else { throw .notText }
    var rows: [(line: Int, fields: [String])] = []
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    var (line, firstLine, quoteLine) = (1, 1, 1)
    var characters = Array(text.unicodeScalars)[...]
    if characters.first == "\u{FEFF}" { characters.removeFirst() }
    func endRow() {
      fields.append(field)
      if fields != [""] { rows.append((firstLine, fields)) }
      (fields, field) = ([], "")
    }
    while let character = characters.popFirst() {
      if character == "\n" { line += 1 }
      if isQuoted {
        if character != "\"" {
          field.unicodeScalars.append(character)
        } else if characters.first == "\"" {
          field.append("\"")
          characters.removeFirst()
        } else {
          isQuoted = false
        }
      } else {
        switch character {
        case "\"" where field.isEmpty:
          isQuoted = true
          quoteLine = line
        case ",":
          fields.append(field)
          field = ""
        case "\r" where characters.first == "\n": break
        case "\n":
          endRow()
          firstLine = line
        default: field.unicodeScalars.append(character)
        }
      }
    }
    guard !isQuoted else { throw .openQuote(line: quoteLine) }
    if !field.isEmpty || !fields.isEmpty { endRow() }
    return rows
  }

  /// A field as it is written, in quotes where it must be.
  static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
