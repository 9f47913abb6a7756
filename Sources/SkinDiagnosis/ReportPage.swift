import Foundation
package import SkinSafety

/// Reports as one page of HTML: no script, nothing from anywhere else, made to be read, printed and signed.
package enum ReportPage {
  /// A report with its photo.
  package struct Entry: Sendable {
    /// The report.
    package var report: Report
    /// The photos as PNG, see ``ReportPicture``, the best first; usually one.
    package var pictures: [[UInt8]]
    /// What stands above it, so that no two kept cases are taken for each other; usually nothing.
    package var heading: Heading?
    /// What was asked about the person and answered; nil if nobody was asked.
    package var history: History?

    /// A report with its photo.
    package init(report: Report, picture: [UInt8], heading: Heading? = nil) {
      self.init(report: report, pictures: [picture], heading: heading, history: nil)
    }

    /// A report with its photos and what was told about the person.
    package init(report: Report, pictures: [[UInt8]], heading: Heading? = nil, history: History?) {
      self.report = report
      self.pictures = pictures
      self.heading = heading
      self.history = history
    }
  }

  /// Which case a kept report belongs to.
  package struct Heading: Hashable, Sendable {
    /// The name or number that the person gave it.
    package var label: String
    /// What the person noted.
    package var note: String
    /// When it was kept, in words.
    package var keptAt: String

    /// A heading of the given words.
    package init(label: String, note: String, keptAt: String) {
      self.label = label
      self.note = note
      self.keptAt = keptAt
    }
  }

  private static let shownClassCount = 6
  private static let explainedClassCount = 3
  /// The questions that stand on top as long as nobody asked them.
  private static let dangerSigns: [HistoryQuestion.Identifier] = [.unwell, .signs, .spot]

  /// The page of one report.
  ///
  /// - Parameters:
  ///   - picture: the photo as PNG, see ``ReportPicture``.
  ///   - isLarge: larger print.
  package static func html(_ report: Report, picture: [UInt8], isLarge: Bool = false) -> String {
    html([Entry(report: report, picture: picture)], isLarge: isLarge)
  }

  /// The page of several reports by one model, one after another.
  package static func html(_ entries: [Entry], isLarge: Bool = false) -> String {
    var body = entries.map { "<main>\(heading($0.heading))\(main($0))</main>" }.joined()
    if let report = entries.last?.report { body += footer(report) }
    let label = entries.first?.heading.map { "\(escaped($0.label)): report" } ?? "Report"
    return page(body, title: "\(label) on a photo of skin", isLarge: isLarge)
  }

  private static func heading(_ heading: Heading?) -> String {
    guard let heading else { return "" }
    let note = heading.note.isEmpty ? "" : "<br><span>\(escaped(heading.note))</span>"
    return "<p class=\"kept\"><strong>\(escaped(heading.label))</strong>, kept \(escaped(heading.keptAt))\(note)</p>"
  }

  private static func main(_ entry: Entry) -> String {
    let report = entry.report
    var text = urgency(report) + lines
    text += "<header>" + entry.pictures.map(picture).joined() + "<div><h1>Report on a photo of skin</h1>"
    for photo in report.photos ?? [report.photo] {
      text += "<p>\(escaped(photo.file)), \(photo.width) x \(photo.height) pixels</p>"
    }
    text += "<p class=\"soft\">\(escaped(ReportWords.version(report)))</p>"
    if let sentence = ReportWords.sentence(report) { text += "<p class=\"outcome\">\(escaped(sentence))</p>" }
    text += "</div></header>" + differential(report)
    if !report.answers.isEmpty { text += "<h2>Answers</h2>" }
    for answer in report.answers { text += "<h3>\(escaped(answer.prompt))</h3><p>\(escaped(answer.text))</p>" }
    text += "<div class=\"two\"><section><h2>What to do next</h2>\(list(ReportWords.nextSteps(report)))</section>"
    text += "<section><h2>What this program cannot know</h2>\(list(ReportWords.limits(report)))</section></div>"
    return text + told(entry.history)
  }

  private static func picture(_ bytes: [UInt8]) -> String {
    "<img alt=\"The photo\" src=\"data:image/png;base64,\(Data(bytes).base64EncodedString())\">"
  }

  /// The one level, on top; where nobody asked for the danger signs, they stand here to be asked and ticked.
  private static func urgency(_ report: Report) -> String {
    guard let urgency = report.urgency else { return "" }
    var text = "<section class=\"urgency \(urgency.level.rawValue)\"><p class=\"soft\">How soon to be seen</p>"
    text += "<h2>\(escaped(capitalized(ReportWords.haste(urgency.level))))</h2>"
    // The questions stand below as boxes to tick.
    text += paragraphs(urgency.reasons.filter { !UrgencyRules.dangerSignQuestions.dropFirst().contains($0) })
    guard urgency.level == .notAssessed else { return text + "</section>" }
    text += "<h3>Ask now. If any of it is true, do not wait for a program.</h3>"
    for question in dangerSigns.map(HistoryQuestion.question) {
      text += "<p class=\"ask\">\(escaped(question.wording))</p><ul class=\"boxes\">"
      text += question.answers.map { "<li>\(escaped($0.wording))</li>" }.joined() + "<li>none of these</li></ul>"
    }
    return text + "</section>"
  }

  /// Lines for what the program does not know, on paper.
  private static let lines =
    "<dl class=\"lines\">"
    + ["Name", "Date", "Where on the body", "Examined by"].map { "<div><dt>\($0)</dt><dd></dd></div>" }.joined()
    + "</dl>"

  private static func differential(_ report: Report) -> String {
    guard let differential = report.differential, report.outcome != .notSkin else { return "" }
    var text = "<h2>What it may be: the model's estimate</h2><table>"
    for (index, entry) in differential.prefix(shownClassCount).enumerated() {
      let percent = ReportWords.percent(entry.probability)
      let evidence = index < explainedClassCount ? entry.evidence.map { escaped($0.sentence) } : nil
      text += "<tr><td>\(percent)&nbsp;%</td><th scope=\"row\">\(escaped(entry.label))"
      text += (evidence.map { "<br><small>\($0)</small>" } ?? "") + "</th>"
      text += "<td class=\"bar\"><div style=\"width:\(percent)%\"></div></td></tr>"
    }
    let rest = differential.dropFirst(shownClassCount)
    if !rest.isEmpty {
      let percent = ReportWords.percent(rest.reduce(0) { $0 + $1.probability })
      text += "<tr><td>\(percent)&nbsp;%</td><th scope=\"row\">\(rest.count) other classes together</th><td></td></tr>"
    }
    text += "</table>"
    let conditions = ReportWords.conditions(report)
    if !conditions.isEmpty { text += "<h3>Within these groups, perhaps</h3>" + list(conditions) }
    return text + paragraphs([ReportWords.concepts(report)].compactMap { $0 })
  }

  /// What was asked about the person and answered.
  private static func told(_ history: History?) -> String {
    guard let history else { return "" }
    let asked = AskedHistory(history).lines
    let lines = asked.map {
      "<div><dt>\(escaped($0.question.wording))</dt><dd>\(escaped(AskedHistory.words($0.answer)))</dd></div>"
    }
    return "<section class=\"told\"><h2>What was asked and answered</h2><dl>\(lines.joined())</dl></section>"
  }

  private static func footer(_ report: Report) -> String {
    let accuracy = report.model.accuracy ?? "The accuracy of this model was not measured."
    // The disclaimer of a diagnostic model holds its accuracy already.
    let measured = report.disclaimer.contains(accuracy) ? "" : "<p>\(escaped(accuracy))</p>"
    return "<footer><p>\(escaped(report.model.provenance))</p>\(measured)"
      + "<p><strong>\(escaped(report.disclaimer))</strong></p></footer>"
  }

  private static func page(_ body: String, title: String, isLarge: Bool) -> String {
    """
    <!doctype html>
    <html lang="en"\(isLarge ? " class=\"large\"" : "")><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
    <title>\(title)</title><style>
    \(style)</style></head><body>\(body)</body></html>

    """
  }

  private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  private static func paragraphs(_ texts: [String]) -> String {
    texts.map { "<p>\(escaped($0))</p>" }.joined()
  }

  private static func list(_ texts: [String]) -> String {
    "<ul>" + texts.map { "<li>\(escaped($0))</li>" }.joined() + "</ul>"
  }
}
