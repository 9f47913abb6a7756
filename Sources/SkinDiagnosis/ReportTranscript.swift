import SkinSafety
package import SkinWords

/// What was asked and answered about one or more photos, as Markdown.
package enum ReportTranscript {
  private static let shownClassCount = 5

  /// The transcript; text from outside is escaped, so that it stays text.
  package static func markdown(_ reports: [Report], words: Words = .english) -> String {
    var text = reports.map { section($0, words) }.joined(separator: "\n")
    if let report = reports.last {
      let spoken = TranslatedReport(report, words)
      text += "\n---\n\n"
      for line in [spoken.provenance, spoken.accuracy, spoken.note] { text += line.map { "\(escaped($0))\n\n" } ?? "" }
      text += "**\(escaped(spoken.disclaimer))**\n"
    }
    return text
  }

  private static func section(_ report: Report, _ words: Words) -> String {
    let (spoken, speaker) = (TranslatedReport(report, words), ReportSpeaker(words))
    var text = "# \(escaped(report.photo.file))\n"
    if !report.reasons.isEmpty {
      text += "\n**\(escaped(words("How soon to be seen: {haste}", ["haste": spoken.haste])))**\n"
      for reason in spoken.reasons {
        text += "\n- \(escaped(reason.text))" + reason.signs.map { "\n  - \(escaped($0))" }.joined()
      }
      text += "\n"
    }
    text += spoken.findings.joined().map { "\n\(escaped($0))\n" }.joined()
    if let sentence = spoken.outcome { text += "\n\(escaped(sentence))\n" }
    if let differential = report.differential, report.outcome != .notSkin {
      text += "\n\(escaped(words("What it may be: the model's estimate"))):\n"
      for line in [spoken.caveat, spoken.measured] { text += line.map { "\n\(escaped($0))\n" } ?? "" }
      for (entry, named) in zip(differential, spoken.classes).prefix(shownClassCount)
      where entry.probability >= ReportWords.shownProbability {
        text += "\n- \(speaker.percent(entry.probability)) % \(escaped(named.label))"
        if let evidence = named.evidence { text += ". \(escaped(evidence))" }
      }
      text += "\n"
    }
    if !spoken.conditions.isEmpty { text += list(words("By name, of all 100 %"), spoken.conditions) }
    if !spoken.alternatives.isEmpty { text += "\n" + spoken.alternatives.map { "- \(escaped($0))\n" }.joined() }
    if let concepts = spoken.concepts { text += "\n\(escaped(concepts))\n" }
    text += list(words("What to do next"), spoken.next)
    text += list(words("What this program cannot know"), spoken.limits)
    for answer in spoken.answers { text += "\n**\(escaped(answer.prompt))**\n\n\(escaped(answer.text))\n" }
    return text + "\n\(escaped(spoken.version))\n"
  }

  private static func list(_ heading: String, _ texts: [String]) -> String {
    "\n\(escaped(heading)):\n\n" + texts.map { "- \(escaped($0))\n" }.joined()
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
