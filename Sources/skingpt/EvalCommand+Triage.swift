import SkinConfiguration
import SkinContainer
import Foundation
import SkinDiagnosis
import SkinEvaluation
import SkinFailure
import SkinRuntime
import SkinSafety

extension Eval {
  /// The probability of a wrong answer when the cost of mistakes is measured.
  static let mistakeShare = 0.1

  /// The table of danger groups; nil if it was not given.
  func dangerTable() throws -> DangerTable? {
    guard let path = triage else { return nil }
    do { return try DangerTable(csv: try InputFile.read(path)) } catch let error as LabelError {
      throw FailureReport(
        problem: "'\(path)' cannot be used: \(error).",
        help: error.help(columns: "Give Tools/train/corpus/danger_groups.csv, or a table with its columns."),
        status: .badInput)
    }
  }

  /// How soon people would be sent to a clinician, also with answers about them and with wrong ones.
  ///
  /// Writes the thresholds that these photos would choose, if requested.
  func measuredTriage(_ assessments: [Assessment], table: DangerTable, of model: SkinModel) throws -> Triage {
    func cases(_ level: (Assessment) -> UrgencyLevel?) -> [Triage.Case] {
      assessments.compactMap {
        table.triageCase(of: $0.photo, level: level($0), dangers: $0.dangers, isUncertain: $0.isUncertain)
      }
    }
    let found = cases(\.level)
    if let chosen = chooseThresholds {
      let name = model.configuration.name
      guard let record = ThresholdRecord(found, model: name, digest: model.container.digest) else {
        throw FailureReport(
          problem: "No thresholds miss few enough of these photos, or a danger group has no photo.",
          help: "Measure more photos, or a better model.", status: .badInput)
      }
      try WholeFile.write(Data(try JSONText.line(record).utf8), to: chosen)
    }
    var triage = Triage(found, thresholds: model.urgencyThresholds)
    triage.add(told: cases(\.levelTold), mistold: cases(\.levelMistold), mistakes: Self.mistakeShare)
    return triage
  }
}

extension EvaluationText {
  /// How soon people would be sent to a clinician, by true danger group.
  static func triage(_ triage: Triage) -> String {
    var text = table("sent by rules alone, true danger group", triage.rows)
    if let told = triage.told { text += table("with answers that are typical and deny danger", told) }
    if let mistold = triage.mistold, let share = triage.mistakes {
      text += table(String(format: "with %.0f %% of those answers wrong", share * 100), mistold)
    }
    return text
  }

  private static func table(_ name: String, _ rows: [Triage.Row]) -> String {
    var text = "\n" + name.padding(toLength: 44, withPad: " ", startingAt: 0)
    text += "photos   not raised        within 24 h       within 2 weeks\n"
    for row in rows {
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
