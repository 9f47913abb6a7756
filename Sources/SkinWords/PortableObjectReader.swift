/// Reads a portable object file line by line.
struct PortableObjectReader {
  private enum Field: Hashable {
    case text
    case plural
    case translation(Int)
  }

  private var entries: [Catalogue.Entry] = []
  private var fields: [Field: String] = [:]
  private var current: Field?
  private var isFuzzy = false
  private var lineNumber = 0

  /// Takes one line.
  mutating func read(_ line: Substring, number: Int) throws(CatalogueError) {
    lineNumber = number
    let line = line.drop { $0 == " " || $0 == "\t" }
    if line.isEmpty { return }
    if line.first == "#" {
      if fields[.translation(0)] != nil { try close() }
      if line.hasPrefix("#,"), line.contains("fuzzy") { isFuzzy = true }
      return
    }
    if line.first == "\"" {
      guard let current else { throw failure("a string stands where a keyword is due") }
      fields[current, default: ""] += try string(line)
      return
    }
    guard let quote = line.firstIndex(of: "\"") else { throw failure("a keyword has no string") }
    let keyword = line[..<quote].filter { $0 != " " && $0 != "\t" }
    let field = try field(keyword)
    if field == .text, !fields.isEmpty { try close() }
    if fields[field] != nil { throw failure("'\(keyword)' stands twice") }
    current = field
    fields[field] = try string(line[quote...])
  }

  /// The entries, after the last line.
  mutating func finished() throws(CatalogueError) -> [Catalogue.Entry] {
    if !fields.isEmpty { try close() }
    return entries
  }

  private func field(_ keyword: String) throws(CatalogueError) -> Field {
    switch keyword {
    case "msgid": return .text
    case "msgid_plural": return .plural
    case "msgstr": return .translation(0)
    default:
      guard keyword.hasPrefix("msgstr["), keyword.hasSuffix("]"), let form = Int(keyword.dropFirst(7).dropLast()),
        (0..<6).contains(form)
      else { throw failure("'\(keyword)' is not a keyword") }
      return .translation(form)
    }
  }

  private mutating func close() throws(CatalogueError) {
    defer {
      fields = [:]
      current = nil
      isFuzzy = false
    }
    guard let text = fields[.text] else { throw failure("a translation has no msgid") }
    guard let first = fields[.translation(0)] else { throw failure("'\(text)' has no msgstr") }
    var translations = [first]
    while let next = fields[.translation(translations.count)] { translations.append(next) }
    if text.isEmpty || isFuzzy || translations.contains("") { return }
    entries.append(Catalogue.Entry(text: text, plural: fields[.plural], translations: translations))
  }

  /// The text between two quotes, with its escapes resolved.
  private func string(_ quoted: Substring) throws(CatalogueError) -> String {
    var text = ""
    var isEscaped = false
    for (offset, character) in quoted.dropFirst().enumerated() {
      if isEscaped {
        switch character {
        case "n": text.append("\n")
        case "t": text.append("\t")
        case "\"", "\\": text.append(character)
        default: throw failure("'\\\(character)' is not an escape")
        }
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        guard quoted.dropFirst(offset + 2).allSatisfy(\.isWhitespace) else {
          throw failure("something stands behind the closing quote")
        }
        return text
      } else {
        text.append(character)
      }
    }
    throw failure("a string has no closing quote")
  }

  private func failure(_ problem: String) -> CatalogueError { CatalogueError(line: lineNumber, problem: problem) }
}
