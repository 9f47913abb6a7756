import SkinFailure
import Foundation
import SkinDiagnosis
import SkinEvaluation
import SkinImage
import SkinSafety

/// `skingpt eval --gate`: the photo gate alone, on photos as they are and degraded.
extension Eval {
  /// Tries every photo of the table; those that cannot be read are named and left out.
  func tryGate(_ rows: [LabelledPhoto]) throws {
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    var trial = GateTrial()
    var lastFailure: FailureReport?
    for (index, row) in rows.enumerated() {
      bar.show(Double(index) / Double(rows.count))
      let path = URL(fileURLWithPath: photos).appending(path: row.file).path(percentEncoded: false)
      do { trial.add(try Photo.decode(try Photo.fileBytes(path: path))) } catch {
        let failure = FailureReport(error, file: row.file)
        Terminal.note("left out: \(failure.problem)\n")
        lastFailure = failure
      }
    }
    bar.finish()
    if trial.photos == 0, let lastFailure { throw lastFailure }
    if json { return Terminal.write(try JSONText.line(trial)) }
    var text = String(
      format: "%-34@ %5.1f %%  (%d of %d)\n", "refused as they are" as NSString, trial.refusedShare * 100,
      trial.refused, trial.photos)
    for harm in GateTrial.Harm.allCases {
      text += String(
        format: "%-34@ %5.1f %%  (%d of %d)\n", "refused when \(harm.rawValue)" as NSString,
        trial.caughtShare(harm) * 100, trial.caught[harm.rawValue] ?? 0, trial.photos - trial.refused)
    }
    Terminal.write(text)
  }
}
