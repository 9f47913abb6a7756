import SkinCases
import SkinDiagnosis
import SkinWords

extension Page {
  /// The form below a report that keeps it.
  static func keepForm(_ store: CaseStore, _ words: Words) -> String {
    translated(
      """
      <form id="keep"><h2>[[Keep this case]]</h2>
      <p id="where">[[Writes the photo, made small, and this report into the case list on this computer.]] \(warning(store))</p>
      <p><label for="label">[[Name or number]]</label> <input id="label" type="text" maxlength="100" required autocomplete="off"></p>
      <p><label for="note">[[Note (may stay empty)]]</label> <textarea id="note" maxlength="2000" rows="2" autocomplete="off"></textarea></p>
      <p class="row"><button aria-describedby="where">[[Keep this case]]</button></p><p id="kept" role="status"></p></form>
      """, words)
  }

  /// The list, closed at first: the names are not for everyone who looks at the screen.
  static func caseList(_ store: CaseStore, _ words: Words) -> String {
    let place = ReportPage.escaped(words("In the file {file}.", ["file": store.path]))
    return translated(
      """
      <section aria-label="[[Kept cases]]"><details id="cases"><summary id="cases-title">[[Kept cases]]</summary>
      <p>{place} \(warning(store))
      [[Whoever else is logged in on this computer can open this page while the program runs, and the cases with it.]]</p>
      <p>[[A name opens the report in a new tab. What is deleted cannot be brought back.]]</p>
      <p id="case-status" role="status"></p><ul id="case-list"></ul>
      <p class="row"><button type="button" id="delete-all" class="quiet" hidden>[[Delete all cases]]</button></p></details></section>
      """, words
    ).replacing("{place}", with: place)
  }

  private static func warning(_ store: CaseStore) -> String {
    "<strong>"
      + (store.isOpenToOthers
        ? "[[It is not encrypted, and everybody on this computer can read the file.]]" : "[[It is not encrypted.]]")
      + "</strong> [[Treat it like a patient record.]]"
  }
}
