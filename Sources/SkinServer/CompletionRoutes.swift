import FlyingFox
import Foundation
import SkinDiagnosis
import SkinSafety
import Synchronization

/// The part of OpenAI's interface that existing clients need: models and chat completions with one photo.
///
/// The last photo of the messages (a data URL) counts, and what was asked and answered since it was shown; what a system
/// message says changes nothing. Each answer begins with the urgency and ends with the disclaimer; the same rules and
/// the same guard stand above it as in `diagnose`.
struct CompletionRoutes: Sendable {
  let queue: ConsultationQueue
  let model: ServedModel

  func models() -> HTTPResponse { Self.json(CompletionBody.Models(data: [CompletionBody.Model(id: model.name)])) }

  func model(named name: String) -> HTTPResponse {
    guard name == model.name else {
      return RequestGuard.failure(
        .notFound, "There is no model '\(name)'; \(model.name) is the one.", param: "model", code: "model_not_found")
    }
    return Self.json(CompletionBody.Model(id: name))
  }

  func complete(_ body: Data) async -> HTTPResponse {
    let request: CompletionRequest
    do { request = try JSONDecoder().decode(CompletionRequest.self, from: body) } catch {
      return RequestGuard.failure(
        .badRequest, "The body is not a chat completion request: JSON with messages, each with role and content.")
    }
    do {
      let question = try CompletionQuestion(request)
      let exchange = Exchange(model: model, includesUsage: request.stream_options?.include_usage == true)
      return request.stream == true ? await stream(question, exchange) : await answer(question, exchange)
    } catch { return RequestGuard.failure(.badRequest, error.message, param: error.param, code: error.code) }
  }

  /// Answers in one piece.
  ///
  /// While the answer grows, blanks are sent, which JSON allows before a value: a client that went away is noticed by
  /// that, and the answer stops.
  private func answer(_ question: CompletionQuestion, _ exchange: Exchange) async -> HTTPResponse {
    await respond(to: question, contentType: "application/json") { event, send in
      switch event {
      case .happened(.text), .happened(.thinking): send(Data(" ".utf8))
      case .finished(let report):
        let text = Self.opening(report) + (report.answers.first.map { $0.text + "\n\n" } ?? "") + report.disclaimer
        let choice = CompletionBody.Choice(
          message: CompletionBody.Message(role: "assistant", content: text),
          finish_reason: CompletionBody.finishReason(report))
        send(exchange.body("chat.completion", [choice], usage: CompletionBody.Usage(report)))
      case .queued, .happened, .failed, .cancelled, .full: break
      }
    }
  }

  /// Answers as it comes, as server-sent events; comments say the place in the queue.
  private func stream(_ question: CompletionQuestion, _ exchange: Exchange) async -> HTTPResponse {
    @Sendable func data(_ json: Data) -> Data { Data("data: ".utf8) + json + Data("\n\n".utf8) }
    @Sendable func chunk(_ delta: CompletionBody.Message, finish: String? = nil) -> Data {
      data(
        exchange.body("chat.completion.chunk", [CompletionBody.Choice(delta: delta, finish_reason: finish)], usage: nil)
      )
    }
    let opened = Mutex(UrgencyLevel.emergency)
    return await respond(to: question, contentType: "text/event-stream") { event, send in
      switch event {
      case .queued(let place): send(Data(": \(place) before this request\n\n".utf8))
      case .happened(.assessed(let report)):
        opened.withLock { $0 = report.urgency.level }
        send(chunk(CompletionBody.Message(role: "assistant", content: Self.opening(report))))
      case .happened(.thinking): send(Data(":\n\n".utf8))
      case .happened(.text(let text)): send(chunk(CompletionBody.Message(content: text)))
      case .finished(let report):
        let isRaised = report.urgency.level > opened.withLock { $0 }
        let urgency =
          isRaised ? "\(Self.urgencyMark) \(report.urgency.level.rawValue). \(report.urgency.reasons[0])\n\n" : ""
        send(chunk(CompletionBody.Message(content: "\n\n" + urgency + report.disclaimer)))
        send(chunk(CompletionBody.Message(), finish: CompletionBody.finishReason(report)))
        if exchange.includesUsage {
          send(data(exchange.body("chat.completion.chunk", [], usage: CompletionBody.Usage(report))))
        }
        send(Data("data: [DONE]\n\n".utf8))
      case .failed(let failure):
        send(data(JSONLine.data(FailureBody("\(failure.problem) \(failure.help)"))))
        send(Data("data: [DONE]\n\n".utf8))
      case .happened, .cancelled, .full: break
      }
    }
  }

  /// Hands a question to the queue; the response begins when the photo could be read, so that what is wrong with it has
  /// a status of its own.
  ///
  /// - Parameter write: what is sent for an event.
  private func respond(
    to question: CompletionQuestion, contentType: String,
    write: @escaping @Sendable (QueueEvent, (Data) -> Void) -> Void
  ) async -> HTTPResponse {
    let (parts, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    let isGone = Flag()
    continuation.onTermination = { _ in isGone.raise() }
    let beginning = Once<HTTPResponse?>()
    let disclaimer = model.disclaimer
    let options = ConsultationOptions(prompts: [question.question], generation: question.generation)
    queue.diagnose(
      question.photo, options: options,
      earlier: { report in
        question.earlier.map {
          AskedBefore(question: $0.question, answer: Self.bare($0.answer, report, disclaimer: disclaimer))
        }
      },
      isCancelled: { isGone.isRaised },
      listener: { event in
        write(event) { continuation.yield(Array($0)) }
        switch event {
        case .queued: if contentType == "text/event-stream" { beginning.set(nil) }
        case .happened: beginning.set(nil)
        case .finished: continuation.finish()
        case .failed(let failure):
          beginning.set(RequestGuard.failure(.badRequest, "\(failure.problem) \(failure.help)", param: "messages"))
          continuation.finish()
        case .full:
          beginning.set(RequestGuard.failure(.serviceUnavailable, "Too many wait already. Try again later."))
          continuation.finish()
        case .cancelled:
          beginning.set(nil)
          continuation.finish()
        }
      })
    if let refusal = await beginning.value { return refusal }
    return HTTPResponse(
      statusCode: .ok, headers: [.contentType: contentType, .cacheControl: "no-store"],
      body: HTTPBodySequence(from: StreamedBody(parts: parts)))
  }

  private static let urgencyMark = "How soon to be seen:"

  /// What stands before an answer.
  static func opening(_ report: Report) -> String {
    var text = "\(urgencyMark) \(report.urgency.level.rawValue)."
    for reason in report.urgency.reasons { text += " \(reason)" }
    if let sentence = ReportWords.sentence(report.outcome) { text += "\n\n\(sentence)" }
    if report.outcome == .unusablePhoto {
      text += " " + report.photo.quality.findings.map(\.advice).joined(separator: " ")
    }
    return text + "\n\n"
  }

  /// An earlier answer without the words around it, which the model did not write.
  static func bare(_ answer: String, _ report: Report, disclaimer: String) -> String {
    // The urgency may have been raised since, so its paragraphs are known by their beginning.
    let paragraphs = answer.replacing(disclaimer, with: "").replacing(ReportWords.unsureOpening, with: "")
      .split(separator: "\n\n").map(String.init)
    let outcome = ReportWords.sentence(report.outcome)
    return paragraphs.filter { paragraph in
      !paragraph.hasPrefix(urgencyMark) && outcome.map { !paragraph.hasPrefix($0) } ?? true
    }.joined(separator: "\n\n").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func json(_ value: some Encodable) -> HTTPResponse {
    HTTPResponse(statusCode: .ok, headers: [.contentType: "application/json"], body: JSONLine.data(value))
  }

  /// What all parts of one answer share.
  private struct Exchange: Sendable {
    let id = "chatcmpl-" + UUID().uuidString
    let model: ServedModel
    let includesUsage: Bool

    func body(_ object: String, _ choices: [CompletionBody.Choice], usage: CompletionBody.Usage?) -> Data {
      JSONLine.data(
        CompletionBody.Completion(
          id: id, object: object, model: model.name, system_fingerprint: model.fingerprint, choices: choices,
          usage: usage))
    }
  }
}
