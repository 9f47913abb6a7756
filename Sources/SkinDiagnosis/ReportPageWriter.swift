import Foundation
import SkinSafety
import SkinWords

/// Writes the parts of a report's page in one language.
struct ReportPageWriter {
  private static let shownClassCount = 6
  private static let explainedClassCount = 3
  private let words: Words
  private let speaker: ReportSpeaker

  init(_ words: Words) {
    self.words = words
    speaker = ReportSpeaker(words)
  }

  func title(_ heading: ReportPage.Heading?) -> String {
    heading.map { said("{label}: report on a photo of skin", ["label": $0.label]) } ?? said("Report on a photo of skin")
  }

  func heading(_ heading: ReportPage.Heading?) -> String {
    guard let heading else { return "" }
    let note = heading.note.isEmpty ? "" : "<br><span>\(escaped(heading.note))</span>"
    let kept = said("kept {date}", ["date": heading.keptAt])
    return "<p class=\"kept\"><strong>\(escaped(heading.label))</strong>, \(kept)\(note)</p>"
  }

  func main(_ entry: ReportPage.Entry) -> String {
    let report = entry.report
    let spoken = TranslatedReport(report, words)
    var text = urgency(report, spoken) + lines
    text += "<header>" + entry.pictures.map(picture).joined() + "<div><h1>\(said("Report on a photo of skin"))</h1>"
    for (photo, findings) in zip(report.photos ?? [report.photo], spoken.findings) {
      let size = said("{width} x {height} pixels", ["width": "\(photo.width)", "height": "\(photo.height)"])
      text += "<p><bdi>\(escaped(photo.file))</bdi>\(said(", "))<bdi>\(size)</bdi></p>" + paragraphs(findings)
    }
    text += "<p class=\"soft\">\(escaped(spoken.version))</p>"
    if let sentence = spoken.outcome { text += "<p class=\"outcome\">\(escaped(sentence))</p>" }
    text += "</div></header>" + differential(report, spoken)
    if !spoken.answers.isEmpty { text += "<h2>\(said("Answers"))</h2>" }
    for answer in spoken.answers { text += "<h3>\(escaped(answer.prompt))</h3><p>\(escaped(answer.text))</p>" }
    text += "<div class=\"two\"><section><h2>\(said("What to do next"))</h2>\(list(spoken.next))</section>"
    text += "<section><h2>\(said("What this program cannot know"))</h2>\(list(spoken.limits))</section></div>"
    return text + told(entry.history)
  }

  private func picture(_ bytes: [UInt8]) -> String {
    "<img alt=\"\(said("The photo"))\" src=\"data:image/png;base64,\(Data(bytes).base64EncodedString())\">"
  }

  /// The one level, on top; the danger signs that nobody asked for stand here to be asked and ticked.
  private func urgency(_ report: Report, _ spoken: TranslatedReport) -> String {
    guard report.urgency != nil || !spoken.reasons.isEmpty else { return "" }
    let level = report.urgency?.level.rawValue ?? "not-assessed"
    var text = "<section class=\"urgency \(level)\"><p class=\"soft\">\(said("How soon to be seen"))</p>"
    text += "<h2>\(escaped(ReportSpeaker.capitalized(spoken.haste)))</h2>"
    for reason in spoken.reasons { text += reason.signs.isEmpty ? paragraphs([reason.text]) : boxes(reason) }
    return text + "</section>"
  }

  /// Danger signs as boxes to tick, under what to do if one of them is true.
  private func boxes(_ asked: TranslatedReport.Reason) -> String {
    let signs = asked.signs.map { "<li>\(escaped($0))</li>" }.joined()
    let none = "<li>\(said("none of these"))</li>"
    return "<p class=\"ask\">\(escaped(asked.text))</p><ul class=\"boxes\">\(signs)\(none)</ul>"
  }

  /// Blank lines on paper for what the program does not know.
  private var lines: String {
    let names = [words("Name"), words("Date"), words("Where on the body"), words("Examined by")]
    return "<dl class=\"lines\">" + names.map { "<div><dt>\(escaped($0))</dt><dd></dd></div>" }.joined() + "</dl>"
  }

  private func differential(_ report: Report, _ spoken: TranslatedReport) -> String {
    guard let differential = report.differential, report.outcome != .notSkin else { return "" }
    func cell(_ probability: Double) -> String { "<td>\(speaker.percent(probability))&nbsp;%</td>" }
    var text = "<h2>\(said("What it may be: the model's estimate"))</h2>"
    text += (spoken.caveat.map { "<p class=\"outcome\">\(escaped($0))</p>" } ?? "")
    text += paragraphs([spoken.measured].compactMap { $0 }) + "<table>"
    let shown = differential.prefix(Self.shownClassCount).prefix { $0.probability >= ReportWords.shownProbability }
    for (index, entry) in shown.enumerated() {
      let named = spoken.classes[index]
      let evidence = index < Self.explainedClassCount ? named.evidence.map(escaped) : nil
      text += "<tr>\(cell(entry.probability))<th scope=\"row\">\(escaped(named.label))"
      text += (evidence.map { "<br><small>\($0)</small>" } ?? "") + "</th>"
      // A bar would claim what the model cannot tell.
      text +=
        spoken.caveat == nil
        ? "<td class=\"bar\"><div style=\"width:\(ReportWords.percent(entry.probability))%\"></div></td></tr>"
        : "<td></td></tr>"
    }
    let rest = differential.dropFirst(shown.count)
    if !rest.isEmpty {
      let others = words.plural("{count} other class", "{count} other classes together", rest.count)
      text +=
        "<tr>\(cell(rest.reduce(0) { $0 + $1.probability }))<th scope=\"row\">\(escaped(others))</th><td></td></tr>"
    }
    text += "</table>"
    if !spoken.conditions.isEmpty {
      text += "<h3>\(said("By name, of all 100 %"))</h3>" + list(spoken.conditions)
    }
    if !spoken.alternatives.isEmpty { text += list(spoken.alternatives) }
    return text + paragraphs([spoken.concepts].compactMap { $0 })
  }

  /// The questions about the person and the answers.
  private func told(_ history: History?) -> String {
    guard let history else { return "" }
    let lines = AskedHistory(history).lines.map {
      "<div><dt>\(said($0.question.wording))</dt><dd>\(escaped(speaker.told($0.answer)))</dd></div>"
    }
    return "<section class=\"told\"><h2>\(said("What was asked and answered"))</h2><dl>\(lines.joined())</dl></section>"
  }

  func footer(_ report: Report) -> String {
    let spoken = TranslatedReport(report, words)
    let small = paragraphs([spoken.provenance, spoken.accuracy, spoken.note].compactMap { $0 })
    return "<footer>\(small)<p><strong>\(escaped(spoken.disclaimer))</strong></p></footer>"
  }

  func page(_ body: String, title: String, isLarge: Bool) -> String {
    let direction = words.language.isRightToLeft ? " dir=\"rtl\"" : ""
    let kind = isLarge ? " class=\"large\"" : ""
    return """
      <!doctype html>
      <html lang="\(words.language.rawValue)"\(direction)\(kind)><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
      <title>\(title)</title><style>
      \(ReportPage.style)</style></head><body>\(body)</body></html>

      """
  }

  private func paragraphs(_ texts: [String]) -> String { texts.map { "<p>\(escaped($0))</p>" }.joined() }

  private func list(_ texts: [String]) -> String {
    "<ul>" + texts.map { "<li>\(escaped($0))</li>" }.joined() + "</ul>"
  }

  private func escaped(_ text: String) -> String { ReportPage.escaped(text) }

  private func said(_ english: String, _ values: [String: String] = [:]) -> String { escaped(words(english, values)) }
}
