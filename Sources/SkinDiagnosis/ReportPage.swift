import Foundation
import SkinSafety

/// Reports as one page of HTML: no script, nothing from anywhere else, made to be printed on a sheet of A4.
public enum ReportPage {
  /// A report with its photo.
  public struct Entry: Sendable {
    /// The report.
    public var report: Report
    /// The photo as PNG, see ``ReportPicture``.
    public var picture: [UInt8]
    /// What stands above it, so that no two kept cases are taken for each other; usually nothing.
    public var heading: Heading?

    /// A report with its photo.
    public init(report: Report, picture: [UInt8], heading: Heading? = nil) {
      self.report = report
      self.picture = picture
      self.heading = heading
    }
  }

  /// Which case a kept report belongs to.
  public struct Heading: Hashable, Sendable {
    /// The name or number that the person gave it.
    public var label: String
    /// What the person noted.
    public var note: String
    /// When it was kept, in words.
    public var keptAt: String

    /// A heading of the given words.
    public init(label: String, note: String, keptAt: String) {
      self.label = label
      self.note = note
      self.keptAt = keptAt
    }
  }

  private static let shownClassCount = 6
  private static let explainedClassCount = 3
  private static let shownConceptCount = 6

  /// The page of one report.
  ///
  /// - Parameters:
  ///   - picture: the photo as PNG, see ``ReportPicture``.
  ///   - isLarge: larger print.
  public static func html(_ report: Report, picture: [UInt8], isLarge: Bool = false) -> String {
    html([Entry(report: report, picture: picture)], isLarge: isLarge)
  }

  /// The page of several reports by one model, one after another.
  public static func html(_ entries: [Entry], isLarge: Bool = false) -> String {
    var body = entries.map { "<main>\(heading($0.heading))\(main($0.report, picture: $0.picture))</main>" }.joined()
    if let report = entries.last?.report { body += footer(report) }
    let longest =
      entries.map {
        textLength(heading($0.heading) + main($0.report, picture: [])) + textLength(footer($0.report))
      }.max() ?? 0
    let label = entries.first?.heading.map { "\(escaped($0.label)): report" } ?? "Report"
    return page(
      body, title: "\(label) on a photo of skin", isLarge: isLarge,
      printSize: isLarge ? "13pt" : printSize(characterCount: longest))
  }

  /// The print size with which a report of so many characters fits on one page of A4; longer ones take both sides.
  ///
  /// Tried with headless Chromium and its standard font on reports of ten photos and of drawn ones; the table of classes
  /// takes more room than its characters say, so there is a reserve.
  static func printSize(characterCount: Int) -> String {
    switch characterCount {
    case ...2_900: "9.5pt"
    case ...3_500: "9pt"
    case ...4_700: "8pt"
    default: "9.5pt"
    }
  }

  /// Characters outside of tags.
  private static func textLength(_ html: String) -> Int {
    var isTag = false
    return html.unicodeScalars.reduce(into: 0) { count, scalar in
      if scalar == "<" { isTag = true }
      if !isTag { count += 1 }
      if scalar == ">" { isTag = false }
    }
  }

  private static func heading(_ heading: Heading?) -> String {
    guard let heading else { return "" }
    let note = heading.note.isEmpty ? "" : "<br><span>\(escaped(heading.note))</span>"
    return "<p class=\"kept\"><strong>\(escaped(heading.label))</strong>, kept \(escaped(heading.keptAt))\(note)</p>"
  }

  private static func main(_ report: Report, picture: [UInt8]) -> String {
    var text = ""
    if let urgency = report.urgency {
      text += "<section class=\"urgency \(urgency.level.rawValue)\">"
      text += "<h2>How soon to be seen: \(escaped(ReportWords.haste(urgency.level)))</h2>"
      text += paragraphs(urgency.reasons) + "</section>"
    }
    text += "<header><img alt=\"The photo\" src=\"data:image/png;base64,\(Data(picture).base64EncodedString())\">"
    text += "<div><h1>Report on a photo of skin</h1>"
    text += "<p>\(escaped(report.photo.file)), \(report.photo.width) x \(report.photo.height) pixels<br>"
    text += "\(escaped(ReportWords.version(report)))</p>"
    if let sentence = ReportWords.sentence(report) { text += "<p class=\"outcome\">\(escaped(sentence))</p>" }
    text += "</div></header>" + differential(report) + concepts(report)
    for answer in report.answers {
      text += "<h3>\(escaped(answer.prompt))</h3><p>\(escaped(answer.text))</p>"
    }
    text += "<div class=\"two\"><section><h2>What to do next</h2>\(list(ReportWords.nextSteps(report)))</section>"
    return text + "<section><h2>What this program cannot know</h2>\(list(ReportWords.limits(report)))</section></div>"
  }

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
    return text + "</table>"
  }

  private static func concepts(_ report: Report) -> String {
    guard let concepts = report.concepts, report.outcome != .notSkin else { return "" }
    let seen = concepts.prefix(shownConceptCount).map {
      "\(ReportWords.concept($0.name)) \(Int(($0.probability * 100).rounded())) %"
    }
    return "<p>What a clinician might note: \(escaped(seen.joined(separator: ", "))).</p>"
  }

  private static func footer(_ report: Report) -> String {
    let accuracy = report.model.accuracy ?? "The accuracy of this model was not measured."
    // The disclaimer of a diagnostic model holds its accuracy already.
    let measured = report.disclaimer.contains(accuracy) ? "" : "<p>\(escaped(accuracy))</p>"
    return "<footer><p>\(escaped(report.model.provenance))</p>\(measured)"
      + "<p><strong>\(escaped(report.disclaimer))</strong></p></footer>"
  }

  private static func page(_ body: String, title: String, isLarge: Bool, printSize: String) -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
    <title>\(title)</title><style>
    body{font:\(isLarge ? "1.35rem" : "1rem")/1.4 system-ui,sans-serif;max-width:48rem;margin:1rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
    header{display:flex;gap:1rem;align-items:flex-start}header img{max-width:11rem;max-height:11rem}
    h1{font-size:1.3em;margin:0}h2{font-size:1.1em;margin:.7em 0 .2em}h3{font-size:1em;margin:.6em 0 .1em}p{margin:.25em 0}
    p,h3,th,li{overflow-wrap:anywhere}.kept span{white-space:pre-wrap}ul{margin:.2em 0;padding-left:1.1em}.two{display:grid;grid-template-columns:1fr 1fr;gap:1em}
    .urgency{border-left:.5rem solid #4a5a66;background:#f2f4f5;padding:.5em .8em;margin:.8em 0}.urgency h2{margin:0}
    .emergency{border-color:#8b0000;background:#fdecec}.within-24-hours{border-color:#a34700;background:#fff3e6}.outcome{font-weight:600}
    table{width:100%;border-collapse:collapse}td,th{text-align:left;font-weight:400;padding:.05em .4em;vertical-align:top}td:first-child{text-align:right;width:5em}
    .bar{width:25%}small{color:#3d474e}.bar div{height:.8em;background:#0b4f71;print-color-adjust:exact;-webkit-print-color-adjust:exact}
    footer{border-top:1px solid #8a959c;margin-top:.8em;font-size:.9em}@media(max-width:30rem){.two{display:block}}
    @page{size:A4;margin:10mm}@media print{body{font-size:\(printSize);line-height:1.3;margin:0;padding:0;max-width:none}
    header img{max-height:26mm}main+main{break-before:page}.two,h3,footer{break-inside:avoid}h2,h3{break-after:avoid}}
    </style></head><body>\(body)</body></html>

    """
  }

  private static func paragraphs(_ texts: [String]) -> String {
    texts.map { "<p>\(escaped($0))</p>" }.joined()
  }

  private static func list(_ texts: [String]) -> String {
    "<ul>" + texts.map { "<li>\(escaped($0))</li>" }.joined() + "</ul>"
  }
}
