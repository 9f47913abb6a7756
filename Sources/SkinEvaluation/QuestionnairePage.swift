import Foundation

/// The questionnaire as a page of HTML to print: a sheet of A4 for each case, and one with instructions.
///
/// No script, nothing from anywhere else, and no photo unless one is given.
package enum QuestionnairePage {
  /// A case to be rated.
  package struct Case: Hashable, Sendable {
    /// Its name in the table of ratings.
    package var name: String
    /// What the program found, line by line.
    package var findings: [String]
    /// The prompts and what was answered.
    package var answers: [(prompt: String, text: String)] { zip(prompts, texts).map { ($0, $1) } }
    private var prompts: [String]
    private var texts: [String]
    /// The photo as PNG; nil leaves a frame for it.
    package var picture: [UInt8]?

    /// A case of the given facts.
    package init(
      name: String, findings: [String], answers: [(prompt: String, text: String)], picture: [UInt8]? = nil
    ) {
      self.name = name
      self.findings = findings
      prompts = answers.map(\.prompt)
      texts = answers.map(\.text)
      self.picture = picture
    }
  }

  /// The page.
  ///
  /// - Parameters:
  ///   - cases: each gets a sheet.
  ///   - program: which program and which model answered.
  ///   - disclaimer: what no answer can replace.
  package static func html(_ cases: [Case], program: String, disclaimer: String) -> String {
    let sheets = cases.map { sheet($0, disclaimer: disclaimer) }.joined(separator: "\n")
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
      + "<meta name=\"viewport\" content=\"width=device-width\"><title>Questionnaire</title><style>\(style)</style></head>"
      + "<body>\n\(cover(program: program, disclaimer: disclaimer))\n\(sheets)\n</body></html>\n"
  }

  private static func cover(program: String, disclaimer: String) -> String {
    """
    <section><h1>What do you think of these answers?</h1>
    <p>On each sheet that follows stand a photo of skin, or a name by which you find it, and what a program answered. Please \
    say how far you agree with seven statements. There is no right answer, and nothing about you is judged.</p>
    <ol><li>Look at the photo first, and think of what you would say yourself.</li>
    <li>Read the four answers.</li>
    <li>Tick one box in each row. Leave a row empty if you cannot say. If you are no clinician, tick the two rows with a star \
    only.</li></ol>
    <p>The program has not been reviewed by any clinician. Please write on the sheet what is wrong or dangerous: it counts more \
    than the boxes.</p>
    <dl class="lines"><div><dt>Code of the reader (no name)</dt><dd></dd></div>
    <div><dt>Clinician, or other reader</dt><dd></dd></div><div><dt>Date</dt><dd></dd></div></dl>
    <h2>For whoever counts</h2>
    <p>Copy the boxes as numbers from 1 (strongly disagree) to 5 (strongly agree) into a table with the columns \
    <code>case,reader,role,\(Questionnaire.statements.map(\.key).joined(separator: ","))</code> and perhaps <code>note</code>; \
    <code>role</code> is <code>clinician</code> or <code>lay</code>; leave out what was not ticked. \
    <code>skingpt questionnaire score TABLE --chart CHART.svg</code> counts. Keep these sheets like any paper about patients.</p>
    <p class="soft">Statements by their subjects after SkinGPT-4, arXiv:2304.10691, figure 4a. \(escaped(program)).</p>
    <p class="soft">\(escaped(disclaimer))</p></section>
    """
  }

  private static func sheet(_ found: Case, disclaimer: String) -> String {
    let picture =
      found.picture.map { "<img alt=\"The photo\" src=\"data:image/png;base64,\(Data($0).base64EncodedString())\">" }
      ?? "<div class=\"frame\">Photo \(escaped(found.name))</div>"
    let findings = found.findings.map { "<li>\(escaped($0))</li>" }.joined()
    let answers = found.answers.map { "<h3>\(escaped($0.prompt))</h3><p>\(escaped($0.text))</p>" }.joined()
    let head = Questionnaire.scale.map { "<th scope=\"col\">\($0)</th>" }.joined()
    let boxes = String(repeating: "<td><i></i></td>", count: Questionnaire.scale.count)
    let rows = Questionnaire.statements.enumerated().map { number, statement in
      "<tr><th scope=\"row\">\(number + 1). \(statement.text)\(statement.isForLayReaders ? " *" : "")</th>\(boxes)</tr>"
    }.joined(separator: "\n")
    return """
      <section><h1>Case \(escaped(found.name))</h1>
      <div class="top">\(picture)<ul>\(findings)</ul></div>
      \(answers.isEmpty ? "<p>The program gave no answer.</p>" : answers)
      <table><thead><tr><td></td>\(head)</tr></thead><tbody>
      \(rows)
      </tbody></table>
      <dl class="lines"><div><dt>Reader</dt><dd></dd></div><div class="wide"><dt>What is wrong, or dangerous</dt><dd></dd></div></dl>
      <p class="soft">\(escaped(disclaimer))</p></section>
      """
  }

  private static func escaped(_ text: String) -> String { Plot.escaped(text).replacing("\"", with: "&quot;") }

  private static let style = """
    @page{size:A4;margin:12mm}*{box-sizing:border-box}
    body{font:10pt/1.32 system-ui,"Segoe UI",Roboto,sans-serif;color:#000;background:#fff;margin:0 auto;max-width:186mm;overflow-wrap:anywhere}
    h1{font-size:15pt;margin:0 0 2mm}h2{font-size:11pt;margin:5mm 0 1mm}h3{font-size:9.5pt;margin:2mm 0 0}p,ul,ol,dl{margin:0 0 1.5mm}ul,ol{padding-left:5mm}
    section{break-after:page;padding-bottom:4mm}section:last-child{break-after:auto}section+section{border-top:.2mm solid #999;padding-top:4mm}
    .top{display:flex;gap:5mm}.top img,.frame{width:62mm;height:46mm;flex:none;object-fit:contain;object-position:left top}.frame{border:.3mm dashed #666;color:#555;padding:2mm}
    table{border-collapse:collapse;width:100%;margin-top:3mm;font-size:9pt}thead th{width:15mm;font-weight:400;font-size:7.5pt;line-height:1.1;vertical-align:bottom;padding-bottom:1mm}
    tbody th{text-align:left;font-weight:400;padding:.9mm 2mm .9mm 0}td{text-align:center}tbody tr{border-top:.2mm solid #bbb;break-inside:avoid}
    i{display:inline-block;width:4.2mm;height:4.2mm;border:.3mm solid #000;border-radius:.6mm}
    .lines{display:flex;flex-wrap:wrap;gap:3mm 6mm;margin-top:4mm}.lines div{display:flex;gap:2mm;align-items:flex-end;flex:1 1 50mm}.lines .wide{flex-basis:110mm}.lines dd{flex:1;min-width:30mm;margin:0;border-bottom:.3mm solid #000;height:6mm}
    .soft{font-size:7.5pt;color:#333}code{font-size:8.5pt}@media print{section+section{border:0;padding-top:0}}@media screen{body{padding:4mm}}
    """
}
