import Foundation
import SkinSafety

/// A report as one page of HTML: no script, nothing from anywhere else, made to be printed on a sheet of A4.
public enum ReportPage {
  private static let shownClassCount = 6
  private static let shownConceptCount = 6

  /// The page.
  ///
  /// - Parameters:
  ///   - picture: the photo as PNG, see ``ReportPicture``.
  ///   - isLarge: larger print.
  public static func html(_ report: Report, picture: [UInt8], isLarge: Bool = false) -> String {
    var body = "<header><img alt=\"The photo\" src=\"data:image/png;base64,\(Data(picture).base64EncodedString())\">"
    body += "<div><h1>Report on a photo of skin</h1>"
    body += "<p>\(escaped(report.photo.file)), \(report.photo.width) x \(report.photo.height) pixels<br>"
    body +=
      "\(escaped(report.model.name)) (\(escaped(report.model.scheme)), \(escaped(String(report.model.digest.prefix(12)))))</p>"
    body += "</div></header>"
    body += "<section class=\"urgency \(report.urgency.level.rawValue)\"><strong>How soon to be seen: "
    body += "\(escaped(report.urgency.level.rawValue))</strong>\(paragraphs(report.urgency.reasons))</section>"
    if let sentence = outcome(report.outcome) { body += "<p class=\"outcome\">\(sentence)</p>" }
    body += paragraphs(report.photo.quality.findings.map(\.advice))
    if let differential = report.differential, report.outcome != .notSkin {
      body += "<h2>What it may be: the model's estimate</h2><table>"
      for entry in differential.prefix(shownClassCount) {
        let percent = String(format: "%.1f", entry.probability * 100)
        body += "<tr><td>\(percent)&nbsp;%</td><th scope=\"row\">\(escaped(entry.label))</th>"
        body += "<td class=\"bar\"><div style=\"width:\(percent)%\"></div></td></tr>"
      }
      body += "</table>"
    }
    if let concepts = report.concepts, report.outcome != .notSkin {
      let seen = concepts.prefix(shownConceptCount).map {
        "\($0.name.lowercased()) \(Int(($0.probability * 100).rounded())) %"
      }
      body += "<p>What a clinician might note: \(escaped(seen.joined(separator: ", "))).</p>"
    }
    for answer in report.answers {
      body += "<h3>\(escaped(answer.prompt))</h3><p>\(escaped(answer.text))</p>"
    }
    body +=
      "<footer><p>\(escaped(report.model.provenance))</p><p><strong>\(escaped(report.disclaimer))</strong></p></footer>"
    return page(body, isLarge: isLarge)
  }

  private static func page(_ body: String, isLarge: Bool) -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
    <title>Report on a photo of skin</title><style>
    body{font:\(isLarge ? "1.35rem" : "1rem")/1.4 system-ui,sans-serif;max-width:48rem;margin:1rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
    header{display:flex;gap:1rem;align-items:flex-start}header img{max-width:11rem;max-height:11rem}
    h1{font-size:1.3em;margin:0}h2{font-size:1.1em;margin:.9em 0 .3em}h3{font-size:1em;margin:.8em 0 .1em}p{margin:.3em 0}
    .urgency{border-left:.5rem solid #4a5a66;background:#f2f4f5;padding:.5em .8em;margin:.8em 0}
    .emergency{border-color:#8b0000;background:#fdecec}.within-24-hours{border-color:#a34700;background:#fff3e6}
    table{width:100%;border-collapse:collapse}td,th{text-align:left;font-weight:400;padding:.1em .4em}td:first-child{text-align:right;width:5em}
    .bar{width:45%}.bar div{height:.8em;background:#0b4f71;print-color-adjust:exact;-webkit-print-color-adjust:exact}
    footer{border-top:1px solid #8a959c;margin-top:1em;font-size:.9em}
    @page{size:A4;margin:14mm}@media print{body{font-size:\(isLarge ? "13pt" : "9.5pt");margin:0;padding:0;max-width:none}header img{max-height:32mm}}
    </style></head><body>\(body)</body></html>

    """
  }

  private static func outcome(_ outcome: Report.Outcome) -> String? {
    switch outcome {
    case .assessed: nil
    case .uncertain: "The model cannot tell: none of its classes is likely enough to rely on."
    case .notSkin: "This photo does not seem to show skin, so nothing is said about it."
    case .unusablePhoto: "This photo is too poor to say anything about."
    }
  }

  private static func paragraphs(_ texts: [String]) -> String {
    texts.map { "<p>\(escaped($0))</p>" }.joined()
  }

  /// Text as it may stand in HTML, also inside quotes.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}
