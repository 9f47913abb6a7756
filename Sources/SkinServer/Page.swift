import Foundation
import SkinCases
import SkinDiagnosis
import SkinSafety
import SkinWords

/// The page: one text, one style, one script, nothing from anywhere else; its files lie in the folder `Page` and are
/// part of the program.
enum Page {
  /// The page's style: photo beside result, one column where there is no room, light and dark, and paper.
  static let style = text(PackageResources.page_css) + SimplePictures.marks
  /// The page's script.
  static let script = [
    PackageResources.photos_js, PackageResources.person_js, PackageResources.report_js, PackageResources.run_js,
    PackageResources.simple_js,
  ].map(text).joined()
  /// The script of the case list; it uses what the page's own script defines, and is sent only if there is a list.
  static let caseScript = text(PackageResources.cases_js)
  /// The script that confirms cases, shows how the program did, and lets it learn; sent only if there is a list.
  static let learningScript = text(PackageResources.learning_js)

  /// The page with what is always true about the model, in a language.
  ///
  /// - Parameter cases: where cases are kept; nil leaves the case list out of the page.
  static func html(_ model: ServedModel, cases: CaseStore? = nil, words: Words = .english) -> String {
    func escaped(_ text: String) -> String { ReportPage.escaped(text) }
    let keeping =
      cases == nil
      ? words("It is not kept.") : words("It is kept only if you press \"Keep this case\".")
    let version = words("Model {name} ({fingerprint}).", ["name": model.name, "fingerprint": model.fingerprint])
    let note = ReportSpeaker(words).note.map { "<p>\(escaped($0))</p>" } ?? ""
    let scripts =
      cases == nil ? "" : "<script src=\"/cases.js\" defer></script><script src=\"/learning.js\" defer></script>"
    let parts: [(name: String, text: String)] = [
      ("{language}", words.language.rawValue), ("{direction}", words.language.isRightToLeft ? "rtl" : "ltr"),
      ("{languages}", languages(words.language)), ("{keeping}", escaped(keeping)),
      ("{case script}", scripts),
      ("{keep}", cases.map { keepForm($0, words) } ?? ""), ("{cases}", cases.map { caseList($0, words) } ?? ""),
      ("{danger}", dangerSigns.map { field($0, isDanger: true, words) }.joined()),
      ("{questions}", otherQuestions.map { field($0, isDanger: false, words) }.joined()),
      ("{disclaimer}", escaped(words.running(model.disclaimer))),
      ("{provenance}", escaped(words.running(model.provenance))),
      ("{sprite}", SimplePictures.sprite), ("{body}", SimplePictures.body([])),
      ("{note}", note), ("{model}", escaped(version)),
    ]
    let page = translated(text(PackageResources.page_html), words)
    return parts.reduce(page) { page, part in page.replacing(part.name, with: part.text) }
  }

  /// A part of the page with its texts, which stand in double brackets, in a language.
  static func translated(_ part: String, _ words: Words) -> String {
    part.replacing(/\[\[(.+?)\]\]/) { ReportPage.escaped(words(String($0.output.1))) }
  }

  /// The choice of languages, each by its own name.
  private static func languages(_ chosen: Language) -> String {
    let offered = Language.offered + (chosen == .pseudo ? [.pseudo] : [])
    return offered.map { language in
      let code = language.rawValue
      let mark = language == chosen ? " selected" : ""
      return "<option value=\"\(code)\" lang=\"\(code)\"\(mark)>\(language.ownName)</option>"
    }.joined()
  }

  /// The questions whose answers decide the urgency; they are always in view.
  private static let dangerSigns = HistoryQuestion.all.filter { isDanger($0.id) }
  private static let otherQuestions = HistoryQuestion.all.filter { !isDanger($0.id) }

  private static func isDanger(_ question: HistoryQuestion.Identifier) -> Bool {
    History.dangerQuestions.contains(question)
  }

  /// The boxes, choices or field of a question.
  private static func field(_ question: HistoryQuestion, isDanger: Bool, _ words: Words) -> String {
    let name = question.id.rawValue
    let wording = ReportPage.escaped(words(question.wording))
    func said(_ english: String) -> String { ReportPage.escaped(words(english)) }
    let facts = "data-question=\"\(name)\" data-wording=\"\(wording)\"\(isDanger ? " data-danger" : "")"
    switch question.kind {
    case .codes:
      let boxes = question.answers.map {
        "<label><input type=\"checkbox\" value=\"\($0.code)\"> \(said($0.wording))</label>"
      }
      let none = "<label class=\"none\"><input type=\"checkbox\" value=\"\" data-none> \(said("none of these"))</label>"
      return
        "<fieldset \(facts)><legend>\(wording)</legend><div class=\"boxes\">\(boxes.joined())\(none)</div></fieldset>"
    case .number:
      return "<fieldset \(facts)><legend><label for=\"q-\(name)\">\(wording)</label></legend>"
        + "<input id=\"q-\(name)\" type=\"number\" min=\"0\" step=\"any\" inputmode=\"decimal\"></fieldset>"
    case .yesOrNo:
      let radios = [("yes", said("yes")), ("no", said("no")), ("", said("not known"))].map {
        "<label><input type=\"radio\" name=\"q-\(name)\" value=\"\($0.0)\"\($0.0.isEmpty ? " checked" : "")> \($0.1)</label>"
      }
      return
        "<fieldset \(facts) data-truth><legend>\(wording)</legend><div class=\"boxes\">\(radios.joined())</div></fieldset>"
    }
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
