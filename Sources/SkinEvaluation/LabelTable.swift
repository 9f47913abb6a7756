public import Foundation

/// What is wrong with a table of labels.
public enum LabelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is not UTF-8.
  case notText
  /// A quoted field has no end; it began in this line.
  case openQuote(line: Int)
  /// A column that is needed is not there.
  case missingColumn(String)
  /// A row has another number of fields than the head.
  case fieldCount(line: Int, expected: Int, found: Int)
  /// A class that the model does not know.
  case unknownClass(line: Int, String)
  /// There is no row to measure.
  case noRows

  /// One line.
  public var description: String {
    switch self {
    case .notText: "it is not UTF-8 text"
    case .openQuote(let line): "the quote that begins in line \(line) has no end"
    case .missingColumn(let name): "it has no column '\(name)'"
    case .fieldCount(let line, let expected, let found): "line \(line) has \(found) fields, the head has \(expected)"
    case .unknownClass(let line, let name): "line \(line) names the class '\(name)', which the model does not have"
    case .noRows: "no row is left to measure"
    }
  }
}

/// A photo and what it shows.
public struct LabelledPhoto: Hashable, Sendable {
  /// The file, relative to the folder of photos.
  public var file: String
  /// The slug of its class.
  public var label: String
  /// Where it comes from; empty if the table does not say.
  public var source: String
  /// Photos of the same group belong together (one person, near-duplicates); its own file name if there is none.
  public var group: String
}

/// A table of labels: comma-separated values with a head that has at least `file` and `class_slug`.
///
/// Read as RFC 4180 has it: quotes, quotes inside quotes, line breaks inside quotes, CRLF; a byte-order mark is skipped.
public struct LabelTable: Hashable, Sendable {
  /// The rows of the split.
  public let photos: [LabelledPhoto]

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - split: only rows whose column `split` says so; nil for all.
  ///   - classes: the classes that a row may name.
  /// - Throws: ``LabelError``
  public init(csv: Data, split: String?, classes: [String]) throws(LabelError) {
    guard let text = String(data: csv, encoding: .utf8) else { throw .notText }
    let rows = try Self.rows(text)
    guard let head = rows.first?.fields else { throw .missingColumn("file") }
    var columns: [String: Int] = [:]
    for (index, name) in head.enumerated() { columns[name.trimmingCharacters(in: .whitespaces)] = index }
    guard let file = columns["file"] else { throw .missingColumn("file") }
    guard let label = columns["class_slug"] else { throw .missingColumn("class_slug") }
    if split != nil, columns["split"] == nil { throw .missingColumn("split") }
    var photos: [LabelledPhoto] = []
    for (line, fields) in rows.dropFirst() {
      guard fields.count == head.count else {
        throw .fieldCount(line: line, expected: head.count, found: fields.count)
      }
      if let split, let column = columns["split"], fields[column] != split { continue }
      guard classes.contains(fields[label]) else { throw .unknownClass(line: line, fields[label]) }
      let group = columns["group"].map { fields[$0] } ?? ""
      photos.append(
        LabelledPhoto(
          file: fields[file], label: fields[label], source: columns["source_repo"].map { fields[$0] } ?? "",
          group: group.isEmpty ? fields[file] : group))
    }
    guard !photos.isEmpty else { throw .noRows }
    self.photos = photos
  }

  /// Whether a table has a column `split`; false for what is no table.
  public static func hasSplits(csv: Data) -> Bool {
    let head = String(decoding: csv.prefix(4096), as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
    return head.split(separator: ",").contains { $0.trimmingCharacters(in: .whitespaces) == "split" }
  }

  private static func rows(_ text: String) throws(LabelError) -> [(line: Int, fields: [String])] {
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
}
