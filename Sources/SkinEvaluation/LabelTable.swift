import SkinFailure
package import Foundation

/// What is wrong with a table of labels.
package enum LabelError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// The file is not UTF-8.
  case notText
  /// A quoted field has no end; it began in this line.
  case openQuote(line: Int)
  /// A required column is missing.
  case missingColumn(String)
  /// A row has a different number of fields than the header.
  case fieldCount(line: Int, expected: Int, found: Int)
  /// A class that the model does not know.
  case unknownClass(line: Int, String)
  /// A number that is not a share between 0 and 1.
  case notAShare(line: Int, String)
  /// A rating that is not a number from 1 to 5.
  case notARating(line: Int, String)
  /// A reader who is neither a clinician nor another reader.
  case unknownRole(line: Int, String)
  /// A statement that only clinicians rate, rated by another reader.
  case ratedByLayReader(line: Int, String)
  /// A reader who has already rated the case.
  case ratedTwice(line: Int, case: String, reader: String)
  /// A field that must not be empty.
  case emptyField(line: Int, String)
  /// There is no row to measure.
  case noRows

  /// One line.
  package var description: String {
    switch self {
    case .notText: "it is not UTF-8 text"
    case .openQuote(let line): "the quote that begins in line \(line) has no end"
    case .missingColumn(let name): "it has no column '\(name)'"
    case .fieldCount(let line, let expected, let found): "line \(line) has \(found) fields, the header \(expected)"
    case .unknownClass(let line, let name): "line \(line) names the class '\(name)', which the model does not have"
    case .notAShare(let line, let text): "line \(line) has '\(text)' where a share from 0 to 1 belongs"
    case .notARating(let line, let text): "line \(line) has '\(text)' where a number from 1 to 5 or nothing belongs"
    case .unknownRole(let line, let text): "line \(line) has the role '\(text)'; clinician and lay are the roles"
    case .ratedByLayReader(let line, let name): "line \(line) has a rating of '\(name)', which only clinicians rate"
    case .ratedTwice(let line, let name, let reader):
      "line \(line) is the second of reader '\(reader)' about case '\(name)'"
    case .emptyField(let line, let name): "line \(line) has nothing under '\(name)'"
    case .noRows: "no row is left to measure"
    }
  }
}

/// A photo and what it shows.
package struct LabelledPhoto: Hashable, Sendable, Codable {
  /// The file, relative to the folder of photos.
  package var file: String
  /// The slug of its class.
  package var label: String
  /// Where it comes from; empty if the table does not say.
  package var source: String
  /// Photos of the same group belong together (one person, near-duplicates); its own file name if there is none.
  package var group: String
  /// What else the table says, by column; columns without a value are left out.
  package var attributes: [String: String] = [:]

  /// A photo of the given facts.
  package init(file: String, label: String, source: String, group: String, attributes: [String: String] = [:]) {
    self.file = file
    self.label = label
    self.source = source
    self.group = group
    self.attributes = attributes
  }
}

/// A table of labels: comma-separated values with a header that has at least `file` and `class_slug`.
///
/// Read as RFC 4180 defines it: quotes, quotes inside quotes, line breaks inside quotes, CRLF; a byte-order mark is
/// skipped.
package struct LabelTable: Hashable, Sendable {
  /// The rows of the split.
  package let photos: [LabelledPhoto]

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - split: only rows whose column `split` says so; nil for all.
  ///   - classes: the classes that a row may name.
  ///   - attributes: other columns to keep, if present.
  /// - Throws: ``LabelError``
  package init(csv: Data, split: String?, classes: [String], attributes: [String] = []) throws(LabelError) {
    let rows = try CommaSeparated.rows(csv)
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
      var found: [String: String] = [:]
      for name in attributes {
        if let column = columns[name], !fields[column].isEmpty { found[name] = fields[column] }
      }
      let group = columns["group"].map { fields[$0] } ?? ""
      photos.append(
        LabelledPhoto(
          file: fields[file], label: fields[label], source: columns["source_repo"].map { fields[$0] } ?? "",
          group: group.isEmpty ? fields[file] : group, attributes: found))
    }
    guard !photos.isEmpty else { throw .noRows }
    self.photos = photos
  }

  /// Whether a table has a column `split`; false for anything that is not a table.
  package static func hasSplits(csv: Data) -> Bool {
    let head = String(decoding: csv.prefix(4096), as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
    return head.split(separator: ",").contains { $0.trimmingCharacters(in: .whitespaces) == "split" }
  }
}
