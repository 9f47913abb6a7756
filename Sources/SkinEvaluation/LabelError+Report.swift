package import SkinFailure

extension LabelError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    FailureReport(
      problem: "The table of labels\(file.map { " '\($0)'" } ?? "") cannot be used: \(self).",
      help: help(columns: "docs/engineer.md shows its columns."), status: .badInput)
  }

  /// What to do about a table.
  ///
  /// - Parameter columns: what to do if its columns are not those that the command needs, or what they say is not.
  package func help(columns: String) -> String {
    switch self {
    case .notText: "Save it again from the spreadsheet as CSV in UTF-8."
    case .openQuote: "A quote inside a quoted field is written twice."
    case .fieldCount:
      "Every row has as many fields as the header; a field that holds the separator, like a comma, stands in quotes."
    case .notAShare(_, let text) where text.contains(","): "Decimals are written with a point, like 0.5."
    case .missingColumn: columns + " Commas, semicolons or tabs separate the columns."
    case .unknownClass, .notAShare, .notARating, .unknownRole, .ratedByLayReader, .ratedTwice, .emptyField, .noRows:
      columns
    }
  }
}
