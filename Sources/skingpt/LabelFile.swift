import Foundation
import SkinEvaluation
import SkinFailure

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
    do {
      return try LabelTable(csv: data, split: split, classes: classes, attributes: attributes).photos
    } catch {
      throw FailureReport(
        problem: "'\(path)' cannot be used: \(error).",
        help: "It needs a header with file and class_slug, and the model's classes:"
          + " \(classes.joined(separator: ", ")).",
        status: .badInput)
    }
  }
}
