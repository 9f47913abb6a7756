import Foundation
import SkinDiagnosis
import SkinRuntime
import SkinSafety

/// What the page sends to keep a case: what it shows, with the photo and a name.
struct CaseRequest: Decodable {
  /// The photo's file, base64.
  var photo: Data
  /// The report as the page got it.
  var report: Report
  /// What was asked and answered, as it was shown.
  var earlier: [AskedBefore]
  /// A name or number.
  var label: String
  /// A note, if any.
  var note: String?
  /// What was asked about the person and answered.
  var history: History?
  /// The code of the page's language; English without.
  var language: String?

  private static let longestLabel = 100
  private static let longestNote = 2000
  /// One character may carry any number of combining marks, so a limit in characters bounds no size.
  private static let bytesOfLetter = 4
  /// The most bytes of questions and answers together: far more than anybody reads.
  private static let longestConversation = 200_000

  /// The report with the answers that were shown, and the texts of the case without invisible characters.
  ///
  /// - Parameter disclaimer: what this program's model always says; a report that says something else is not the
  ///   program's.
  /// - Throws: ``CaseRequestFailure``.
  func checked(
    disclaimer: String
  ) throws(CaseRequestFailure) -> (report: Report, label: String, note: String) {
    let label = Self.trimmed(label).replacing("\n", with: " ")
    let note = Self.trimmed(note ?? "")
    guard !label.isEmpty else { throw CaseRequestFailure("A case needs a name or a number.") }
    guard label.count <= Self.longestLabel, note.count <= Self.longestNote else {
      throw CaseRequestFailure(
        "A name may have \(Self.longestLabel) characters and a note \(Self.longestNote); they have \(label.count) and"
          + " \(note.count).")
    }
    guard label.utf8.count <= Self.bytesOfLetter * Self.longestLabel,
      note.utf8.count <= Self.bytesOfLetter * Self.longestNote
    else {
      throw CaseRequestFailure(
        "A name may have \(Self.bytesOfLetter * Self.longestLabel) bytes and a note"
          + " \(Self.bytesOfLetter * Self.longestNote); they have \(label.utf8.count) and \(note.utf8.count).")
    }
    let conversation = earlier.reduce(0) { $0 + $1.question.utf8.count + $1.answer.utf8.count }
    guard conversation <= Self.longestConversation else {
      throw CaseRequestFailure(
        "Questions and answers have \(conversation) bytes; \(Self.longestConversation) are kept at most.")
    }
    let probabilities =
      (report.differential ?? []).map(\.probability) + (report.concepts ?? []).map(\.probability)
    guard report.schema == Report.schemaName, report.disclaimer == disclaimer,
      probabilities.allSatisfy((0...1).contains)
    else { throw CaseRequestFailure("The report is not one of this program and its model. Look at the photo again.") }
    var report = report
    report.answers = earlier.map {
      Report.Answer(prompt: $0.typed ?? $0.question, text: $0.answer, tokens: 0, stopped: .end, promptTokens: 0)
    }
    return (report, label, note)
  }

  private static func trimmed(_ text: String) -> String {
    ReportPage.shown(text).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// Why a case is not kept, as a message to the user.
struct CaseRequestFailure: Error {
  var message: String

  init(_ message: String) { self.message = message }
}
