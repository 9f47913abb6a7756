import Foundation
import SkinDiagnosis
import SkinFiles
import SkinRuntime
import SkinSafety
import SkinWords

/// A report in 80 columns, in one language.
struct ReportText {
  private static let shownClassCount = 5
  private static let explainedClassCount = 3
  private static let barWidth = 24
  private static let labelWidth = 32
  private static let shareWidth = 7

  /// The language.
  let words: Words
  /// Writes the parts of a report.
  let speaker: ReportSpeaker

  init(_ words: Words) {
    self.words = words
    speaker = ReportSpeaker(words)
  }

  /// The text above the answers: the urgency, then photo, model, and what the photo may show; of a refused photo why comes first.
  ///
  /// - Parameter isForced: whether a poor photo, or one without skin, is discussed all the same.
  func opening(_ report: Report, isForced: Bool) -> String {
    let spoken = TranslatedReport(report, words)
    let haste = report.reasons.isEmpty ? "" : urgency(report) + "\n"
    var seen = ""
    for (photo, findings) in zip(report.photos ?? [report.photo], spoken.findings) {
      let size = words("{width} x {height} pixels", ["width": "\(photo.width)", "height": "\(photo.height)"])
      seen += photo.file + words(", ") + size + "\n"
      for finding in findings { seen += Terminal.wrapped(finding, indent: "  ") + "\n" }
    }
    seen += spoken.version + "\n"
    if let sentence = spoken.outcome { seen += "\n" + Terminal.wrapped(sentence) + "\n" }
    // Who is to take another photo reads that first, and why.
    let isRefused = [.unusablePhoto, .notSkin].contains(report.outcome)
    let head = isRefused ? seen + "\n" + haste.dropLast() : haste + seen
    return head + differential(report, spoken, isForced: isForced)
  }

  /// What the photo may show: classes, conditions, and unusual concepts.
  private func differential(_ report: Report, _ spoken: TranslatedReport, isForced: Bool) -> String {
    guard let differential = report.differential, report.outcome != .notSkin || isForced else { return "" }
    let heading = words("What it may be (the model's estimate, all classes together 100 %):")
    var text = "\n" + Terminal.wrapped(heading) + "\n"
    for line in [spoken.caveat, spoken.measured] { text += line.map { Terminal.wrapped($0) + "\n" } ?? "" }
    func share(_ probability: Double) -> String {
      let number = speaker.percent(probability)
      return String(repeating: " ", count: max(0, Self.shareWidth - number.count)) + number + " %  "
    }
    let shown = differential.prefix(Self.shownClassCount).prefix { $0.probability >= ReportWords.shownProbability }
    let labelWidth = max(Self.labelWidth, (shown.indices.map { spoken.classes[$0].label.columns }.max() ?? 0) + 1)
    for (index, entry) in shown.enumerated() {
      // A bar would claim what the model cannot tell.
      let bar =
        spoken.caveat == nil
        ? String(repeating: "#", count: Int((entry.probability * Double(Self.barWidth)).rounded())) : ""
      let label = spoken.classes[index].label
      let gap = String(repeating: " ", count: labelWidth - label.columns)
      text += share(entry.probability) + label + (bar.isEmpty ? "" : gap + bar) + "\n"
      if index < Self.explainedClassCount, let evidence = spoken.classes[index].evidence {
        text += Terminal.wrapped(evidence, indent: "           ") + "\n"
      }
    }
    let rest = differential.dropFirst(shown.count)
    text += share(rest.reduce(0) { $0 + $1.probability })
    text += words.plural("{count} other class", "{count} other classes together", rest.count) + "\n"
    if !spoken.conditions.isEmpty { text += "\n" + words("By name, of all 100 %") + "\n" }
    for condition in spoken.conditions { text += Terminal.wrapped(condition, indent: "  ") + "\n" }
    if !spoken.alternatives.isEmpty { text += "\n" }
    for alternative in spoken.alternatives { text += Terminal.wrapped(alternative, indent: "  ") + "\n" }
    if let concepts = spoken.concepts { text += "\n" + Terminal.wrapped(concepts) + "\n" }
    return text
  }

  /// How soon a person should be seen, and why; empty for a refused photo of somebody who was asked for danger signs.
  func urgency(_ report: Report) -> String {
    guard !report.reasons.isEmpty else { return "" }
    let spoken = TranslatedReport(report, words)
    let heading = Terminal.emphasized(
      Terminal.wrapped(words("How soon to be seen: {haste}", ["haste": spoken.haste])),
      isAlarm: report.urgency.map { $0.level >= .within24Hours } ?? false)
    var text = heading + "\n"
    for reason in spoken.reasons {
      text += Terminal.wrapped(reason.text, indent: "  ") + "\n"
      for sign in reason.signs { text += Terminal.item(sign, indent: "    ") + "\n" }
    }
    return text
  }

  /// Why an answer ended, if it did not end by itself.
  func ending(of answer: Report.Answer) -> String {
    switch answer.stopped {
    case .end: ""
    case .limit:
      words("[cut off at {count} tokens; --max-tokens allows more]", ["count": "\(answer.tokens)"]) + "\n"
    case .interrupted: words("[stopped]") + "\n"
    }
  }

  /// The text below the answers.
  func closing(_ report: Report) -> String {
    let spoken = TranslatedReport(report, words)
    var text = "\n" + words("What to do next") + "\n"
    for step in spoken.nextBesideHaste { text += Terminal.wrapped(step, indent: "  ") + "\n" }
    text += "\n" + words("What this program cannot know") + "\n"
    for limit in spoken.limits { text += Terminal.wrapped(limit, indent: "  ") + "\n" }
    text += "\n"
    // A statement that says what the disclaimer says would say it twice.
    let origin = report.model.provenance.contains("replace an examination") ? nil : spoken.provenance
    for line in [origin, spoken.note, spoken.disclaimer] {
      text += line.map { Terminal.wrapped($0) + "\n" } ?? ""
    }
    return text
  }
}

/// JSON as the commands print it.
enum JSONText {
  /// A report on one line, with its texts in a language other than English beside the English ones.
  static func line(_ report: Report, _ words: Words) throws -> String {
    words.language == .english ? try line(report) : try line(ReportWithTranslation(report, words))
  }

  /// An answer on one line, with its text in a language other than English beside the English one.
  static func line(_ answer: Report.Answer, _ words: Words) throws -> String {
    words.language == .english ? try line(answer) : try line(AnswerWithTranslation(answer, words))
  }

  /// A value on one line.
  static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return FileName.harmless(json: String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n"
  }
}
