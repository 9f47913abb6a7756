import Foundation
import SkinEvaluation
import SkinFailure
import SkinFiles

/// The table of labels that several commands read.
enum LabelFile {
  /// The photos of a split; all without one.
  static func photos(
    _ path: String, split: String? = nil, classes: [String], attributes: [String] = []
  ) throws(FailureReport) -> [LabelledPhoto] {
    try photos(try InputFile.read(path), of: path, split: split, classes: classes, attributes: attributes)
  }

  /// The photos to measure a model on: those of a split, `all` for all; by default `val` if the table has splits.
  static func measured(
    _ path: String, split: String?, classes: [String], attributes: [String] = []
  ) throws(FailureReport) -> [LabelledPhoto] {
    let data = try InputFile.read(path)
    let chosen = split ?? (LabelTable.hasSplits(csv: data) ? "val" : "all")
    return try photos(
      data, of: path, split: chosen == "all" ? nil : chosen, classes: classes, attributes: attributes)
  }

  private static func photos(
    _ data: Data, of path: String, split: String?, classes: [String], attributes: [String]
  ) throws(FailureReport) -> [LabelledPhoto] {
    let table: LabelTable
    do throws(LabelError) {
      table = try LabelTable(csv: data, split: split, classes: classes, attributes: attributes)
    } catch {
      let columns =
        "It needs a header with file and class_slug, and the model's classes: \(classes.joined(separator: ", "))."
      throw FailureReport(
        problem: "'\(path)' cannot be used: \(error).", help: error.help(columns: columns), status: .badInput)
    }
    if table.delimiter != .comma, Terminal.showsProgress {
      Terminal.note("'\(FileName.shown(path))' is read as columns between \(table.delimiter.name).\n")
    }
    return table.photos
  }
}
