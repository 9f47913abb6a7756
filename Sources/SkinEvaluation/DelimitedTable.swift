import Foundation

/// What stands between the fields of a table; the header tells.
package enum Delimiter: Unicode.Scalar, Hashable, Sendable, CaseIterable {
  /// As RFC 4180 has it.
  case comma = ","
  /// As spreadsheets save where the comma is the decimal mark.
  case semicolon = ";"
  /// As spreadsheets save text.
  case tab = "\t"

  /// Its name, for people.
  package var name: String {
    switch self {
    case .comma: "commas"
    case .semicolon: "semicolons"
    case .tab: "tabs"
    }
  }
}

/// A table as spreadsheets save it: delimiter-separated values under a header.
///
/// Commas, semicolons or tabs: whichever gives the most of the needed columns; a first line like `sep=;` says it too.
/// Otherwise as RFC 4180 defines comma-separated values: quotes, quotes inside quotes, line breaks inside quotes. Lines
/// end with LF, CRLF or CR. UTF-8, or UTF-16 with a byte-order mark, which is skipped.
struct DelimitedTable {
  /// A row, and the line where it begins.
  typealias Row = (line: Int, fields: [String])

  /// What stands between the fields.
  let delimiter: Delimiter
  /// The names of the columns, without spaces around them.
  let head: [String]
  /// The rows under the header that are not empty, each with as many fields as the header.
  let rows: [Row]

  /// Reads a table.
  ///
  /// - Parameter needed: columns that must be there, the first of which an empty table lacks.
  /// - Throws: ``LabelError`` if the bytes are not text, a quote has no end, a needed column is missing, or a row has not
  ///   as many fields as the header.
  init(_ bytes: Data, needed: [String]) throws(LabelError) {
    let text = try Self.text(bytes)
    delimiter = Self.delimiter(of: text, needed: needed)
    var reader = Reader(text: text, delimiter: delimiter)
    head = Self.names(try reader.next())
    for name in needed where !head.contains(name) { throw .missingColumn(name) }
    var rows: [Row] = []
    while let row = try reader.next() {
      guard row.fields.count == head.count else {
        throw .fieldCount(line: row.line, expected: head.count, found: row.fields.count)
      }
      rows.append(row)
    }
    self.rows = rows
  }

  /// The columns of a table, without reading its rows; none for anything that is not a table.
  static func columns(_ bytes: Data, needed: [String]) -> [String] {
    guard let text = try? text(bytes) else { return [] }
    var reader = Reader(text: text, delimiter: delimiter(of: text, needed: needed))
    return (try? reader.next()).map { names($0) } ?? []
  }

  /// A field as it is written between commas, in quotes where it must be.
  static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private static func names(_ header: Row?) -> [String] {
    header?.fields.map { $0.trimmingCharacters(in: .whitespaces) } ?? []
  }

  private static func text(_ bytes: Data) throws(LabelError) -> String {
    // These marks are never UTF-8.
    let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    guard let text = String(data: bytes, encoding: isUTF16 ? .utf16 : .utf8) else { throw .notText }
    return text
  }

  /// The delimiter that a first line names, else the one under which the header has the most of the needed columns.
  private static func delimiter(of text: String, needed: [String]) -> Delimiter {
    if let named = Reader.named(at: text) { return named }
    var (best, most) = (Delimiter.comma, 0)
    for delimiter in Delimiter.allCases {
      var reader = Reader(text: text, delimiter: delimiter)
      guard let header = try? reader.next() else { continue }
      let found = Set(names(header)).intersection(needed).count
      if found > most { (best, most) = (delimiter, found) }
    }
    return best
  }
}

extension DelimitedTable {
  /// Reads row after row.
  private struct Reader {
    private let delimiter: Unicode.Scalar
    private var rest: Substring.UnicodeScalarView
    private var line = 1

    /// Begins behind a byte-order mark, and behind a first line that names the delimiter.
    init(text: String, delimiter: Delimiter) {
      self.delimiter = delimiter.rawValue
      rest = Self.withoutMark(text)
      if Self.named(at: text) != nil { skipLine() }
    }

    /// The delimiter that a first line like `sep=;` names; nil if there is no such line.
    static func named(at text: String) -> Delimiter? {
      let first = withoutMark(text).prefix { $0 != "\n" && $0 != "\r" }
      guard first.count == 5, String(first).lowercased().hasPrefix("sep=") else { return nil }
      return first.last.flatMap { Delimiter(rawValue: $0) }
    }

    private static func withoutMark(_ text: String) -> Substring.UnicodeScalarView {
      let scalars = text.unicodeScalars[...]
      return scalars.first == "\u{FEFF}" ? scalars.dropFirst() : scalars
    }

    private mutating func skipLine() {
      rest = rest.drop { $0 != "\n" && $0 != "\r" }
      if let end = rest.popFirst() { endLine(end) }
    }

    /// Counts a line that ended with `mark`, of which LF may still stand behind CR.
    private mutating func endLine(_ mark: Unicode.Scalar) {
      line += 1
      if mark == "\r", rest.first == "\n" { rest.removeFirst() }
    }

    /// The next row that is not empty; nil at the end.
    mutating func next() throws(LabelError) -> Row? {
      while !rest.isEmpty {
        let first = line
        let fields = try row()
        if fields != [""] { return (first, fields) }
      }
      return nil
    }

    private mutating func row() throws(LabelError) -> [String] {
      var fields: [String] = []
      var field = ""
      while let character = rest.popFirst() {
        switch character {
        case "\"" where field.isEmpty: field = try quoted()
        case delimiter:
          fields.append(field)
          field = ""
        case "\n", "\r":
          endLine(character)
          return fields + [field]
        default: field.unicodeScalars.append(character)
        }
      }
      return fields + [field]
    }

    /// The text up to the quote that ends it.
    private mutating func quoted() throws(LabelError) -> String {
      let start = line
      var text = ""
      while let character = rest.popFirst() {
        if character == "\"" {
          guard rest.first == "\"" else { return text }
          rest.removeFirst()
        } else if character == "\n" || character == "\r" && rest.first != "\n" {
          line += 1
        }
        text.unicodeScalars.append(character)
      }
      throw .openQuote(line: start)
    }
  }
}
