import Foundation
import SkinCases
import SkinDiagnosis
import SkinSafety

/// The page: one text, one style, one script, nothing from anywhere else; its files lie in the folder `Page` and are
/// part of the program.
enum Page {
  /// The page's style: photo beside result, one column where there is no room, light and dark, and paper.
  static let style = text(PackageResources.page_css)
  /// The page's script.
  static let script = [
    PackageResources.photos_js, PackageResources.person_js, PackageResources.report_js, PackageResources.run_js,
  ].map(text).joined()
  /// The script of the case list; it uses what the page's own script knows, and is sent only where there is a list.
  static let caseScript = text(PackageResources.cases_js)
  /// The script that confirms cases, shows how the program did, and lets it learn; sent only where there is a list.
  static let learningScript = text(PackageResources.learning_js)

  /// The page with what is always true about the model.
  ///
  /// - Parameter cases: where cases may be kept; without, the page shows nothing of it.
  static func html(_ model: ServedModel, cases: CaseStore? = nil) -> String {
    [
      ("{keeping}", cases == nil ? "is not kept" : "is kept only if you press \"Keep this case\""),
      (
        "{case script}",
        cases == nil ? "" : "<script src=\"/cases.js\" defer></script><script src=\"/learning.js\" defer></script>"
      ),
      ("{keep}", cases.map { keepForm($0) } ?? ""), ("{cases}", cases.map { caseList($0) } ?? ""),
      ("{danger}", dangerSigns.map { field($0, isDanger: true) }.joined()),
      ("{questions}", otherQuestions.map { field($0, isDanger: false) }.joined()),
      ("{disclaimer}", ReportPage.escaped(model.disclaimer)), ("{provenance}", ReportPage.escaped(model.provenance)),
      ("{model}", ReportPage.escaped(model.name)), ("{fingerprint}", ReportPage.escaped(model.fingerprint)),
    ].reduce(text(PackageResources.page_html)) { $0.replacing($1.0, with: $1.1) }
  }

  /// The questions whose answers decide how soon; they stand in plain sight.
  private static let dangerSigns = HistoryQuestion.all.filter { isDanger($0.id) }
  private static let otherQuestions = HistoryQuestion.all.filter { !isDanger($0.id) }

  private static func isDanger(_ question: HistoryQuestion.Identifier) -> Bool {
    [.unwell, .signs, .spot].contains(question)
  }

  /// The boxes, choices or field of a question.
  private static func field(_ question: HistoryQuestion, isDanger: Bool) -> String {
    let name = question.id.rawValue
    let wording = ReportPage.escaped(question.wording)
    let facts = "data-question=\"\(name)\" data-wording=\"\(wording)\"\(isDanger ? " data-danger" : "")"
    switch question.kind {
    case .codes:
      let boxes = question.answers.map {
        "<label><input type=\"checkbox\" value=\"\($0.code)\"> \(ReportPage.escaped($0.wording))</label>"
      }
      let none = "<label class=\"none\"><input type=\"checkbox\" value=\"\" data-none> none of these</label>"
      return
        "<fieldset \(facts)><legend>\(wording)</legend><div class=\"boxes\">\(boxes.joined())\(none)</div></fieldset>"
    case .number:
      return "<fieldset \(facts)><legend><label for=\"q-\(name)\">\(wording)</label></legend>"
        + "<input id=\"q-\(name)\" type=\"number\" min=\"0\" step=\"any\" inputmode=\"decimal\"></fieldset>"
    case .yesOrNo:
      let radios = [("yes", "yes"), ("no", "no"), ("", "not known")].map {
        "<label><input type=\"radio\" name=\"q-\(name)\" value=\"\($0.0)\"\($0.0.isEmpty ? " checked" : "")> \($0.1)</label>"
      }
      return
        "<fieldset \(facts) data-truth><legend>\(wording)</legend><div class=\"boxes\">\(radios.joined())</div></fieldset>"
    }
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
