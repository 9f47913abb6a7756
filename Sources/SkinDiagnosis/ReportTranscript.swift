import SkinSafety

/// What was asked and answered about one or more photos, as Markdown.
package enum ReportTranscript {
  private static let shownClassCount = 5

  /// The transcript; text from outside is escaped, so that it stays text.
  package static func markdown(_ reports: [Report]) -> String {
    var text = reports.map(section).joined(separator: "\n")
    if let report = reports.last {
      let accuracy = report.model.accuracy ?? "The accuracy of this model was not measured."
      let measured = report.disclaimer.contains(accuracy) ? "" : "\(escaped(accuracy))\n\n"
      text += "\n---\n\n\(escaped(report.model.provenance))\n\n\(measured)**\(escaped(report.disclaimer))**\n"
    }
    return text
  }

  private static func section(_ report: Report) -> String {
    var text = "# \(escaped(report.photo.file))\n"
    if let urgency = report.urgency {
      text += "\n**How soon to be seen: \(escaped(ReportWords.haste(urgency.level)))**\n"
      for reason in urgency.reasons { text += "\n- \(escaped(reason))" }
      text += "\n"
    }
    if let sentence = ReportWords.sentence(report) { text += "\n\(sentence)\n" }
    if let differential = report.differential, report.outcome != .notSkin {
      text += "\nWhat it may be, the model's estimate:\n"
      for entry in differential.prefix(shownClassCount) {
        text += "\n- \(ReportWords.percent(entry.probability)) % \(escaped(entry.label))"
        if let evidence = entry.evidence { text += ". \(escaped(evidence.sentence))" }
      }
      text += "\n"
    }
    let conditions = ReportWords.conditions(report)
    if !conditions.isEmpty { text += list("Within these groups, perhaps", conditions) }
    if let concepts = ReportWords.concepts(report) { text += "\n\(escaped(concepts))\n" }
    text += list("What to do next", ReportWords.nextSteps(report))
    text += list("What this program cannot know", ReportWords.limits(report))
    for answer in report.answers { text += "\n**\(escaped(answer.prompt))**\n\n\(escaped(answer.text))\n" }
    return text + "\n\(escaped(ReportWords.version(report)))\n"
  }

  private static func list(_ heading: String, _ texts: [String]) -> String {
    "\n\(heading):\n\n" + texts.map { "- \(escaped($0))\n" }.joined()
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
