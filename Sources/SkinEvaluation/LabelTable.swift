import SkinFailure
package import Foundation

/// What is wrong with a table of labels.
package enum LabelError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// The file is neither UTF-8 nor UTF-16 with a byte-order mark.
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

/// A table of labels: values between commas, semicolons or tabs, with a header that has at least `file` and `class_slug`.
package struct LabelTable: Hashable, Sendable {
  private static let needed = ["file", "class_slug"]

  /// What stands between the fields.
  package let delimiter: Delimiter
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
    let table = try DelimitedTable(csv, needed: Self.needed + (split == nil ? [] : ["split"]))
    delimiter = table.delimiter
    var columns: [String: Int] = [:]
    for (index, name) in table.head.enumerated() { columns[name] = index }
    guard let file = columns["file"] else { throw .missingColumn("file") }
    guard let label = columns["class_slug"] else { throw .missingColumn("class_slug") }
    var photos: [LabelledPhoto] = []
    for (line, fields) in table.rows {
      if let split, let column = columns["split"], fields[column].trimmingCharacters(in: .whitespaces) != split {
        continue
      }
      // Spreadsheets write the first letter of a word large.
      let name = fields[label].trimmingCharacters(in: .whitespaces)
      guard let slug = classes.first(where: { $0 == name }) ?? classes.first(where: { $0 == name.lowercased() }) else {
        throw .unknownClass(line: line, name)
      }
      var found: [String: String] = [:]
      for name in attributes {
        if let column = columns[name], !fields[column].isEmpty { found[name] = fields[column] }
      }
      let group = columns["group"].map { fields[$0] } ?? ""
      photos.append(
        LabelledPhoto(
          file: fields[file], label: slug, source: columns["source_repo"].map { fields[$0] } ?? "",
          group: group.isEmpty ? fields[file] : group, attributes: found))
    }
    guard !photos.isEmpty else { throw .noRows }
    self.photos = photos
  }

  /// Whether a table has a column `split`; false for anything that is not a table.
  package static func hasSplits(csv: Data) -> Bool {
    DelimitedTable.columns(csv, needed: needed).contains("split")
  }
}
