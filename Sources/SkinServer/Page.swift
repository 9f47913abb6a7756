import SkinCases
import SkinDiagnosis
import SkinSafety

/// The page: one text, one style, one script, nothing from anywhere else.
enum Page {
  /// The page with what is always true about the model.
  ///
  /// - Parameter cases: where cases may be kept; without, the page shows nothing of it.
  static func html(_ model: ServedModel, cases: CaseStore? = nil) -> String {
    [
      ("{keeping}", cases == nil ? "is not kept" : "is kept only if you press \"Keep this case\""),
      ("{case script}", cases == nil ? "" : "<script src=\"/cases.js\" defer></script>"),
      ("{keep}", cases.map { keepForm($0) } ?? ""), ("{cases}", cases.map { caseList($0) } ?? ""),
      ("{questions}", questions), ("{disclaimer}", ReportPage.escaped(model.disclaimer)),
      ("{provenance}", ReportPage.escaped(model.provenance)), ("{model}", ReportPage.escaped(model.name)),
      ("{fingerprint}", ReportPage.escaped(model.fingerprint)),
    ].reduce(template) { $0.replacing($1.0, with: $1.1) }
  }

  /// The six questions, each in a part that can be opened or skipped.
  private static var questions: String {
    let all = HistoryQuestion.all.filter { $0.id != .ageYears }
    return all.enumerated().map { index, question in
      let inner = field(question) + (question.id == .patient ? field(HistoryQuestion.question(.ageYears)) : "")
      let next =
        index + 1 < all.count ? "<p><button type=\"button\" class=\"next quiet\">Next question</button></p>" : ""
      return "<details class=\"question\"\(index == 0 ? " open" : "")><summary>\(index + 1). "
        + "\(ReportPage.escaped(question.wording)) <span class=\"mark\"></span></summary>\(inner)\(next)</details>"
    }.joined()
  }

  private static func field(_ question: HistoryQuestion) -> String {
    let name = question.id.rawValue
    let wording = ReportPage.escaped(question.wording)
    switch question.kind {
    case .codes:
      let boxes = question.answers.map {
        "<label><input type=\"checkbox\" value=\"\($0.code)\"> \(ReportPage.escaped($0.wording))</label>"
      }
      return "<fieldset data-question=\"\(name)\"><legend class=\"hidden\">\(wording)</legend>\(boxes.joined())"
        + "<label><input type=\"checkbox\" value=\"\" data-none> none of these</label></fieldset>"
    case .number:
      return "<p data-question=\"\(name)\"><label for=\"q-\(name)\">\(wording)</label> "
        + "<input id=\"q-\(name)\" type=\"number\" min=\"0\" step=\"any\" inputmode=\"decimal\"></p>"
    case .yesOrNo:
      let radios = [("yes", "yes"), ("no", "no"), ("", "not known")].map {
        "<label><input type=\"radio\" name=\"q-\(name)\" value=\"\($0.0)\"\($0.0.isEmpty ? " checked" : "")>"
          + " \($0.1)</label>"
      }
      return "<fieldset data-question=\"\(name)\"><legend class=\"hidden\">\(wording)</legend>\(radios.joined())"
        + "</fieldset>"
    }
  }

  private static let template = #"""
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
    <title>skingpt: questions about a photo of skin</title>
    <link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><script src="/page.js" defer></script>{case script}</head><body>
    <header><h1>skingpt</h1><p>Looks at a photo of skin on this machine. The photo does not leave it and {keeping}.</p>
    <p class="warning">In an emergency (trouble breathing, swollen face, blistering or peeling skin, spots that do not fade with fever)
    get help first.</p></header>
    <main>
    <section id="input" aria-label="The photo and the person">
    <h2>1. The photo</h2>
    <div id="drop"><p>Drop a JPEG or PNG here, paste one, or:</p>
    <p class="row"><label class="button" for="file">Choose a photo<input id="file" type="file" accept="image/jpeg,image/png"></label>
    <button type="button" id="camera" class="quiet">Use the camera</button></p>
    <div id="viewer" hidden><video id="video" playsinline muted aria-label="What the camera sees"></video>
    <p class="row"><button type="button" id="take">Take the picture</button> <button type="button" id="close" class="quiet">Close the camera</button></p></div>
    <img id="photo" alt="The chosen photo" hidden><p id="name"></p></div>
    <h2>2. The person</h2>
    <p>Six short questions. Skip what you do not know: nothing that you answer can make the case less urgent.</p>
    {questions}
    <h2>3. Look</h2>
    <p><label><input id="force" type="checkbox"> Go on although the photo is poor or does not look like skin</label></p>
    <p class="row"><button type="button" id="go" disabled>Look at the photo</button> <button type="button" id="stop" class="quiet" hidden>Stop</button></p>
    </section>
    <p id="status" role="status"></p>
    <section id="result" aria-label="Result" hidden>
    <img id="printed" alt="The photo of this report" hidden>
    <div id="urgency"><h2 id="haste" tabindex="-1"></h2><div id="reasons"></div></div>
    <p id="outcome"></p><ul id="findings" aria-label="About the photo"></ul>
    <div id="seen"><h2>What it may be: the model's estimate</h2>
    <table><thead class="hidden"><tr><th scope="col">Probability</th><th scope="col">Class</th><th scope="col">As a bar</th></tr></thead><tbody id="classes"></tbody></table>
    <p id="concepts"></p></div>
    <h2>Answers</h2><div id="answers" aria-live="polite"></div>
    <form id="ask"><label for="question">Ask on about this photo</label>
    <p class="row"><input id="question" type="text" maxlength="1000" autocomplete="off"><button>Ask</button></p></form>
    <div class="two"><div><h2>What to do next</h2><ul id="next"></ul></div><div><h2>What this program cannot know</h2><ul id="limits"></ul></div></div>
    {keep}
    <p class="row"><button type="button" id="print" class="quiet">Print</button> <button type="button" id="new" class="quiet">Next person</button></p>
    </section>
    {cases}</main>
    <footer><p><strong>{disclaimer}</strong></p><p>{provenance}</p><p>Model {model} ({fingerprint}).</p></footer>
    </body></html>
    """#
}
