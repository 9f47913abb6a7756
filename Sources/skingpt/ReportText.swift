import Foundation
import SkinDiagnosis
import SkinFiles
import SkinSafety

/// A report in 80 columns.
enum ReportText {
  private static let shownClassCount = 5
  private static let shownConceptCount = 5
  private static let explainedClassCount = 3
  private static let barWidth = 24

  /// What stands above the answers: photo, model, and what the photo may show.
  ///
  /// - Parameter isForced: whether a poor photo, or one without skin, is talked about all the same.
  static func opening(_ report: Report, isForced: Bool) -> String {
    var text = "\(report.photo.file), \(report.photo.width) x \(report.photo.height) pixels\n"
    text += ReportWords.version(report) + "\n"
    if let sentence = ReportWords.sentence(report) { text += "\n" + Terminal.wrapped(sentence) + "\n" }
    if !isForced, report.outcome == .notSkin || report.outcome == .unusablePhoto {
      text += "To ask anyway, give --force.\n"
    }
    for finding in report.photo.quality.findings { text += Terminal.wrapped(finding.advice, indent: "  ") + "\n" }
    if report.urgency != nil { text += "\n" + urgency(report) }
    if let differential = report.differential, report.outcome != .notSkin || isForced {
      text += "\nWhat it may be (the model's estimate, all classes together 100 %):\n"
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
    }
    if let concepts = report.concepts, report.outcome != .notSkin {
      let seen = concepts.prefix(shownConceptCount).map {
        "\(ReportWords.concept($0.name)) \(Int(($0.probability * 100).rounded())) %"
      }
      text += "\n" + Terminal.wrapped("What a clinician might note: " + seen.joined(separator: ", ") + ".") + "\n"
    }
    return text
  }

  /// How soon a person should be seen, and why; empty for a refused photo.
  static func urgency(_ report: Report) -> String {
    guard let urgency = report.urgency else { return "" }
    let heading = Terminal.emphasized(
      "How soon to be seen: \(urgency.level.rawValue)", isAlarm: urgency.level >= .within24Hours)
    return urgency.reasons.reduce(heading + "\n") { $0 + Terminal.wrapped($1, indent: "  ") + "\n" }
  }

  /// What stands below the answers.
  static func closing(_ report: Report) -> String {
    var text = "\nWhat to do next\n"
    for step in ReportWords.nextSteps(report) { text += Terminal.wrapped(step, indent: "  ") + "\n" }
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
