import Foundation
package import SkinSafety
package import SkinWords

/// A report as one sheet of pictures and few words in large print: no script, nothing from anywhere else.
package enum SimplePage {
  /// The sheet.
  ///
  /// - Parameters:
  ///   - pictures: the photos as PNG, see ``ReportPicture``; the first is shown.
  ///   - history: tells where on the body it is, if that was answered.
  ///   - words: the language.
  package static func html(_ report: Report, pictures: [[UInt8]], history: History?, words: Words = .english) -> String
  {
    let spoken = TranslatedReport(report, words)
    let simple = spoken.simple
    func said(_ english: String) -> String { ReportPage.escaped(words(english)) }
    let level = report.urgency?.level.rawValue ?? ""
    var body =
      SimplePictures.sprite + "<main><section class=\"haste \(level)\">" + line(simple.haste, "h1") + "</section>"
    body += "<div class=\"see\">"
    if let picture = pictures.first {
      let data = Data(picture).base64EncodedString()
      body += "<img alt=\"\(said("The photo"))\" src=\"data:image/png;base64,\(data)\">"
    }
    body += SimplePictures.body(history?.site ?? [])
    body += "<dl><div><dt>\(said("Name"))</dt><dd></dd></div><div><dt>\(said("Date"))</dt><dd></dd></div></dl></div>"
    body += "<div class=\"two\"><section class=\"do\"><h2>\(said("Do"))</h2>"
    body += simple.advised.map { line($0, "p") }.joined() + "</section>"
    body += "<section class=\"avoid\"><h2>\(said("Do not"))</h2>"
    body += simple.avoided.map { line($0, "p") }.joined() + "</section></div>"
    body += "<section class=\"signs\"><h2>\(said("Go for help at once if there is:"))</h2><ul>"
    body += simple.signs.map { "<li>\(ReportPage.escaped($0))</li>" }.joined() + "</ul>"
    if !simple.soon.isEmpty {
      body += "<h2>\(said("See a doctor today if there is:"))</h2><ul>"
      body += simple.soon.map { "<li>\(ReportPage.escaped($0))</li>" }.joined() + "</ul>"
    }
    body += "</section></main>"
    let small = [spoken.note, spoken.disclaimer].compactMap { $0.map(ReportPage.escaped) }.joined(separator: " ")
    body += "<footer><p>\(small)</p></footer>"
    return page(body, title: said("Report on a photo of skin"), words.language)
  }

  private static func line(_ line: SimpleReport.Line, _ tag: String) -> String {
    "<\(tag)>\(SimplePictures.icon(line.picture))<span>\(ReportPage.escaped(line.text))</span></\(tag)>"
  }

  private static func page(_ body: String, title: String, _ language: Language) -> String {
    """
    <!doctype html>
    <html lang="\(language.rawValue)"\(language.isRightToLeft ? " dir=\"rtl\"" : "")><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
    <title>\(title)</title><style>
    \(style)</style></head><body>\(body)</body></html>

    """
  }

  /// Black on white in light and dark mode, so that a screen looks like the sheet; on paper one side of A4.
  private static let style = """
    *{box-sizing:border-box}.sprite{position:absolute}body{font:1.5rem/1.3 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;max-width:52rem;margin:0 auto;padding:1rem;color:#000;background:#fff;overflow-wrap:anywhere}
    h1,h2,p,ul,dl,dd{margin:0}h1{font-size:2.2rem;line-height:1.15}h2{font-size:1.5rem;margin-bottom:.3rem}
    h1,.two p{display:flex;gap:.8rem;align-items:center}.icon{width:3.2rem;height:3.2rem;flex:none}h1 .icon{width:6rem;height:6rem}.icon .thick,.thick{stroke-width:5}
    .haste{border:.4rem solid #444;border-radius:1rem;padding:.8rem 1rem}.emergency{border-color:#8c1420;background:#fcebea;color:#8c1420}.within-24-hours{border-color:#8a4300;background:#fdf1e2;color:#8a4300}.within-2-weeks{border-color:#665400;background:#faf5dd;color:#665400}.not-assessed{border-style:dashed}
    .see{display:flex;flex-wrap:wrap;gap:1.2rem;align-items:center;margin:.8rem 0}.see img{max-width:14rem;max-height:12rem;border-radius:.5rem}.body{height:12rem;width:6rem}.see dl{flex:1;min-width:12rem}.see dl div{display:flex;gap:.5rem;align-items:flex-end;margin:.6rem 0}.see dd{flex:1;border-bottom:2px solid #000;height:1.8rem}
    .two{display:grid;grid-template-columns:1fr 1fr;gap:1rem}.two section,.signs{border:.2rem solid #000;border-radius:.8rem;padding:.7rem .9rem}.two p+p{margin-top:.5rem}.do{border-color:#1b5e20!important}.do h2,.do .icon{color:#1b5e20}.avoid{border-color:#8c1420!important}.avoid h2{color:#8c1420}
    .avoid .icon{color:#8c1420;background:linear-gradient(to top right,transparent 47%,#8c1420 47%,#8c1420 53%,transparent 53%)}
    .signs{margin-top:1rem;border-color:#8c1420}.signs h2{color:#8c1420}.signs ul{font-size:1.15rem;padding-inline-start:1.4rem;columns:2;column-gap:2rem}.signs li{break-inside:avoid}footer{font-size:.95rem;margin-top:.8rem}
    @media(max-width:36rem){.two{grid-template-columns:1fr}.signs ul{columns:1}}
    @page{size:A4;margin:10mm}@media print{html{font-size:11pt}body{padding:0;max-width:none}.haste,.avoid .icon{print-color-adjust:exact;-webkit-print-color-adjust:exact}footer{font-size:9pt}}
    """
    + SimplePictures.marks
}
