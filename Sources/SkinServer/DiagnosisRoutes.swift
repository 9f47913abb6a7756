import SkinFailure
import Foundation
import NIOHTTP1
import SkinDiagnosis
import SkinSafety
import SkinWords

/// The page's own requests: photos in, a line of JSON out for each event.
///
/// `POST /api/diagnose` takes ``Body`` as JSON, or the photo's bytes alone with `question`, `history` (JSON) and
/// `force=1` in the address. Each line is an object with `event`: queued, assessed, question, text, answered, done,
/// error.
struct DiagnosisRoutes: Sendable {
  let queue: ConsultationQueue
  let catalogues: Catalogues

  /// A request in JSON.
  struct Body: Decodable {
    /// The file, base64.
    var photo: Data?
    /// Several photos of one case instead, each base64.
    var photos: [Data]?
    /// Asked instead of the four.
    var question: String?
    /// What was asked and answered about this photo before.
    var earlier: [AskedBefore]?
    /// See docs/history.md.
    var history: History?
    /// Whether to go on although the photo is poor or does not look like skin.
    var force: Bool?
    /// The code of the language of ``Line``'s `words` and `translated`; English if absent or unsupported.
    var language: String?

    /// The files of the case, one or several.
    var files: [[UInt8]] { (photos ?? []).map(Array.init) + (photo.map { [Array($0)] } ?? []) }
  }

  private struct Line: Encodable {
    var event: String
    var place: Int?
    var text: String?
    /// The text in the request's language, if that is not English.
    var translated: String?
    var report: Report?
    /// The report's texts in the request's language.
    var words: TranslatedReport?
    var problem: String?
    var help: String?
  }

  /// A request, in either form.
  ///
  /// - Throws: `HistoryError`, `DecodingError`.
  static func body(_ request: ServerRequest) throws -> Body {
    let data = Data(request.body)
    let type = request.headers.first(name: "content-type")?.lowercased() ?? ""
    if type.hasPrefix("application/json") { return try JSONDecoder().decode(Body.self, from: data) }
    let history = request.target["history"].flatMap { $0.isEmpty ? nil : $0 }
    return Body(
      photo: data, question: request.target["question"], earlier: nil,
      history: try history.map { try History.read(json: Data($0.utf8)) }, force: request.target["force"] == "1",
      language: request.target["language"])
  }

  /// Answers a request; called on a thread that may work for a while.
  func diagnose(_ request: ServerRequest, reply: Reply) {
    do { diagnose(try Self.body(request), reply: reply) } catch {
      let problem =
        error is DecodingError ? "The body is not the JSON that docs/engineer.md shows." : FailureReport(error).problem
      reply.send(RequestGuard.failure(.badRequest, problem))
    }
  }

  /// Hands the photos to the queue and writes a line for everything that happens.
  func diagnose(_ body: Body, reply: Reply) {
    var options = ConsultationOptions(force: body.force ?? false, history: body.history)
    let words = catalogues.words(body.language)
    let typed = body.question.flatMap { $0.isEmpty ? nil : TypedQuestion($0, words) }
    if let typed { options.prompts = [typed.asked] }
    let files = body.files
    guard (1...CasePhoto.limit).contains(files.count) else {
      return reply.send(
        RequestGuard.failure(.badRequest, "A case has from 1 to \(CasePhoto.limit) photos, not \(files.count)."))
    }
    let earlier = body.earlier ?? []
    reply.begin(.ok, headers: ["Content-Type": "application/x-ndjson", "Cache-Control": "no-store"])
    let ticket = queue.diagnose(
      files, options: options, earlier: { _ in earlier }, isCancelled: { reply.isGone },
      listener: { event in
        // An empty line now and then shows whether the client still reads.
        if case .happened(.thinking) = event { reply.write(Data([10])) }
        if let line = Self.line(event, words, typed) { reply.write(JSONLine.data(line) + [10]) }
        switch event {
        case .finished, .failed, .cancelled, .full: reply.end()
        case .queued, .happened: break
        }
      })
    reply.onGone { queue.withdraw(ticket) }
  }

  private static func line(_ event: QueueEvent, _ words: Words, _ typed: TypedQuestion?) -> Line? {
    let speaker = ReportSpeaker(words)
    func translated(_ text: String) -> String? { words.language == .english ? nil : text }
    return switch event {
    case .queued(let place): Line(event: "queued", place: place)
    case .happened(.assessed(let report)):
      Line(event: "assessed", report: report, words: TranslatedReport(report, words))
    case .happened(.question(let text)):
      Line(
        event: "question", text: text,
        translated: typed?.typed ?? (speaker.heading(text) == text ? nil : speaker.heading(text)))
    case .happened(.thinking): nil
    case .happened(.text(let text)): Line(event: "text", text: text, translated: translated(speaker.piece(text)))
    case .happened(.answered(let answer)):
      Line(event: "answered", text: answer.text, translated: translated(speaker.answer(answer.text)))
    case .finished(let report): Line(event: "done", report: report, words: TranslatedReport(report, words))
    case .failed(let failure): Line(event: "error", problem: failure.problem, help: words(failure.help))
    case .full: Line(event: "error", problem: words("Too many wait already."), help: words("Try again later."))
    case .cancelled: nil
    }
  }
}
