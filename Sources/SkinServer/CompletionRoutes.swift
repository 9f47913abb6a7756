import SkinFailure
import Foundation
import NIOHTTP1
import SkinDiagnosis
import SkinSafety

/// The part of OpenAI's interface that existing clients need: models and chat completions with the photos of one case.
///
/// Only the last message with photos (data URLs) counts, with what was asked and answered since then; system messages
/// change nothing. Each answer begins with the urgency and ends with the disclaimer; the same rules and the same guard
/// apply as in `diagnose`.
struct CompletionRoutes: Sendable {
  let queue: ConsultationQueue
  let model: ServedModel

  /// The one model, as a list.
  func models() -> ServerResponse { .json(CompletionBody.Models(data: [CompletionBody.Model(id: model.name)])) }

  /// The model with a name.
  func model(named name: String) -> ServerResponse {
    guard name == model.name else {
      return RequestGuard.failure(
        .notFound, "There is no model '\(name)'; \(model.name) is the one.", param: "model", code: "model_not_found")
    }
    return .json(CompletionBody.Model(id: name))
  }

  /// Answers a request; called on a thread that may work for a while.
  func complete(_ body: Data, reply: Reply) {
    do {
      let request = try CompletionRequest.read(body)
      let question = try CompletionQuestion(request)
      try check(question.stops, against: Self.urgencyMark + "\n\n" + model.disclaimer)
      let exchange = Exchange(model: model, includesUsage: request.stream_options?.include_usage == true)
      let writer: any CompletionWriter =
        request.stream == true
        ? StreamedCompletion(exchange: exchange, reply: reply) : WholeCompletion(exchange: exchange, reply: reply)
      respond(to: question, reply: reply, writer: writer)
    } catch { reply.send(error.response) }
  }

  /// Hands a question to the queue; the response begins once the photo has been read, so that a bad photo gets a status
  /// of its own.
  private func respond(to question: CompletionQuestion, reply: Reply, writer: any CompletionWriter) {
    let disclaimer = model.disclaimer
    let options = ConsultationOptions(prompts: [question.question], generation: question.generation)
    let stops = StopSequences(question.stops)
    let ticket = queue.diagnose(
      question.photos, options: options,
      earlier: { report in
        question.earlier.map {
          AskedBefore(question: $0.question, answer: Self.bare($0.answer, report, disclaimer: disclaimer))
        }
      },
      isCancelled: { reply.isGone || stops.isFound },
      listener: { event in
        switch event {
        case .queued(let place): writer.wait(place: place)
        case .happened(.assessed(let report)):
          do throws(CompletionFailure) {
            try check(question.stops, against: Self.opening(report))
            writer.begin(Self.opening(report))
          } catch {
            stops.stop()
            writer.fail(error)
          }
        case .happened(.text(let text)): writer.write(stops.pass(text))
        case .happened(.thinking): writer.write("")
        case .happened: break
        case .finished(let report):
          writer.write(stops.rest())
          writer.finish(report, isStopped: stops.isFound)
        case .failed(let failure):
          writer.fail(CompletionFailure("\(failure.problem) \(failure.help)", param: "messages"))
        case .full:
          writer.fail(CompletionFailure("Too many wait already. Try again later.", status: .serviceUnavailable))
        case .cancelled:
          writer.fail(CompletionFailure("The client has gone.", status: .requestTimeout))
        }
      })
    reply.onGone { queue.withdraw(ticket) }
  }

  /// Refuses stop sequences that occur in the text around every answer, which is never cut off.
  private func check(_ stops: [String], against words: String) throws(CompletionFailure) {
    for stop in stops where words.contains(stop) {
      throw CompletionFailure(
        "stop cannot be '\(stop)': the urgency and the disclaimer that stand around every answer hold it, and they are"
          + " never cut off.", param: "stop")
    }
  }

  /// The beginning of the urgency.
  static let urgencyMark = "How soon to be seen:"

  /// The text before an answer.
  static func opening(_ report: Report) -> String {
    var text = report.reasons.isEmpty ? "" : "\(urgencyMark) \(ReportWords.haste(report))."
    for reason in report.reasons { text += " \(reason)" }
    if let sentence = ReportWords.sentence(report) { text += (text.isEmpty ? "" : "\n\n") + sentence }
    if report.outcome == .unusablePhoto {
      text += " " + report.photo.quality.findings.map(\.advice).joined(separator: " ")
    }
    return text + "\n\n"
  }

  /// An earlier answer without the text around it, which the model did not write.
  static func bare(_ answer: String, _ report: Report, disclaimer: String) -> String {
    // The answers about the person may have changed since, so the urgency's paragraphs are recognized by their
    // beginning.
    let paragraphs = answer.replacing(disclaimer, with: "").replacing(ReportWords.unsureOpening, with: "")
      .split(separator: "\n\n").map(String.init)
    let outcome = ReportWords.sentence(report)
    return paragraphs.filter { paragraph in
      !paragraph.hasPrefix(urgencyMark) && outcome.map { !paragraph.hasPrefix($0) } ?? true
    }.joined(separator: "\n\n").trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
