import Foundation
import SkinDiagnosis
import SkinFailure

/// Diagnoses one photo with the library alone: `diagnose-once MODEL PHOTO [HISTORY.json]`.
@main
struct DiagnoseOnce {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 || arguments.count == 4 else {
      FileHandle.standardError.write(Data("help:  diagnose-once MODEL PHOTO [HISTORY.json]\n".utf8))
      exit(64)
    }
    do throws(FailureReport) {
      let history = arguments.count == 4 ? FileManager.default.contents(atPath: arguments[3]) : nil
      let diagnosis = try Diagnostician(model: arguments[1]).diagnose(photos: [arguments[2]], history: history)
      show(diagnosis)
    } catch {
      FileHandle.standardError.write(Data("error: \(error.problem)\nhelp:  \(error.help)\n".utf8))
      exit(error.status.rawValue)
    }
  }

  /// Urgency first, then what it may be, and always how far to trust it.
  static func show(_ diagnosis: Diagnosis) {
    if let urgency = diagnosis.urgency { print(urgency.rawValue) }
    for reason in diagnosis.reasons { print("- \(reason)") }
    for finding in diagnosis.classes.prefix(3) {
      print("\(Int((100 * finding.probability).rounded())) % \(finding.name)")
    }
    for answer in diagnosis.answers { print("\n\(answer.question)\n\(answer.text)") }
    print("\n\(diagnosis.measuredAccuracy ?? "This model was not trained to diagnose.")\n\(diagnosis.disclaimer)")
  }
}
