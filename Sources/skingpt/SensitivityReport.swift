import Foundation
import SkinMeasurement

/// What `skingpt convert --sensitivity` writes, and its table.
struct SensitivityReport: Encodable {
  var model: String
  var reference: String
  var photos: Int
  var prompts: Int
  var classes: [Sensitivity.Finding]
  var whole = ModelComparison()

  /// A row for each class, and one for the whole container.
  var table: String {
    func row(_ name: String, _ schemes: String, _ comparison: ModelComparison) -> String {
      let measures = String(
        format: "%10.6f  %8.2f %%", comparison.meanDivergence, comparison.agreement * 100)
      return name.padding(toLength: 42, withPad: " ", startingAt: 0)
        + schemes.padding(toLength: 12, withPad: " ", startingAt: 0) + measures + "\n"
    }
    var text = "alone in few bits".padding(toLength: 42, withPad: " ", startingAt: 0)
    text += "scheme".padding(toLength: 12, withPad: " ", startingAt: 0) + "  KL, nats  same first token\n"
    for finding in classes { text += row(finding.tensors, finding.schemes.joined(separator: ", "), finding.comparison) }
    text += row("all of them, as written", "", whole)
    return text + "\(whole.positions) positions of \(photos) photos, beside the model in \(reference)\n"
  }
}
