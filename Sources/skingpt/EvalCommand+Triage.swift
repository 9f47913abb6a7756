import Foundation
import SkinDiagnosis
import SkinEvaluation
import SkinFailure
import SkinSafety

extension Eval {
  /// The cases of the photos whose fine label has a danger group.
  static func triageCases(_ assessments: [Assessment], table: DangerTable) -> [Triage.Case] {
    assessments.compactMap {
      table.triageCase(of: $0.photo, level: $0.level, dangers: $0.dangers, isUncertain: $0.isUncertain)
    }
  }

  /// How soon people would be sent; nil without a table of danger groups.
  func measuredTriage(_ assessments: [Assessment], thresholds: UrgencyThresholds) throws -> Triage? {
    guard let path = triage else { return nil }
    let table: DangerTable
    do { table = try DangerTable(csv: try InputFile.read(path)) } catch let error as LabelError {
      throw FailureReport(
        problem: "'\(path)' cannot be used: \(error).",
        help: "Give Tools/train/corpus/danger_groups.csv, or a table with its columns.", status: .badInput)
    }
    let cases = Self.triageCases(assessments, table: table)
    if let chosen = chooseThresholds {
      guard let found = ThresholdChoice(cases).thresholds() else {
        throw FailureReport(
          problem: "No thresholds miss few enough of these photos, or a danger group has no photo.",
          help: "Measure more photos, or a better model.", status: .badInput)
      }
      try WholeFile.write(Data(try JSONText.line(["urgency": found]).utf8), to: chosen)
    }
    return Triage(cases, thresholds: thresholds)
  }
}

extension EvaluationText {
  /// How soon people would be sent, by true danger group.
  static func triage(_ triage: Triage) -> String {
    var text =
      "\nsent by rules alone, true danger group      photos   not raised        within 24 h       within 2 weeks\n"
    for row in triage.rows {
      let name = row.group.rawValue + (row.borderline ? " (borderline)" : "")
      text += name.padding(toLength: 44, withPad: " ", startingAt: 0) + String(format: "%6d", row.missed.photos)
      for share in [row.missed, row.today, row.twoWeeks] {
        text += String(
          format: "  %5.1f %% (%.0f-%.0f)", share.value * 100, (share.interval.first ?? 0) * 100,
          (share.interval.last ?? 0) * 100)
      }
      text += "\n"
    }
    return text
  }
}
