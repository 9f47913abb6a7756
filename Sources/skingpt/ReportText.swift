import Foundation
import SkinDiagnosis
import SkinSafety

/// A report in 80 columns.
enum ReportText {
  private static let shownClassCount = 5
  private static let shownConceptCount = 5
  private static let barWidth = 24

  /// What stands above the answers: photo, model, and what the photo may show.
  static func opening(_ report: Report) -> String {
    var text = "\(report.photo.file), \(report.photo.width) x \(report.photo.height) pixels\n"
    text += "\(report.model.name) (\(report.model.scheme), \(report.model.digest.prefix(12)))\n"
    switch report.outcome {
    case .notSkin:
      text += "\n" + Terminal.wrapped("This photo does not seem to show skin, so nothing is said about it.") + "\n"
      text += "To ask anyway, give --force.\n"
    case .uncertain:
      text += "\n" + Terminal.wrapped("The model cannot tell: none of its classes is likely enough to rely on.") + "\n"
    case .unusablePhoto:
      text +=
        "\n" + Terminal.wrapped("This photo is too poor to say anything about. To go on anyway, give --force.") + "\n"
    case .assessed: break
    }
    for finding in report.photo.quality.findings { text += Terminal.wrapped(finding.advice, indent: "  ") + "\n" }
    text += "\n" + urgency(report)
    if let differential = report.differential {
      text += "\nWhat it may be (the model's estimate, all classes together 100 %):\n"
      for entry in differential.prefix(shownClassCount) {
        let bar = String(repeating: "#", count: Int((entry.probability * Double(barWidth)).rounded()))
        let label = entry.label.padding(toLength: 32, withPad: " ", startingAt: 0)
        text += String(format: "  %5.1f %%  ", entry.probability * 100) + label + bar + "\n"
      }
    }
    if let concepts = report.concepts, report.outcome != .notSkin {
      let seen = concepts.prefix(shownConceptCount).map {
        "\($0.name.lowercased()) \(Int(($0.probability * 100).rounded())) %"
      }
      text += "\n" + Terminal.wrapped("What a clinician might note: " + seen.joined(separator: ", ") + ".") + "\n"
    }
    return text
  }

  /// How soon a person should be seen, and why.
  static func urgency(_ report: Report) -> String {
    report.urgency.reasons.reduce("How soon to be seen: \(report.urgency.level.rawValue)\n") {
      $0 + Terminal.wrapped($1, indent: "  ") + "\n"
    }
  }

  /// What stands below the answers.
  static func closing(_ report: Report) -> String {
    "\n" + Terminal.wrapped(report.model.provenance) + "\n" + Terminal.wrapped(report.disclaimer) + "\n"
  }
}

/// JSON as the commands print it.
enum JSONText {
  /// A value on one line.
  static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
