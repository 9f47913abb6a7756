/// The rows of a table in CSV, as RFC 4180 defines it, with the columns' names in the first row.
///
/// A reviewer's spreadsheet may put semicolons or tabs in place of the commas: what gives the needed columns is taken.
struct SentenceRows {
  /// No field is longer.
  private static let fieldLimit = 4096
  /// The columns that must be there.
  private static let required = ["id", "condition", "class", "field", "text"]

  /// The position of each column.
  private(set) var columns: [String: Int] = [:]
  /// The rows with the lines where they begin.
  private(set) var rows: [(line: Int, fields: [String])] = []

  /// Reads a table.
  ///
  /// - Throws: ``SentenceTableError``
  static func read(_ bytes: [UInt8]) throws(SentenceTableError) -> SentenceRows {
    var table = SentenceRows()
    var reader = Reader(bytes: bytes, separator: separator(of: bytes))
    guard let header = try reader.row() else { throw SentenceTableError(line: nil, fact: "the table is empty") }
    for (place, name) in header.fields.enumerated() { table.columns[name] = place }
    for name in required where table.columns[name] == nil {
      throw SentenceTableError(line: 1, fact: "there is no column '\(name)'")
    }
    while let row = try reader.row() {
      guard row.fields.count == header.fields.count else {
        throw SentenceTableError(
          line: row.line, fact: "\(row.fields.count) fields instead of \(header.fields.count)")
      }
      table.rows.append(row)
    }
    return table
  }

  /// What stands between the fields of the header; a comma if nothing gives the columns.
  private static func separator(of bytes: [UInt8]) -> UInt8 {
    [UInt8(ascii: ";"), UInt8(ascii: "\t")].first { separator in
      var reader = Reader(bytes: bytes, separator: separator)
      let names = (try? reader.row())?.fields ?? []
      return required.allSatisfy(names.contains)
    } ?? UInt8(ascii: ",")
  }

  /// Reads row after row.
  private struct Reader {
    let bytes: [UInt8]
    let separator: UInt8
    var position: Int
    var line = 1

    init(bytes: [UInt8], separator: UInt8) {
      self.bytes = bytes
      self.separator = separator
      position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next row that is not empty.
    mutating func row() throws(SentenceTableError) -> (line: Int, fields: [String])? {
      while position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D {
        if bytes[position] == 0x0A { line += 1 }
        position += 1
      }
      guard position < bytes.count else { return nil }
      let first = line
      var fields: [String] = []
      while true {
        fields.append(try field())
        guard position < bytes.count else { break }
        let mark = bytes[position]
        position += 1
        if mark == separator { continue }
        if mark == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
        line += 1
        break
      }
      return (first, fields)
    }

    private mutating func field() throws(SentenceTableError) -> String {
      let start = line
      var text: [UInt8] = []
      if position < bytes.count, bytes[position] == 0x22 {
        position += 1
        while true {
          guard position < bytes.count else { throw SentenceTableError(line: start, fact: "a quote has no end") }
          let byte = bytes[position]
          position += 1
          if byte == 0x22 {
            guard position < bytes.count, bytes[position] == 0x22 else { break }
            position += 1
          }
          if byte == 0x0A { line += 1 }
          text.append(byte)
        }
        if position < bytes.count, ![separator, 0x0A, 0x0D].contains(bytes[position]) {
          throw SentenceTableError(line: line, fact: "text after a closing quote")
        }
      } else {
        let end = bytes[position...].firstIndex { $0 == separator || $0 == 0x0A || $0 == 0x0D } ?? bytes.count
        text = Array(bytes[position..<end])
        position = end
      }
      guard text.count <= SentenceRows.fieldLimit else {
        throw SentenceTableError(line: start, fact: "a field of \(text.count) bytes")
      }
      guard let string = String(validating: text, as: UTF8.self) else {
        throw SentenceTableError(line: start, fact: "not UTF-8")
      }
      return string
    }
  }
}
