import Foundation
import SkinDiagnosis
import SkinFiles
import SkinSafety

/// A report in 80 columns.
enum ReportText {
  private static let shownClassCount = 5
  private static let explainedClassCount = 3
  private static let barWidth = 24

  /// What stands above the answers: how soon, then photo, model, and what the photo may show.
  ///
  /// - Parameter isForced: whether a poor photo, or one without skin, is talked about all the same.
  static func opening(_ report: Report, isForced: Bool) -> String {
    var text = report.urgency == nil ? "" : urgency(report) + "\n"
    for photo in report.photos ?? [report.photo] {
      text += "\(photo.file), \(photo.width) x \(photo.height) pixels\n"
      for finding in photo.quality.findings { text += Terminal.wrapped(finding.advice, indent: "  ") + "\n" }
    }
    text += ReportWords.version(report) + "\n"
    if let sentence = ReportWords.sentence(report) { text += "\n" + Terminal.wrapped(sentence) + "\n" }
    if !isForced, report.isRefused { text += "To ask anyway, give --force.\n" }
    return text + differential(report, isForced: isForced)
  }

  /// What the photo may show: classes, conditions, and concepts that are more than usual.
  private static func differential(_ report: Report, isForced: Bool) -> String {
    guard let differential = report.differential, report.outcome != .notSkin || isForced else { return "" }
    var text = "\nWhat it may be (the model's estimate, all classes together 100 %):\n"
    for (index, entry) in differential.prefix(shownClassCount).enumerated() {
      let bar = String(repeating: "#", count: Int((entry.probability * Double(barWidth)).rounded()))
      let label = entry.label.padding(toLength: 32, withPad: " ", startingAt: 0)
      text += String(format: "  %5.1f %%  ", entry.probability * 100) + label + bar + "\n"
      if index < explainedClassCount, let evidence = entry.evidence {
        text += Terminal.wrapped(evidence.sentence, indent: "           ") + "\n"
      }
    }
    let rest = differential.dropFirst(shownClassCount)
    text += String(format: "  %5.1f %%  ", rest.reduce(0) { $0 + $1.probability } * 100)
    text += "\(rest.count) other classes together\n"
    let conditions = ReportWords.conditions(report)
    if !conditions.isEmpty { text += "\nWithin these groups, perhaps:\n" }
    for condition in conditions { text += Terminal.wrapped(condition, indent: "  ") + "\n" }
    if let concepts = ReportWords.concepts(report) { text += "\n" + Terminal.wrapped(concepts) + "\n" }
    return text
  }

  /// How soon a person should be seen, and why; empty for a refused photo.
  static func urgency(_ report: Report) -> String {
    guard let urgency = report.urgency else { return "" }
    let heading = Terminal.emphasized(
      "How soon to be seen: \(ReportWords.haste(urgency.level))", isAlarm: urgency.level >= .within24Hours)
    return urgency.reasons.reduce(heading + "\n") { $0 + Terminal.wrapped($1, indent: "  ") + "\n" }
  }

  /// What stands below the answers.
  static func closing(_ report: Report) -> String {
    var text = "\nWhat to do next\n"
    // How soon has been said, at the top and only there.
    for step in ReportWords.nextSteps(report) where step != report.urgency?.level.advice {
      text += Terminal.wrapped(step, indent: "  ") + "\n"
    }
    text += "\nWhat this program cannot know\n"
    for limit in ReportWords.limits(report) { text += Terminal.wrapped(limit, indent: "  ") + "\n" }
    return text + "\n" + Terminal.wrapped(report.model.provenance) + "\n" + Terminal.wrapped(report.disclaimer) + "\n"
  }
}

/// JSON as the commands print it.
enum JSONText {
  /// A value on one line.
  static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return FileName.harmless(json: String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n"
  }
}
