import SkinSafety

/// What was asked and answered about one or more photos, as Markdown.
public enum ReportTranscript {
  private static let shownClassCount = 5

  /// The transcript; text from outside is escaped, so that it stays text.
  public static func markdown(_ reports: [Report]) -> String {
    var text = reports.map(section).joined(separator: "\n")
    if let report = reports.last {
      text += "\n---\n\n\(escaped(report.model.provenance))\n\n**\(escaped(report.disclaimer))**\n"
    }
    return text
  }

  private static func section(_ report: Report) -> String {
    var text = "# \(escaped(report.photo.file))\n\n**How soon to be seen: \(report.urgency.level.rawValue)**\n"
    for reason in report.urgency.reasons { text += "\n- \(escaped(reason))" }
    text += "\n"
    if let sentence = ReportWords.sentence(report.outcome) { text += "\n\(sentence)\n" }
    if let differential = report.differential, report.outcome != .notSkin {
      text += "\nWhat it may be, the model's estimate:\n"
      for entry in differential.prefix(shownClassCount) {
        text += "\n- \(ReportWords.percent(entry.probability)) % \(escaped(entry.label))"
      }
      text += "\n"
    }
    for answer in report.answers { text += "\n**\(escaped(answer.prompt))**\n\n\(escaped(answer.text))\n" }
    return text + "\nModel: \(escaped(report.model.name)) (\(report.model.scheme), \(report.model.digest.prefix(12)))\n"
  }

  private static func escaped(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if "\\`*_[]<>#|&".unicodeScalars.contains(scalar) { output.append("\\") }
      if scalar == "\n" || scalar.properties.generalCategory != .control { output.append(scalar) }
    }
    return String(output)
  }
}
