import Foundation
import SkinEvaluation

/// What `eval` measured, as tables.
enum EvaluationText {
  /// All tables.
  static func text(_ result: Eval.Result) -> String {
    let evaluation = result.evaluation
    var text = "\(result.model) (\(result.scheme), \(result.digest.prefix(12)))\n\n"
    text += summary(evaluation)
    text += classes(evaluation) + groups(evaluation) + reliability(evaluation) + coverage(evaluation)
    if let found = result.conditions {
      text += "\n" + line("right condition first", found.top1) + line("right condition among first three", found.top3)
    }
    if let found = result.triage { text += triage(found) }
    for other in result.compared { text += comparison(other) }
    if !result.left_out.isEmpty {
      text += "\nleft out because they could not be read: \(result.left_out.joined(separator: ", "))\n"
    }
    return text + "\n" + Terminal.wrapped(result.disclaimer) + "\n"
  }

  private static func summary(_ evaluation: Evaluation) -> String {
    var text = line("right class first", evaluation.top1)
    text += line("right class among first three", evaluation.top3)
    text += padded("balanced over the classes") + percent(evaluation.balanced) + interval(evaluation.balancedInterval)
    text += "\n" + padded("calibration error") + String(format: "%.4f\n", evaluation.calibrationError)
    if let fit = evaluation.temperature {
      text += padded("temperature") + String(format: "%.4f used, %.4f would fit best\n", fit.used, fit.fitted)
    }
    if let share = evaluation.nonskinRejected { text += line("photos without skin rejected", share) }
    if let share = evaluation.skinRejected { text += line("photos of skin rejected", share) }
    for found in evaluation.sensitivities {
      text +=
        padded("\(found.class) at 90 % specificity") + percent(found.sensitivity) + interval(found.interval) + "\n"
    }
    if let concepts = evaluation.concepts {
      text += padded("concepts against weak labels")
      text += String(
        format: "cross-entropy %.4f (without photo %.4f, least possible %.4f), %d photos\n", concepts.crossEntropy,
        concepts.crossEntropyWithoutPhoto, concepts.leastPossible, concepts.photos)
      if let found = concepts.averagePrecision, let blind = concepts.averagePrecisionWithoutPhoto {
        text += padded("") + String(format: "average precision %.3f (without photo %.3f)\n", found, blind)
      }
    }
    if let agreement = evaluation.answerAgreement {
      text += padded("first answer names the first class") + percent(agreement) + "\n"
    }
    text += padded("cannot tell; too poor for the gate") + "\(evaluation.uncertain); \(evaluation.unusable)\n"
    return text
      + padded("response: median, ninth decile")
      + String(format: "%.0f ms, %.0f ms\n", evaluation.responseMedian, evaluation.responseNinthDecile)
  }

  private static func classes(_ evaluation: Evaluation) -> String {
    evaluation.perClass.reduce("\nclass                 photos  recall  precision\n") { text, found in
      let name = found.class.padding(toLength: 22, withPad: " ", startingAt: 0)
      return text + name + String(format: "%6d", found.photos)
        + " \(found.recall.map(percent) ?? "      -") \(found.precision.map(percent) ?? "      -")\n"
    }
  }

  private static func groups(_ evaluation: Evaluation) -> String {
    var text = "\nsource, right class first\n"
    for (source, share) in evaluation.perSource.sorted(by: { $0.key < $1.key }) { text += line(source, share) }
    for (column, shares) in evaluation.perGroup.sorted(by: { $0.key < $1.key }) {
      text += "\n\(column), right class first"
      text += evaluation.groupGaps[column].map { String(format: "; gap %.1f points\n", $0 * 100) } ?? "\n"
      for (value, share) in shares.sorted(by: { $0.key < $1.key }) { text += line(value, share) }
    }
    return text
  }

  private static func reliability(_ evaluation: Evaluation) -> String {
    evaluation.reliability.reduce("\nfirst class's probability   photos   mean   right\n") { text, bin in
      text + String(format: "from %.3f %23d", bin.from, bin.photos) + percent(bin.confidence) + " "
        + percent(bin.accuracy) + "\n"
    }
  }

  private static func coverage(_ evaluation: Evaluation) -> String {
    var text = "\nanswered, surest first    wrong among them\n"
    for (index, point) in evaluation.riskCoverage.enumerated() where index % 2 == 1 {
      text += percent(point.coverage) + "                  " + percent(point.risk) + "\n"
    }
    return text
  }

  private static func comparison(_ other: Eval.Result.Comparison) -> String {
    let change = other.degradation
    var text = String(
      format: "\nagainst %@, %@: top-1 %+.2f points, %d of %d photos get another class, %d from malignant to benign\n",
      other.scheme as NSString, String(other.digest.prefix(12)) as NSString, change.top1Difference * 100, change.flips,
      change.photos, change.malignantToBenign.count)
    text += String(format: "mean largest change of a probability: %.4f\n", change.probabilityChange)
    for file in change.malignantToBenign { text += "  from malignant to benign: \(file)\n" }
    let evaluation = other.evaluation
    text += "with \(other.scheme): " + percent(evaluation.top1.value) + " first, " + percent(evaluation.top3.value)
    text += String(format: " among three, calibration error %.4f\n", evaluation.calibrationError)
    return text
  }

  private static func padded(_ name: String) -> String {
    name.padding(toLength: max(name.count + 1, 35), withPad: " ", startingAt: 0)
  }

  private static func percent(_ value: Double) -> String { String(format: "%5.1f %%", value * 100) }

  private static func interval(_ bounds: [Double]) -> String {
    String(format: "  (%.1f to %.1f)", (bounds.first ?? 0) * 100, (bounds.last ?? 0) * 100)
  }

  private static func line(_ name: String, _ share: Evaluation.Share) -> String {
    padded(name) + percent(share.value)
      + String(
        format: "  (%.1f to %.1f, %d photos)\n", (share.interval.first ?? 0) * 100, (share.interval.last ?? 0) * 100,
        share.photos)
  }
}
